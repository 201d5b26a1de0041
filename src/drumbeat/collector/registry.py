"""What the collector asks the rest of the product: whose key is this, where does this code lead?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec


class Source(msgspec.Struct, frozen=True):
    """A place that sends events: a site, an app, a server. currency: for values that name none."""

    id: str
    brand: str
    tz: str = "UTC"
    currency: str = ""


class Link(msgspec.Struct, frozen=True):
    """Where /g/<code> leads. destination_url already carries utm_* and dbc; a retired link leads
    to fallback_url and still counts."""

    brand: str
    source: str
    code: str
    destination_url: str
    state: Literal["live", "retired"] = "live"
    fallback_url: str = ""


Keys = Callable[[str], Awaitable[Source | None]]  # write key → its source, None if unknown
Links = Callable[[str], Awaitable[Link | None]]  # normalised code → its link, None if unknown
