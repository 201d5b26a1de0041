"""Whole numbers for the rows of an answer: touches by the million then carry no texts.

What a touch counts under is told by few columns (`cut.told_by`), and those have few values.
"""

from __future__ import annotations

from functools import lru_cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.engine import Query, Step, named, to_sql
from drumbeat.warehouse.questions.answer import Asking
from drumbeat.warehouse.questions.cut import Cut, keyed_by, outcome_steps, told_by
from drumbeat.warehouse.questions.daily import in_period

Row = tuple[str | None, str | None]  # key and label

_SCHEMA = pa.schema(
    [
        *[(f"told_{n}", pa.string()) for n in range(3)],
        *[("number", pa.int32()), ("key", pa.string()), ("label", pa.string())],
    ]
)
_NUMBERED = named("numbered", _SCHEMA)
ROWS = _NUMBERED.select("number", "key", "label").distinct()


def number(asking: Asking, cut: Cut, *, steps: bool = False) -> None:
    """Let `numbered` mean how the period's contacts came, each with the number of its row.

    `placements` is there already. steps: those of its outcomes as well, whose `journeys` is there.
    """
    asking.sums("day_contacts", cut.period)
    asking.space.keep(_numbered(cut, steps))


def rows_by_number(asking: Asking) -> dict[int, Row]:
    """Key and label of each number."""
    return {row["number"]: (row["key"], row["label"]) for row in asking.rows(_rows())}


def with_number(rows: ir.Table, cut: Cut) -> ir.Table:
    """Contacts or steps with the `number` of the row they count under."""
    same = [f"told_{n}" for n in range(len(told_by(cut)))]
    told = rows.mutate(**dict(zip(same, _told(rows, cut), strict=True)))
    return told.inner_join(_NUMBERED.select(*same, "number"), same)


@lru_cache(maxsize=128)
def _numbered(cut: Cut, steps: bool) -> Step:
    return Step("numbered", lambda: _ways(cut, steps))


def _ways(cut: Cut, steps: bool) -> ir.Table:
    contacts = in_period("day_contacts", cut.period)
    contacts = contacts.mutate(total=ibis.literal("total"), conversion=ibis.null("string"))
    ways = contacts.select(*told_by(cut)).distinct()
    if steps:
        ways = ways.union(outcome_steps(cut).select(*told_by(cut)), distinct=True)
    ways = keyed_by(ways, cut)
    told = [*_told(ways, cut), *[ibis.null("string")] * 3]
    number = ibis.dense_rank().over(order_by=["key", "label"]).cast("int32")
    return ways.select(
        "key", "label", number=number, **{f"told_{n}": told[n] for n in range(3)}
    ).select(*_SCHEMA.names)


def _told(rows: ir.Table, cut: Cut) -> list[ir.StringValue]:
    """What tells a row's key and label, without NULLs, which equal nothing."""
    return [ibis.coalesce(rows[name].cast("string"), "") for name in told_by(cut)]


@lru_cache(maxsize=1)
def _rows() -> Query:
    return to_sql(ROWS)
