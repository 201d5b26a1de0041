"""What a brand decides about derivation."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Literal

import pyarrow as pa

from drumbeat.warehouse import channels
from drumbeat.warehouse.derive import tables


@dataclass(frozen=True)
class ConversionRule:
    """Which event is an outcome.

    counts: every event, or once a person. window_days: how far back its touches count.
    refund_event: the event that takes it back, matched by order id.
    """

    key: str
    event_name: str
    counts: Literal["every", "once"] = "every"
    window_days: int = 30
    refund_event: str = ""


@dataclass(frozen=True)
class Settings:
    """tz: the brand's own. Rows keep UTC and their days are UTC days; sums are by its local days."""

    tz: str = "UTC"
    conversions: tuple[ConversionRule, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Changes whenever derived rows could."""
        return repr((tables.VERSION, channels.VERSION, self.tz, *map(astuple, self.conversions)))


RULES = pa.schema(
    [
        ("conversion", pa.string()),
        ("event", pa.string()),
        ("once", pa.bool_()),
        ("returns", pa.bool_()),
        ("window_days", pa.int64()),
    ]
)
