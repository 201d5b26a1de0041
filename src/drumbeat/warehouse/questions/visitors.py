"""How many touches, and how many different people, each row of results is about."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.engine import Query, named, to_sql
from drumbeat.warehouse.questions.answer import Asking
from drumbeat.warehouse.questions.cut import Cut, added_up, contacts_of, told_by
from drumbeat.warehouse.questions.daily import come_first, in_period, people_since
from drumbeat.warehouse.questions.numbered import NUMBERED, ROWS, Row, number, with_number
from drumbeat.warehouse.sums import CODE, TOUCHED, UNCODED, UNCODED_DIRECT

_OF_ALL = ("total", "day", "conversion")  # need no placement; a contact is of no conversion
_SHARING = named("sharing", pa.schema([("code", pa.string())]))


def contacted(asking: Asking, cut: Cut, *, people: bool) -> list[dict[str, Any]]:
    """Touches, and with people visitors, by key and label. `placements` is there already."""
    asking.sums("day_contacts", cut.period)
    touches: Counter[Row] = Counter()
    codes: defaultdict[Row, set[str]] = defaultdict(set)
    for found in asking.rows(_touched(cut)):
        row = found["key"], found["label"]
        touches[row] += found["touches"]
        codes[row].add(found.get("code"))
    met = _visitors(asking, cut, codes) if people else {}
    return [
        {"key": key, "label": label, "touches": count, "visitors": met.get((key, label), 0)}
        for (key, label), count in touches.items()
    ]


def _visitors(asking: Asking, cut: Cut, codes: dict[Row, set[str]]) -> dict[Row, int]:
    """Distinct people of the cut's contacts by (key, label), those without any left out.

    What is kept by day tells the people of everything, and of each tracking code. Only where one
    row has several codes, somebody may have come by more than one of them, and the touches of
    those codes have to be read.
    """
    if cut.by in _OF_ALL and not cut.within:
        asking.sums("day_returns", cut.period)
        return _by_row(asking.rows(_of_all(cut)))
    if cut.by in ("day", "channel") or not asking.keeps(cut.period):
        return _of_contacts(asking, cut, _of_touches(cut))
    asking.sums("day_returns", cut.period)
    found = _by_row(asking.rows(_of_codes(cut)))
    if sharing := {code for shared in codes.values() if len(shared) > 1 for code in shared}:
        asking.space.rows("sharing", pa.table({"code": sorted(sharing)}))
        found |= _of_contacts(asking, cut, _of_sharing(cut))
    return found


def _of_contacts(asking: Asking, cut: Cut, question: Query) -> dict[Row, int]:
    number(asking, cut)
    asking.table("touches", *cut.period.utc_days)
    return _by_row(asking.rows(question))


def _by_row(found: list[dict[str, Any]]) -> dict[Row, int]:
    return {(row["key"], row["label"]): row["visitors"] for row in found}


# Making SQL takes longer than running it, and pages ask the same questions again and again.
@lru_cache(maxsize=512)
def _touched(cut: Cut) -> Query:
    rows = _countable(in_period("day_contacts", cut.period))
    also = ("code",) if "code" in told_by(cut) and cut.by not in ("day", "channel") else ()
    return to_sql(added_up(rows, cut, *also, touches=rows.touches.sum()))


@lru_cache(maxsize=128)
def _of_all(cut: Cut) -> Query:
    rows = in_period("day_returns", cut.period)
    rows = rows.filter(rows.counted_by == TOUCHED)
    begins = rows.day if cut.by == "day" else ibis.date(cut.period.start)
    rows = _countable(rows.select("people", "before", "day", begins=begins))
    return to_sql(added_up(rows, cut, visitors=people_since(rows, rows.begins)))


@lru_cache(maxsize=512)
def _of_codes(cut: Cut) -> Query:
    rows = in_period("day_returns", cut.period)
    first = come_first(rows, ibis.date(cut.period.start))
    rows = rows.filter(rows.counted_by.isin([CODE, UNCODED]) & first)
    rows = rows.group_by("counted_by", "key").agg(people=rows.people.sum())
    coded = rows.counted_by == CODE
    rows = rows.select(
        "people",
        code=ibis.ifelse(coded, rows.key, ""),
        direct=~coded & (rows.key == UNCODED_DIRECT),
    )
    return to_sql(added_up(_countable(rows), cut, visitors=rows.people.sum()))


@lru_cache(maxsize=512)
def _of_touches(cut: Cut) -> Query:
    return to_sql(_different(cut, NUMBERED))


@lru_cache(maxsize=512)
def _of_sharing(cut: Cut) -> Query:
    return to_sql(_different(cut, NUMBERED.semi_join(_SHARING, "code")))


def _countable(rows: ir.Table) -> ir.Table:
    return rows.mutate(total=ibis.literal("total"), conversion=ibis.null("string"))


def _different(cut: Cut, numbered: ir.Table) -> ir.Table:
    touches = contacts_of(cut)
    touches = with_number(touches.filter(touches.person.notnull()), cut, numbered)
    # Numbers are told apart faster than names.
    people = touches.group_by("number").agg(visitors=touches.person.hash().nunique())
    return people.inner_join(ROWS, "number").select("key", "label", "visitors")
