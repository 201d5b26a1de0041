"""Which days to derive, and how far around them to look."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.derive.facts import INACTIVITY, paces
from drumbeat.warehouse.engine import Workspace, named, step
from drumbeat.warehouse.manifest import Manifest

DAY = timedelta(days=1)
LEAST_DAYS = 3
"""Of a run: days on either side are read with it, and should not outweigh it."""


class Run(NamedTuple):
    """Days first…last, both included."""

    first: date
    last: date

    def days(self) -> list[date]:
        return [self.first + n * DAY for n in range((self.last - self.first).days + 1)]


class Reach(NamedTuple):
    """Around a run: the days whose rows may change (write), and those needed to know (read)."""

    write: Run
    read: Run


def stale_days(before: Manifest, rows: Mapping[date, int], rules: str) -> set[date]:
    """Days whose number of event rows is not what the last derivation read; all, if rules changed.

    The count comes with the commit that adds the rows, so there is nothing to forget in a crash.
    """
    days = open_days(before, before.event_rows.keys() | rows.keys())
    if before.rules != rules:
        return days
    return {day for day in days if before.event_rows.get(day, 0) != rows.get(day, 0)}


def open_days(before: Manifest, days: Iterable[date]) -> set[date]:
    """Those of the days that are not sealed."""
    return {day for day in days if before.sealed_before is None or day >= before.sealed_before}


def rows_to_derive(
    before: Manifest, rows: Mapping[date, int], stale: Iterable[date], anew: Collection[date]
) -> int:
    """How many event rows the stale days have beyond those that were read; all, of days in `anew`."""
    read = {day: 0 if day in anew else before.event_rows.get(day, 0) for day in stale}
    return sum(max(rows.get(day, 0) - held, 0) for day, held in read.items())


def runs(days: Iterable[date], rows: Mapping[date, int] | None = None, most: int = 0) -> list[Run]:
    """The days as few runs: small gaps are bridged; with `rows` of each day given, a run that has
    more than `most` is cut, though not below LEAST_DAYS."""
    found: list[Run] = []
    size = 0
    for day in sorted(days):
        size += (rows or {}).get(day, 0)
        fits = size <= most or (found and day - found[-1].first < LEAST_DAYS * DAY)
        if found and day - found[-1].last <= 2 * DAY and fits:
            found[-1] = found[-1]._replace(last=day)
        else:
            found.append(Run(day, day))
            size = (rows or {}).get(day, 0)
    return found


def first_reach(run: Run, beside: Collection[date]) -> Reach:
    """A contact or a pause at midnight concerns the neighbour days, and those need theirs.

    beside: days that runs of their own derive whole, which write them.
    """
    write = _without(beside, run, Run(run.first - DAY, run.last + DAY))
    return Reach(write, Run(write.first - DAY, write.last + DAY))


def _without(beside: Collection[date], run: Run, days: Run) -> Run:
    """The run, and of the days around it as few as hold all that are not `beside`."""
    left = [day for day in days.days() if day not in beside and not run.first <= day <= run.last]
    return Run(min([run.first, *left]), max([run.last, *left]))


_REACH = pa.schema(
    [
        (name, pa.timestamp("us", tz="UTC"))
        for name in ("run_from", "run_to", "write_from", "write_to", "read_from", "read_to")
    ]
)


@step
def long_sessions() -> ir.Table:
    """How far the sessions that meet the run go, and whether the days read cut one in two."""
    active = paces.table.filter(paces.table.session_ts.notnull())
    spans = active.group_by("visitor", "session_ts").agg(ended=active.ts.max())
    spans = spans.rename(begun="session_ts")
    spans = spans.cross_join(named("reach", _REACH))
    in_run = (spans.begun < spans.run_to) & (spans.ended >= spans.run_from)
    in_write = (spans.begun < spans.write_to) & (spans.ended >= spans.write_from)
    early = spans.begun <= spans.read_from + INACTIVITY
    late = spans.ended >= spans.read_to - INACTIVITY
    return spans.agg(
        first=spans.begun.date().min(where=in_run),
        last=spans.ended.date().max(where=in_run),
        cut_left=(early & in_write).any(),
        cut_right=(late & in_write).any(),
    )


def wider(reach: Reach, run: Run, known: Run, beside: Collection[date], space: Workspace) -> Reach:
    """The reach that long sessions in `paces` ask for; the same reach when it was enough.

    known: first and last day with events at all. beside: as in `first_reach`.
    """
    edges = [moment for days in (run, *reach) for moment in (days.first, days.last + DAY)]
    space.rows("reach", pa.table([[midnight(edge)] for edge in edges], schema=_REACH))
    span = space.fetch(long_sessions).to_pylist()[0]
    met = Run(span["first"] or run.first, span["last"] or run.last)
    met = _without(beside, run, met)
    write = Run(min(reach.write.first, met.first), max(reach.write.last, met.last))
    left, right = reach.read
    if span["cut_left"] and left > known.first:
        left -= DAY
    if span["cut_right"] and right < known.last:
        right += DAY
    return Reach(write, Run(min(left, write.first - DAY), max(right, write.last + DAY)))


def midnight(day: date) -> datetime:
    """The first moment of a UTC day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
