"""What a pass changed, row by row, where it did not write whole days; and what follows from it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.warehouse.derive.concerned import concerned
from drumbeat.warehouse.derive.days import DAY, Run
from drumbeat.warehouse.derive.indexed import balance, texts
from drumbeat.warehouse.derive.tables import SCHEMAS
from drumbeat.warehouse.engine import named, step

if TYPE_CHECKING:
    from drumbeat.warehouse.derive.work import Work

# What a row is known by on its day: rows with the same key are exchanged together.
KEYS = {
    "identities": "id",
    "sessions": "session_id",
    "touches": "touch_id",
    "conversions": "message_id",
    "outcomes": "outcome_id",
    "journeys": "outcome_id",
    "sampled": "message_id",
}
_KEY = pa.schema([("key", pa.string())])
_CHANGED = named("changed", _KEY)


class Changes:
    """The rows that went out of each table (gone) and those that came in (come)."""

    def __init__(self) -> None:
        self._gone: defaultdict[str, list[pa.Table]] = defaultdict(list)
        self._come: defaultdict[str, list[pa.Table]] = defaultdict(list)

    def add(self, table: str, gone: pa.Table, come: pa.Table) -> None:
        self._gone[table].append(gone)
        self._come[table].append(come)

    def gone(self, table: str) -> pa.Table:
        return pa.concat_tables([SCHEMAS[table].empty_table(), *self._gone[table]])

    def come(self, table: str) -> pa.Table:
        return pa.concat_tables([SCHEMAS[table].empty_table(), *self._come[table]])

    def days(self, table: str) -> set[date]:
        return set(self.both(table)["day"].to_pylist())

    def both(self, table: str) -> pa.Table:
        return pa.concat_tables([self.gone(table), self.come(table)])


def different(table: str, then: pa.Table, now: pa.Table) -> pa.Array:
    """The keys of the rows that are only in one of them."""
    rows, often = balance((then, -1), (now, 1))
    return rows[KEYS[table]].filter(pa.array(often != 0)).unique()


@step
def journeys_then() -> ir.Table:
    return named("journeys_held", SCHEMAS["journeys"]).semi_join(_CHANGED, [("outcome_id", "key")])


def exchange_outcomes(work: Work) -> pa.Table:
    """Put the outcomes that are different in place of what they were; returns those of whoever is
    concerned, as they are now."""
    conversions, people = work.changes.both("conversions"), work.changes.both("touches")["person"]
    if not conversions.num_rows:
        return work.found("outcomes", person=texts(people))
    then, now = concerned(work, conversions, people)
    work.exchange_different("outcomes", then, now)
    return now


def exchange_journeys(work: Work, seen: pa.Table, back: timedelta) -> None:
    """Make again the journeys of changed outcomes, and of people with changed touches. seen: the
    outcomes of all whom that concerns."""
    space, touches, outcomes = (
        work.space,
        work.changes.both("touches"),
        work.changes.both("outcomes"),
    )
    changed, touched = texts(outcomes["outcome_id"]), texts(touches["person"])
    looking = pc.or_(pc.is_in(seen["outcome_id"], changed), pc.is_in(seen["person"], touched))
    ended = _near(seen.filter(looking), outcomes, touches, back)
    if not (ended.num_rows or outcomes.num_rows):
        return
    space.rows("ended", ended)
    space.rows("changed", pa.table([texts(changed, ended["outcome_id"])], schema=_KEY))
    days = {*outcomes["day"].to_pylist(), *ended["day"].to_pylist()}
    work.derived_on("touches_seen", "touches", _touched_days(work, ended, back))
    work.derived_on("journeys_held", "journeys", days)
    now = space.fetch(work.journeys(Run(min(days), max(days))))
    then = space.fetch(journeys_then)
    work.exchange_different("journeys", then, now)


def _touched_days(work: Work, ended: pa.Table, back: timedelta) -> set[date]:
    """The days in the look-backs of these outcomes on which somebody of theirs was touched."""
    moments = work.found("touches", person=texts(ended["person"]))["ts"]
    touched = work.changes.days("touches") | {*moments.cast(pa.date32()).unique().to_pylist()}
    bases = {basis.date() for basis in ended["basis_ts"].to_pylist()}
    first, last = min(bases, default=date.max), max(bases, default=date.min)
    return {day for day in touched if first - back - DAY <= day <= last}


def _near(ended: pa.Table, outcomes: pa.Table, touches: pa.Table, back: timedelta) -> pa.Table:
    """Of the outcomes, those that changed or whose look-back can reach a changed touch."""
    near = pc.is_in(ended["outcome_id"], outcomes["outcome_id"].combine_chunks())
    if touches.num_rows:
        first, last = _span(touches["day"])
        basis = ended["basis_ts"].cast(pa.date32())
        within = pc.and_(pc.greater_equal(basis, first), pc.less_equal(basis, last + back + DAY))
        near = pc.or_(near, within)
    return ended.filter(near)


def _span(days: pa.ChunkedArray) -> Run:
    first, last = pc.min_max(days).as_py().values()
    return Run(first, last)


def of_days(rows: pa.Table, first: date | None, last: date | None = None) -> pa.Table:
    """The rows from a day on and up to one, all without one."""
    if first is not None:
        rows = rows.filter(pc.greater_equal(rows["day"], first))
    return rows if last is None else rows.filter(pc.less_equal(rows["day"], last))
