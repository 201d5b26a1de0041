"""A period: local days in a time zone, and what moments of UTC belong to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Local days start…end, both included, in the time zone tz."""

    start: date
    end: date
    tz: str = "UTC"

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")
        ZoneInfo(self.tz)

    def begins(self, day: date) -> datetime:
        """Local midnight of a day, as UTC."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.tz))
        return midnight.astimezone(UTC)

    @property
    def days(self) -> list[date]:
        return [self.start + n * _DAY for n in range((self.end - self.start).days + 1)]

    @property
    def utc_days(self) -> tuple[date, date]:
        """First and last UTC day with a part of the period."""
        return self.begins(self.start).date(), self.begins(self.end + _DAY).date()

    def covers(self, ts: ir.TimestampColumn) -> ir.BooleanColumn:
        return (ts >= _moment(self.begins(self.start))) & (
            ts < _moment(self.begins(self.end + _DAY))
        )

    def covers_row(self, rows: ir.Table) -> ir.BooleanColumn:
        """As `covers` of `ts`; `day`, its UTC day, spares a look at it but on the first and last."""
        first, last = self.utc_days
        inside = (rows.day > ibis.date(first)) & (rows.day < ibis.date(last))
        return inside | self.covers(rows.ts)

    def local_day(self, ts: ir.TimestampColumn) -> ir.DateColumn:
        """The local day of a moment within the period; days of 23 or 25 hours included."""
        days = [(day, self.begins(day), self.begins(day + _DAY)) for day in self.days]
        odd = [
            (ts.between(_moment(begin), _moment(end - timedelta(microseconds=1))), ibis.date(day))
            for day, begin, end in days
            if end - begin != _DAY
        ]
        shifts: list[tuple[timedelta, datetime]] = []
        for day, begin, end in days:
            shift = datetime(day.year, day.month, day.day, tzinfo=UTC) - begin
            if shifts and shifts[-1][0] == shift:
                shifts[-1] = (shift, end)
            else:
                shifts.append((shift, end))
        plain = [
            (ts < _moment(end), (ts + ibis.interval(seconds=int(shift.total_seconds()))).date())
            for shift, end in shifts
        ]
        return ibis.cases(*odd, *plain)


def _moment(moment: datetime) -> ir.TimestampScalar:
    return ibis.literal(moment.replace(tzinfo=None), "timestamp('UTC')")


def as_day(told: date | datetime) -> date:
    """A day as engines tell it: DuckDB truncates a date to a moment."""
    return told.date() if isinstance(told, datetime) else told
