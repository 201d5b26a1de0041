"""Sums by local day, brought up to date by what came and what went: whole numbers, so exactly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.warehouse import sums
from drumbeat.warehouse.derive.changes import KEYS
from drumbeat.warehouse.derive.days import Run
from drumbeat.warehouse.derive.tables import SCHEMAS, SUMS
from drumbeat.warehouse.engine import Step, named
from drumbeat.warehouse.period import Period

if TYPE_CHECKING:
    from drumbeat.warehouse.derive import _Derivation

_ADDED = {
    "day_visits": ["sessions", "bounced", "pages"],
    "day_contacts": ["touches"],
    "day_credit": ["parts", "value_minor"],
    "day_returns": ["people"],
}
_WENT, _HELD, _CAME = 0, 1, 2
_PEOPLE = pa.schema([("person", pa.string())])


class Unclear(Exception):
    """Whether a row of credit that adds up to nothing still is one cannot be told from the change."""


@lru_cache(maxsize=16)
def made(name: str, known: Period) -> Step:
    """The sums of this name, remembered: making SQL takes longer than a few rows do."""
    return sums.made(name, known)


def add_up(work: _Derivation, known: Period, names: Sequence[str]) -> None:
    """Bring these sums up to date with the rows they are made of. Raises Unclear for DAY_CREDIT."""
    for name in names:
        (table,) = sums.MADE_OF[name]
        step = made(name, known)
        told = []
        for rows in (work.changes.come(table), work.changes.gone(table)):
            work.space.rows(table, rows)
            told.append(work.space.fetch(step).cast(SUMS[name]))
        _put(work, name, *told)


def add_returns(work: _Derivation, known: Period) -> None:
    """Bring DAY_RETURNS up to date: only people of changed rows can count otherwise."""
    changed = [work.changes.both(table)["person"] for table in ("sessions", "touches")]
    people = pa.chunked_array([chunk for one in changed for chunk in one.chunks], pa.string())
    work.space.rows("changed_people", pa.table([people.drop_null().unique()], schema=_PEOPLE))
    for table in sums.MADE_OF["day_returns"]:
        work.space.files(
            f"all_{table}",
            work.lake.derived_files(table, work.before.tables.get(table)),
            SCHEMAS[table],
        )
        work.space.keep(_then(table))
        work.space.view(table, f"SELECT * FROM {_then(table).name}")
    gone = work.space.fetch(made("day_returns", known)).cast(SUMS["day_returns"])
    for table in sums.MADE_OF["day_returns"]:
        work.space.rows("rows_gone", work.changes.gone(table))
        work.space.rows("rows_come", work.changes.come(table))
        work.space.keep(_now(table))
    come = work.space.fetch(made("day_returns", known)).cast(SUMS["day_returns"])
    _put(work, "day_returns", come, gone)


def _put(work: _Derivation, name: str, come: pa.Table, gone: pa.Table) -> None:
    """Add the sums `come` to the table's, and take the sums `gone` off."""
    change = _added(name, [(_CAME, come), (_WENT, _negative(name, gone))])
    if name != "day_credit":  # in the others, what adds up to nothing is no row
        change = change.filter(pc.invert(_is_nothing(name, change)))
    if not change.num_rows:
        return
    days = work.unsealed(Run(*pc.min_max(change["day"]).as_py().values()))
    work.derived("held", name, *days)
    held = work.space.run(
        f"SELECT * FROM held WHERE day BETWEEN DATE '{days.first}' AND DATE '{days.last}'"
    )
    rows = _added(name, [(_HELD, held.cast(SUMS[name])), (None, change)])
    rows = rows.filter(pc.greater_equal(rows["day"], days.first))
    nothing = _is_nothing(name, rows)
    if name == "day_credit":
        nothing = pc.and_(
            nothing, pc.and_(pc.equal(rows["least"], _WENT), pc.less(rows["most"], _CAME))
        )
        if pc.any(nothing).as_py():
            raise Unclear
    work.put(name, rows.filter(pc.invert(nothing)).select(SUMS[name].names), days)


def _added(name: str, parts: list[tuple[int | None, pa.Table]]) -> pa.Table:
    """The parts' rows added up, in order; `least` and `most` say of which parts a row is made."""
    schema, added = SUMS[name], _ADDED[name]
    same = [column for column in schema.names if column not in added]
    marked = [
        rows
        if part is None
        else rows.append_column("least", pa.repeat(part, rows.num_rows)).append_column(
            "most", pa.repeat(part, rows.num_rows)
        )
        for part, rows in parts
    ]
    wanted = [*((one, "sum") for one in added), ("least", "min"), ("most", "max")]
    rows = pa.concat_tables(marked).group_by(same).aggregate(wanted)
    rows = rows.rename_columns([*same, *added, "least", "most"])
    rows = rows.select([*schema.names, "least", "most"])
    return rows.sort_by([(column, "ascending") for column in schema.names])


def _negative(name: str, rows: pa.Table) -> pa.Table:
    for column in _ADDED[name]:
        at = rows.schema.get_field_index(column)
        rows = rows.set_column(at, rows.schema.field(column), pc.negate(rows[column]))
    return rows


def _is_nothing(name: str, rows: pa.Table) -> pa.ChunkedArray:
    nothing = pc.equal(rows[_ADDED[name][0]], 0)
    for column in _ADDED[name][1:]:
        nothing = pc.and_(nothing, pc.equal(rows[column], 0))
    return nothing


# What of these tables DAY_RETURNS is made of, and by what their rows are exchanged.
_READ = {
    "sessions": ("day", "session_id", "ts", "person", "channel", "source"),
    "touches": ("day", "touch_id", "ts", "person", "bot", "code", "direct"),
}


@cache
def _then(table: str) -> Step:
    """The rows of people in `changed_people`, as they were before the pass."""
    rows, people = named(f"all_{table}", SCHEMAS[table]), named("changed_people", _PEOPLE)
    return Step(
        f"{table}_of_changed",
        lambda: rows.select(*_READ[table]).semi_join(people, "person"),
    )


@cache
def _now(table: str) -> Step:
    """Their rows after it, told from what went and came: the table need not be read again."""
    schema, key = SCHEMAS[table], KEYS[table]

    def build() -> ir.Table:
        gone = named("rows_gone", schema).select("day", key)
        come = named("rows_come", schema).select(*_READ[table])
        return _then(table).table.anti_join(gone, ["day", key]).union(come)

    return Step(table, build)
