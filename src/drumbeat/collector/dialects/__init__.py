"""The languages in which SDKs speak to the collector, each read into the one Message.

A dialect is a module with ROUTES (path → what the path stands for), `limit(kind)` (the most bytes
of its body) and `read(sent)` (a Parcel; raises Unreadable or TooLarge). It may have METHODS and
`answer(sent, parcel)`, where its clients expect others than POST and {"success": true}, and BODIES
(kind → the type that its JSON is read as), for the description of the interface. Reading is pure:
intake reads a body to answer for it, and the loader reads it again to keep it.
"""

from __future__ import annotations

from types import ModuleType
from typing import NamedTuple

from drumbeat.collector.dialects import ga4, matomo, plausible, posthog, segment, snowplow
from drumbeat.collector.dialects.messages import Parcel, Sent

DIALECTS: dict[str, ModuleType] = {
    "segment": segment,
    "posthog": posthog,
    "ga4": ga4,
    "matomo": matomo,
    "snowplow": snowplow,
    "plausible": plausible,
}

METHODS = frozenset({"POST"})


class Route(NamedTuple):
    dialect: str
    kind: str


ROUTES = {
    path: Route(name, kind)
    for name, dialect in DIALECTS.items()
    for path, kind in dialect.ROUTES.items()
}


def read(dialect: str, sent: Sent) -> Parcel:
    """What the request says. Raises Unreadable or TooLarge, naming the first fault."""
    return DIALECTS[dialect].read(sent)
