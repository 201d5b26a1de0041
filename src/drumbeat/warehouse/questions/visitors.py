"""How many different people each row of results is about."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.engine import Query, named, to_sql
from drumbeat.warehouse.questions.answer import Asking
from drumbeat.warehouse.questions.cut import Cut, contacts_of, keyed_by
from drumbeat.warehouse.questions.daily import in_period, people_since
from drumbeat.warehouse.sums import CODE, TOUCHED, UNCODED, UNCODED_DIRECT

Row = tuple[str | None, str | None]
_SHARING = named("sharing", pa.schema([("code", pa.string())]))


def visitors(asking: Asking, cut: Cut) -> dict[Row, int]:
    """Distinct people of the cut's contacts by (key, label), those without any left out.

    `placements` and the sums DAY_CONTACTS are there already. What is kept by day tells the people
    of everything, and of each tracking code. Only where one row has several codes, somebody may
    have come by more than one of them, and the touches of those codes have to be read.
    """
    if cut.by in ("total", "day") and not cut.within:
        asking.sums("day_returns", cut.period)
        return _by_row(asking.rows(_of_all(cut)))
    if cut.by in ("day", "channel") or not asking.keeps(cut.period):
        asking.table("touches", *cut.period.utc_days)
        return _by_row(asking.rows(_of_touches(cut)))
    asking.sums("day_returns", cut.period)
    found = _by_row(asking.rows(_of_codes(cut)))
    if sharing := _sharing(asking.rows(_codes(cut))):
        asking.space.rows("sharing", pa.table({"code": sharing}))
        asking.table("touches", *cut.period.utc_days)
        found |= _by_row(asking.rows(_of_sharing(cut)))
    return found


def _by_row(found: list[dict[str, Any]]) -> dict[Row, int]:
    return {(row["key"], row["label"]): row["visitors"] for row in found}


def _sharing(found: list[dict[str, Any]]) -> list[str]:
    """The codes that are not the only one of their row."""
    of_row: defaultdict[Row, set[str]] = defaultdict(set)
    for row in found:
        of_row[row["key"], row["label"]].add(row["code"])
    return sorted({code for codes in of_row.values() if len(codes) > 1 for code in codes})


# Making SQL takes longer than running it, and pages ask the same questions again and again.
@lru_cache(maxsize=128)
def _of_all(cut: Cut) -> Query:
    rows = in_period("day_returns", cut.period)
    rows = rows.filter(rows.counted_by == TOUCHED)
    by_day = cut.by == "day"
    key = rows.day.cast("string") if by_day else ibis.literal("total")
    begins = rows.day if by_day else ibis.date(cut.period.start)
    rows = rows.select("people", "before", begins=begins, key=key, label=ibis.null("string"))
    grouped = rows.group_by("key", "label")
    return to_sql(grouped.agg(visitors=people_since(rows, rows.begins).cast("int64")))


@lru_cache(maxsize=512)
def _codes(cut: Cut) -> Query:
    rows = _countable(in_period("day_contacts", cut.period))
    return to_sql(keyed_by(rows, cut).select("key", "label", "code").distinct())


@lru_cache(maxsize=512)
def _of_codes(cut: Cut) -> Query:
    rows = in_period("day_returns", cut.period)
    rows = rows.filter(rows.counted_by.isin([CODE, UNCODED]))
    coded = rows.counted_by == CODE
    rows = _countable(
        rows.mutate(
            code=ibis.ifelse(coded, rows.key, ""),
            channel=ibis.literal(""),
            direct=~coded & (rows.key == UNCODED_DIRECT),
        ).drop("key")
    )
    rows = keyed_by(rows, cut)
    people = people_since(rows, ibis.date(cut.period.start)).cast("int64")
    return to_sql(rows.group_by("key", "label").agg(visitors=people))


@lru_cache(maxsize=512)
def _of_touches(cut: Cut) -> Query:
    return to_sql(_different(contacts_of(cut)))


@lru_cache(maxsize=512)
def _of_sharing(cut: Cut) -> Query:
    return to_sql(_different(contacts_of(cut).semi_join(_SHARING, "code")))


def _countable(rows: ir.Table) -> ir.Table:
    return rows.mutate(total=ibis.literal("total"), conversion=ibis.null("string"))


def _different(rows: ir.Table) -> ir.Table:
    # Numbers are told apart faster than names; nobody's number is one too.
    people = rows.person.hash().nunique(where=rows.person.notnull())
    return rows.group_by("key", "label").agg(visitors=people)
