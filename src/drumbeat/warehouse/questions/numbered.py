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
from drumbeat.warehouse.questions.cut import Cut, credit_of, keyed_by, load_credit, told_by
from drumbeat.warehouse.questions.daily import in_period

Row = tuple[str | None, str | None]  # key and label

NUMBERED = named(
    "numbered",
    pa.schema(
        [
            ("code", pa.string()),
            ("direct", pa.bool_()),
            ("own", pa.string()),
            ("number", pa.int32()),
            ("key", pa.string()),
            ("label", pa.string()),
        ]
    ),
)
ROWS = NUMBERED.select("number", "key", "label").distinct()


def number(asking: Asking, cut: Cut, *, steps: bool = False) -> None:
    """Let `numbered` mean how the period's contacts came, each with the number of its row.

    `placements` is there already. steps: those of its outcomes as well.
    """
    asking.sums("day_contacts", cut.period)
    if steps:
        load_credit(asking, cut)
    asking.space.keep(_numbered(cut, steps))


def rows_by_number(asking: Asking) -> dict[int, Row]:
    """Key and label of each number."""
    return {row["number"]: (row["key"], row["label"]) for row in asking.rows(_rows())}


def with_number(rows: ir.Table, cut: Cut, numbered: ir.Table = NUMBERED) -> ir.Table:
    """Contacts, or steps with a touch, with the `number` of the row they count under."""
    same = [name for name in told_by(cut) if name in ("code", "direct")]
    if cut.by in told_by(cut):
        rows = rows.mutate(own=_own(rows, cut))
        same.append("own")
    return rows.inner_join(numbered.select(*same, "number"), same)


@lru_cache(maxsize=128)
def _numbered(cut: Cut, steps: bool) -> Step:
    return Step("numbered", lambda: _ways(cut, steps))


def _ways(cut: Cut, steps: bool) -> ir.Table:
    contacts = in_period("day_contacts", cut.period)
    contacts = contacts.mutate(total=ibis.literal("total"), conversion=ibis.null("string"))
    ways = contacts.select(*told_by(cut)).distinct()
    if steps:
        # Under this model every step has credit.
        ways = ways.union(credit_of(cut, "linear").select(*told_by(cut)), distinct=True)
    ways = keyed_by(ways, cut)
    columns = {name: ibis.null(kind) for name, kind in NUMBERED.schema().items()}
    columns |= {name: ways[name] for name in columns if name in ways.columns}
    if cut.by in told_by(cut):
        columns["own"] = _own(ways, cut)
    columns["number"] = ibis.dense_rank().over(order_by=["key", "label"]).cast("int32")
    return ways.select(**columns)


def _own(rows: ir.Table, cut: Cut) -> ir.StringValue:
    # NULLs equal nothing.
    return ibis.coalesce(rows[cut.by].cast("string"), "")


@lru_cache(maxsize=1)
def _rows() -> Query:
    return to_sql(ROWS)
