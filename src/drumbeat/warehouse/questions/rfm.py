"""RFM: how lately, how often and for how much each customer bought, scored by quintiles.

A. M. Hughes, "Strategic Database Marketing" (1994): customers are put in order of each measure and
cut into five parts, 5 for the best. Hughes cuts ties by chance; here customers with the same value
have the same score, so nobody's score depends on the order of a file:

    score = 1 + ⌊5 · (customers who are strictly worse) / (all customers)⌋
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.engine import to_sql, whole_seconds
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered
from drumbeat.warehouse.questions.counted import Conversion, ends_at, outcomes_of
from drumbeat.warehouse.questions.scope import UNKNOWN

BEST = 5
DAY_SECONDS = 86_400
_COLUMNS = ["r", "f", "m", "label", "customers", "outcomes", "revenue_minor", "recency_days"]


def rfm(lake: BrandLake, *, period: Period, currency: str, conversion: Conversion = None) -> Answer:
    """One row for each combination of scores that customers have, best first, and one for the rest.

    r, f, m: scores 1–5 of recency, frequency and money among everybody with a counted outcome in
    the period. customers: with these scores; Σ = all customers. outcomes: theirs, counted.
    revenue_minor: of `currency`, net of refunds in the period; what else they paid in moves no
    score. recency_days: Σ over customers of whole days from the last outcome to the period's last
    second. The last row (scores None, label "unknown") holds outcomes and revenue that are nobody's known,
    and refunds of those who bought before the period. Σ rows = all of the period.
    """

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.table("outcomes", *period.utc_days)
        return asking.rows(_cells(period, currency, conversion))

    return answered(lake, "rfm", _COLUMNS, ask, period)


@lru_cache(maxsize=128)
def _cells(period: Period, currency: str, conversion: Conversion):
    scored = _scored(period, currency, conversion)
    grouped = scored.group_by("r", "f", "m", "label").agg(
        customers=scored.customer.sum().cast("int64"),
        outcomes=scored.frequency.sum().cast("int64"),
        revenue_minor=scored.money.sum().cast("int64"),
        recency_days=scored.recency.sum().cast("int64"),
    )
    order = [ibis.desc(name, nulls_first=False) for name in ("r", "f", "m")]
    return to_sql(grouped.order_by(*order))


def _scored(period: Period, currency: str, conversion: Conversion) -> ir.Table:
    """One row a customer with scores, and one for what is nobody's."""
    rows = outcomes_of(conversion)
    rows = rows.filter(period.covers(rows.ts))
    own = ibis.ifelse(rows.currency == currency, ibis.coalesce(rows.value_minor, 0), 0)
    rows = rows.mutate(own=own)
    people = rows.group_by("person").agg(
        frequency=rows.counted.sum(),
        money=rows.own.sum(),
        last=whole_seconds(rows.ts).max(where=rows.counted == 1),
    )
    known = (people.person.notnull() & (people.frequency > 0)).cast("int64")
    # Counted from the last second: an order at midnight is of the day that begins, 0 days old.
    last_second = ends_at(period) - 1
    people = people.mutate(
        customer=known,
        recency=ibis.coalesce((last_second - people["last"]) // DAY_SECONDS, 0) * known,
    )
    everybody = people.customer.sum().over(group_by=people.customer)
    rank = {
        "r": people.recency.desc(),
        "f": people.frequency.asc(),
        "m": people.money.asc(),
    }
    scores = {
        name: ibis.ifelse(
            people.customer == 1,
            1 + BEST * ibis.rank().over(group_by=people.customer, order_by=order) // everybody,
            ibis.null("int64"),
        )
        for name, order in rank.items()
    }
    label = ibis.ifelse(people.customer == 1, ibis.null("string"), UNKNOWN)
    return people.mutate(**scores, label=label)
