"""Touches day by day for each value of one dimension: how attention came and went."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pyarrow as pa

from drumbeat.warehouse.engine import Query, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.period import as_day
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered
from drumbeat.warehouse.questions.cut import Cut, keyed_by
from drumbeat.warehouse.questions.daily import in_period
from drumbeat.warehouse.questions.scope import placements_table


def contact_days(lake: BrandLake, *, period: Period, placements: pa.Table, by: str) -> Answer:
    """key, day, touches: one row for each value of `by` and local day on which it was touched.

    touches: contacts, bots aside, from the sums by day. Only what has a key: the rests are in
    `results`, whose touches these days add up to. Raises ValueError for an unknown `by`.
    """
    cut = Cut(period, by)

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.space.rows("placements", placements_table(placements))
        asking.sums("day_contacts", period)
        rows = asking.rows(_by_day(cut))
        return sorted(
            (row | {"day": as_day(row["day"])} for row in rows),
            key=lambda row: (row["key"], row["day"]),
        )

    return answered(lake, "contact_days", ["key", "day", "touches"], ask, period)


@lru_cache(maxsize=128)
def _by_day(cut: Cut) -> Query:
    rows = keyed_by(in_period("day_contacts", cut.period), cut)
    rows = rows.filter(rows.key.notnull())
    return to_sql(rows.group_by("key", "day").agg(touches=rows.touches.sum().cast("int64")))
