"""Sums by local day, brought up to date by what came and what went: whole numbers, so exactly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.warehouse import sums
from drumbeat.warehouse.derive.days import Run
from drumbeat.warehouse.derive.indexed import INDEXED, exchanged, texts
from drumbeat.warehouse.derive.tables import SUMS
from drumbeat.warehouse.engine import Step
from drumbeat.warehouse.index import number
from drumbeat.warehouse.period import Period

if TYPE_CHECKING:
    from drumbeat.warehouse.derive.work import Work

_ADDED = {
    "day_visits": ["sessions", "bounced", "pages"],
    "day_contacts": ["touches"],
    "day_credit": ["parts", "value_minor"],
    "day_returns": ["people"],
}
_WENT, _HELD, _CAME = 0, 1, 2
COMES = "comes"


class Unclear(Exception):
    """Whether a row of credit that adds up to nothing still is one cannot be told from the change."""


@lru_cache(maxsize=16)
def made(name: str, known: Period, apart: sums.Apart = ()) -> Step:
    """The sums of this name, remembered: making SQL takes longer than a few rows do."""
    return sums.made(name, known, apart)


def add_up(work: Work, known: Period, names: Sequence[str]) -> None:
    """Bring these sums up to date with the rows they are made of. Raises Unclear for DAY_CREDIT."""
    for name in names:
        (table,) = sums.MADE_OF[name]
        _show(work, table, work.changes.come(table), work.changes.gone(table))
        _put(work, name, *_summed(work, name, known))


def add_returns(work: Work, known: Period) -> None:
    """Bring DAY_RETURNS up to date: only people of changed rows can count otherwise."""
    tables = sums.MADE_OF["day_returns"]
    people = texts(*(work.changes.both(table)["person"] for table in tables))
    for table in tables:
        index, then = INDEXED[table], work.found(table, person=people)
        went, came = (index.told(rows(table)) for rows in (work.changes.gone, work.changes.come))
        _show(work, table, _numbered(exchanged(then, went, came)), _numbered(then))
    _put(work, "day_returns", *_summed(work, "day_returns", known))


def _show(work: Work, table: str, come: pa.Table, gone: pa.Table) -> None:
    """Let `table` mean both, told apart by COMES."""
    marked = [
        rows.append_column(COMES, pa.repeat(pa.scalar(comes), rows.num_rows))
        for rows, comes in ((come, True), (gone, False))
    ]
    work.space.rows(table, pa.concat_tables(marked))


def _numbered(found: pa.Table) -> pa.Table:
    """Persons are only told apart: their numbers do as well as their ids."""
    at = found.schema.get_field_index(number("person"))
    return found.set_column(at, "person", found[number("person")].cast(pa.string()))


def _summed(work: Work, name: str, known: Period) -> tuple[pa.Table, pa.Table]:
    """The sums of what came, and of what went."""
    rows = work.space.fetch(made(name, known, (COMES,)))
    comes = rows[COMES]
    came, went = (
        rows.filter(which).select(SUMS[name].names) for which in (comes, pc.invert(comes))
    )
    return came.cast(SUMS[name]), went.cast(SUMS[name])


def _put(work: Work, name: str, come: pa.Table, gone: pa.Table) -> None:
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
