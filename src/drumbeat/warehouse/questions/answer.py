"""What is asked (a period) and what comes back (rows that know where they are from)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.derive.tables import SCHEMAS
from drumbeat.warehouse.engine import Query, Workspace, named, once_more
from drumbeat.warehouse.lake import BrandLake, Manifest

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


def derived(name: str) -> ir.Table:
    """A derived table as questions name it."""
    return named(name, SCHEMAS[name])


@dataclass(frozen=True)
class Answer:
    """Rows, and what a person needs to trust them.

    definition: key of the question in the help; sql: as run; freshness: newest arrival contained;
    events_version: of the events table that was derived; seconds: time to answer. kept_from: where
    the question reaches further back, the first day whose persons are still kept: what needs
    persons (visitors, paths that led nowhere) is None or without the days before it.
    """

    rows: list[dict[str, Any]]
    definition: str
    columns: list[str]
    sql: str
    period: Period | None
    tz: str
    freshness: datetime | None
    events_version: int
    seconds: float
    kept_from: date | None = None


@dataclass
class Asking:
    """One question being answered on one consistent set of derived tables."""

    lake: BrandLake
    space: Workspace
    manifest: Manifest
    sql: list[str] = field(default_factory=list)

    def table(self, name: str, first: date | None = None, last: date | None = None) -> None:
        """Let the derived table's name mean its days first…last."""
        files = self.lake.derived_files(name, self.manifest.tables.get(name), first, last)
        self.space.files(name, files, SCHEMAS[name])

    def forgets(self, first: date) -> bool:
        """Whether the persons of the UTC days from `first` on are not all kept any more."""
        sealed = self.manifest.sealed_before
        return sealed is not None and first < sealed

    def rows(self, question: Query | str) -> list[dict[str, Any]]:
        self.sql.append(self.space.told(question))
        return self.space.run(question).to_pylist()


@once_more
def answered(
    lake: BrandLake,
    definition: str,
    columns: list[str],
    ask: Callable[[Asking], list[dict[str, Any]]],
    period: Period | None = None,
) -> Answer:
    """Run `ask` on what is derived now and wrap its rows."""
    began = time.perf_counter()
    with Workspace() as space:
        asking = Asking(lake, space, lake.manifest())
        rows = ask(asking)
    return Answer(
        rows=rows,
        definition=definition,
        columns=columns,
        sql=";\n\n".join(asking.sql),
        period=period,
        tz=period.tz if period else "UTC",
        freshness=asking.manifest.fresh_until,
        events_version=asking.manifest.events_version,
        seconds=time.perf_counter() - began,
        kept_from=_kept_from(asking, period),
    )


def _kept_from(asking: Asking, period: Period | None) -> date | None:
    forgets = period is not None and asking.forgets(period.utc_days[0])
    return asking.manifest.sealed_before if forgets else None
