"""Journeys as a whole: how many outcomes there are, and how much is known of how they came."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pyarrow as pa

from drumbeat.warehouse.engine import Query, named, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered
from drumbeat.warehouse.questions.cut import Cut, load, steps_of
from drumbeat.warehouse.questions.scope import PLACEMENTS

_COLUMNS = ["length", "outcomes", "placed", "by_themselves"]


def journeys(
    lake: BrandLake, *, period: Period, placements: pa.Table, conversion: str | None = None
) -> Answer:
    """One row for each length of a journey: how many outcomes have one of that many touches.

    length: touches in the look-back, 0 where none is known. outcomes: refunds aside, as all below.
    placed: with at least one touch of a given placement. by_themselves: all of whose touches are
    direct. Σ outcomes = all outcomes of the period.
    """

    def ask(asking: Asking) -> list[dict[str, Any]]:
        cut = Cut(period, "total", conversion=conversion)
        load(asking, cut, placements)
        return asking.rows(_lengths(cut))

    return answered(lake, "journeys", _COLUMNS, ask, period)


@lru_cache(maxsize=128)
def _lengths(cut: Cut) -> Query:
    steps = steps_of(cut)
    steps = steps.filter(steps.counted == 1)
    owned = named("placements", PLACEMENTS).select(placed_code="code").distinct()
    steps = steps.left_join(owned, steps.code == owned.placed_code)
    placed = steps.placed_code.notnull() & (steps.code != "")
    steps = steps.mutate(placed=placed.fill_null(False), itself=steps.direct.fill_null(False))
    outcomes = steps.group_by("outcome_id", "length").agg(
        placed=steps.placed.max().cast("int64"), itself=steps.itself.min().cast("int64")
    )
    lengths = outcomes.group_by("length").agg(
        outcomes=outcomes.count(),
        placed=outcomes.placed.sum().cast("int64"),
        by_themselves=outcomes.itself.sum().cast("int64"),
    )
    return to_sql(lengths.order_by("length"))
