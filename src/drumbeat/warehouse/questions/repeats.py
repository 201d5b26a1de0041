"""Customers who buy again: how many, how soon after the first order, how long between two."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.engine import to_sql, whole_seconds
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered
from drumbeat.warehouse.questions.counted import Conversion, ends_at, outcomes_of
from drumbeat.warehouse.questions.rfm import DAY_SECONDS

WINDOWS = (30, 60, 90, 180, 365)
"""Days after a first order within which a second one may come."""
GAPS = (7, 14, 30, 60, 90, 180, 365)
"""Ends of the spans of days that times between orders are sorted into; the last has no end."""


def repeat_rate(lake: BrandLake, *, period: Period, conversion: Conversion = None) -> Answer:
    """One row: who ordered in the period, and who of them ordered at least twice in it.

    customers: known people with an outcome, refunds aside. repeaters: with two or more.
    repeat_rate: repeaters / customers, 0–1, None without any. outcomes: of all customers.
    gaps: pairs of one customer's orders in a row, the later one in the period, the earlier one
    whenever. median_days: between the two, None without a pair.
    """

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.table("outcomes", None, period.utc_days[1])
        [row] = asking.rows(_repeating(period, conversion))
        [between] = asking.rows(_median(period, conversion))
        rate = row["repeaters"] / row["customers"] if row["customers"] else None
        return [row | {"repeat_rate": rate} | between]

    columns = ["customers", "repeaters", "repeat_rate", "outcomes", "gaps", "median_days"]
    return answered(lake, "repeat_rate", columns, ask, period)


def second_orders(lake: BrandLake, *, period: Period, conversion: Conversion = None) -> Answer:
    """One row for each of WINDOWS: of those whose first order is in the period, who ordered again.

    days: length of the window. people: whose first order ever lies in the period and at least that
    long before its end, so that everybody had the same time. again: with a second order within the
    window. share: again / people, 0–1, None without any.
    """

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.table("outcomes", None, period.utc_days[1])
        [found] = asking.rows(_seconds(period, conversion))
        return [_window(days, found) for days in WINDOWS]

    return answered(lake, "second_orders", ["days", "people", "again", "share"], ask, period)


def order_gaps(lake: BrandLake, *, period: Period, conversion: Conversion = None) -> Answer:
    """One row for each span of days between two orders in a row of one customer (see repeat_rate).

    over, up_to: days, over < gap ≤ up_to, both counted from midnight-free 24 hours; a gap of nothing
    is in the first span, up_to is None in the last. gaps: how many. share: of all, None of nothing.
    """

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.table("outcomes", None, period.utc_days[1])
        found = {row["span"]: row["gaps"] for row in asking.rows(_spans(period, conversion))}
        whole = sum(found.values())
        return [
            {
                "over": over,
                "up_to": up_to,
                "gaps": found.get(span, 0),
                "share": found.get(span, 0) / whole if whole else None,
            }
            for span, (over, up_to) in enumerate(zip((0, *GAPS), (*GAPS, None), strict=True))
        ]

    return answered(lake, "order_gaps", ["over", "up_to", "gaps", "share"], ask, period)


def _window(days: int, found: dict[str, Any]) -> dict[str, Any]:
    people, again = found[f"people_{days}"], found[f"again_{days}"]
    return {
        "days": days,
        "people": people,
        "again": again,
        "share": again / people if people else None,
    }


def _orders(period: Period, conversion: Conversion) -> ir.Table:
    """Orders of known people up to the period's end, with `at` and the one `before`, in seconds."""
    rows = outcomes_of(conversion)
    rows = rows.filter((rows.counted == 1) & rows.person.notnull())
    rows = rows.mutate(at=whole_seconds(rows.ts))
    rows = rows.filter(rows.at < ends_at(period))
    along = {"group_by": rows.person, "order_by": [rows.ts, rows.outcome_id]}
    return rows.mutate(before=rows.at.lag().over(**along), n=ibis.row_number().over(**along))


def _pairs(period: Period, conversion: Conversion) -> ir.Table:
    orders = _orders(period, conversion)
    pairs = orders.filter(period.covers(orders.ts) & orders.before.notnull())
    return pairs.mutate(days=(pairs.at - pairs.before) / DAY_SECONDS)


@lru_cache(maxsize=128)
def _repeating(period: Period, conversion: Conversion):
    orders = _orders(period, conversion)
    orders = orders.filter(period.covers(orders.ts))
    people = orders.group_by("person").agg(bought=orders.count())
    return to_sql(
        people.agg(
            customers=people.count(),
            repeaters=people.count(where=people.bought > 1),
            outcomes=ibis.coalesce(people.bought.sum(), 0).cast("int64"),
        )
    )


@lru_cache(maxsize=128)
def _median(period: Period, conversion: Conversion):
    pairs = _pairs(period, conversion)
    return to_sql(pairs.agg(gaps=pairs.count(), median_days=pairs.days.cast("float64").median()))


@lru_cache(maxsize=128)
def _spans(period: Period, conversion: Conversion):
    pairs = _pairs(period, conversion)
    span = ibis.cases(
        *((pairs.days <= up_to, number) for number, up_to in enumerate(GAPS)), else_=len(GAPS)
    )
    pairs = pairs.mutate(span=span.cast("int64"))
    return to_sql(pairs.group_by("span").agg(gaps=pairs.count()))


@lru_cache(maxsize=128)
def _seconds(period: Period, conversion: Conversion):
    orders = _orders(period, conversion)
    people = orders.group_by("person").agg(
        first=orders.ts.min(),
        began=orders.at.min(where=orders.n == 0),
        second=orders.at.min(where=orders.n == 1),
    )
    people = people.filter(period.covers(people["first"]))
    counts = {}
    for days in WINDOWS:
        length = days * DAY_SECONDS
        watched = people.began + length <= ends_at(period)
        again = (people.second - people.began <= length).fill_null(False)
        counts[f"people_{days}"] = people.count(where=watched)
        counts[f"again_{days}"] = people.count(where=watched & again)
    return to_sql(people.agg(**counts))
