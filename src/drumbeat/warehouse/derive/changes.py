"""What a pass changed, row by row, where it did not write whole days; and what follows from it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.warehouse.derive.concerned import concerned_now, concerned_then, keep_concerned
from drumbeat.warehouse.derive.days import DAY, Run
from drumbeat.warehouse.derive.outcomes import keep_outcomes
from drumbeat.warehouse.derive.tables import OUTCOMES, SCHEMAS
from drumbeat.warehouse.engine import Step, named, step

if TYPE_CHECKING:
    from drumbeat.warehouse.derive import _Derivation

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
_CHANGED, _TOUCHED = named("changed", _KEY), named("touched", _KEY)


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


@cache
def different(table: str) -> Step:
    """The keys of the rows that are only in `rows_then` or only in `rows_now`."""
    key = KEYS[table]

    def build() -> ir.Table:
        then, now = named("rows_then", SCHEMAS[table]), named("rows_now", SCHEMAS[table])
        return now.difference(then).union(then.difference(now)).select(key=key).distinct()

    return Step(f"{table}_different", build)


@step
def outcomes_gone() -> ir.Table:
    return concerned_then.table.semi_join(_CHANGED, [("outcome_id", "key")])


@step
def outcomes_come() -> ir.Table:
    return concerned_now.table.semi_join(_CHANGED, [("outcome_id", "key")])


@step
def changed_outcomes() -> ir.Table:
    """The ids of outcomes that are new, gone or different."""
    now, then = concerned_now.table, concerned_then.table
    return now.difference(then).union(then.difference(now)).select(key="outcome_id").distinct()


@step
def looking() -> ir.Table:
    """The changed outcomes, and those of people whose touches are others now."""
    rows = concerned_now.table
    changed = rows.outcome_id.isin(_CHANGED.key)
    return rows.filter(changed | rows.person.isin(_TOUCHED.key).fill_null(False))


@step
def journeys_then() -> ir.Table:
    return named("journeys_held", SCHEMAS["journeys"]).semi_join(_CHANGED, [("outcome_id", "key")])


def exchange_outcomes(work: _Derivation) -> None:
    """Put the outcomes that are different in place of what they were."""
    space, changed = work.space, work.changes.both("conversions")
    work.derived("outcomes_before", "outcomes")
    if not changed.num_rows:
        space.view(concerned_now.name, "SELECT * FROM outcomes_before")
        return
    work.derived("all_conversions", "conversions")
    keep_concerned(space, changed, work.changes.both("touches")["person"])
    keep_outcomes(space)
    space.keep(concerned_now)
    space.keep(concerned_then)
    space.rows("changed", space.fetch(changed_outcomes).cast(_KEY))
    work.exchange("outcomes", space.fetch(outcomes_gone), space.fetch(outcomes_come))


def exchange_journeys(work: _Derivation, back: timedelta) -> None:
    """Make again the journeys of changed outcomes, and of people with changed touches."""
    space, touches, outcomes = (
        work.space,
        work.changes.both("touches"),
        work.changes.both("outcomes"),
    )
    space.rows("changed", _keys(outcomes["outcome_id"]))
    space.rows("touched", _keys(touches["person"]))
    ended = _near(space.fetch(looking).cast(OUTCOMES), outcomes, touches, back)
    if not (ended.num_rows or outcomes.num_rows):
        return
    space.rows("ended", ended)
    space.rows(
        "changed",
        _keys(pa.chunked_array([*outcomes["outcome_id"].chunks, *ended["outcome_id"].chunks])),
    )
    days = _span(pa.chunked_array([*outcomes["day"].chunks, *ended["day"].chunks]))
    basis = _span(ended["basis_ts"].cast(pa.date32())) if ended.num_rows else days
    work.derived("touches_seen", "touches", basis.first - back - DAY, basis.last)
    work.derived("journeys_held", "journeys", *days)
    now, then = space.fetch(work.journeys(days)), space.fetch(journeys_then)
    work.exchange_different("journeys", then, now)


def _near(ended: pa.Table, outcomes: pa.Table, touches: pa.Table, back: timedelta) -> pa.Table:
    """Of the outcomes, those that changed or whose look-back can reach a changed touch."""
    near = pc.is_in(ended["outcome_id"], outcomes["outcome_id"].combine_chunks())
    if touches.num_rows:
        first, last = _span(touches["day"])
        basis = ended["basis_ts"].cast(pa.date32())
        within = pc.and_(pc.greater_equal(basis, first), pc.less_equal(basis, last + back + DAY))
        near = pc.or_(near, within)
    return ended.filter(near)


def _keys(values: pa.ChunkedArray) -> pa.Table:
    return pa.table([values.drop_null().unique().cast(pa.string())], schema=_KEY)


def _span(days: pa.ChunkedArray) -> Run:
    first, last = pc.min_max(days).as_py().values()
    return Run(first, last)


def of_days(rows: pa.Table, first: date | None) -> pa.Table:
    """The rows from a day on, all without one."""
    return rows if first is None else rows.filter(pc.greater_equal(rows["day"], first))
