"""What one derivation left behind: which versions of tables belong together, and where they are from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

LONG = 5_000_000  # events: of a longer log, what is often asked for is put in order ahead


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What one finished derivation left: a consistent set of table versions and their origin."""

    events_version: int
    event_rows: dict[date, int]  # rows of the events table per day, as read
    rules: str  # fingerprint of the conversion rules and of the derivation's own version
    fresh_until: datetime | None  # newest `received` that the tables contain
    tables: dict[str, int]
    sealed_before: date | None = None  # earlier days keep their counts and are not derived again
    tz: str = ""  # whose local days the sums are by; "" when there are none yet
    repeated_on: frozenset[date] | None = None  # all days on which a message may lie twice; None
    # when that is not known
    told_apart_from: date | None = None  # from this local day on people were told apart by what is
    # kept now; None when that cannot be said of any day

    def events_on(self, first: date, last: date) -> int:
        """Event rows of the UTC days first…last that were derived."""
        return sum(n for day, n in self.event_rows.items() if first <= day <= last)

    def has_more_than(self, events: int) -> bool:
        """Whether more event rows than so many were derived."""
        return sum(self.event_rows.values()) > events

    def may_repeat(self, days: Iterable[date]) -> bool:
        """Whether a message may lie twice in the events of these UTC days."""
        return self.repeated_on is None or not self.repeated_on.isdisjoint(days)


NOTHING_DERIVED = Manifest(events_version=-1, event_rows={}, rules="", fresh_until=None, tables={})
