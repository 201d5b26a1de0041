"""Retention: of those who first came in one week or month, who came again in the next ones.

A cohort is everybody whose first session ever lies in its week (from Monday) or month, in the
period's time zone.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any, Literal

import ibis

from drumbeat.warehouse.engine import Query, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.period import as_day
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered
from drumbeat.warehouse.questions.daily import in_period, people_since
from drumbeat.warehouse.questions.grain import following, units_of
from drumbeat.warehouse.sums import ALL

Grain = Literal["week", "month"]


def retention(lake: BrandLake, *, period: Period, grain: Grain = "week") -> Answer:
    """One row for each cohort of the period and each later week or month up to its end.

    cohort: its first day. after: how many weeks or months later, from 0. people: of the cohort,
    size: those with a session then; share: people / size. complete: false for a week or month that
    the period cuts off, whose count can still grow. Ages at which nobody came have zeros.
    Raises ValueError for another grain.
    """
    if grain not in ("week", "month"):
        raise ValueError(f"retention by {grain!r}: choose week or month")

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.sums("day_returns", period)
        found = asking.rows(_visits(period, grain))
        return _triangle(found, period, grain)

    columns = ["cohort", "after", "people", "size", "share", "complete"]
    return answered(lake, "retention", columns, ask, period)


@lru_cache(maxsize=128)
def _visits(period: Period, grain: Grain) -> Query:
    """People by the week or month of their first session ever and of every other in the period."""
    rows = in_period("day_returns", period)
    rows = rows.filter((rows.counted_by == ALL) & (rows["first"] >= ibis.date(period.start)))
    unit = "W" if grain == "week" else "M"
    rows = rows.mutate(cohort=rows["first"].truncate(unit), came=rows.day.truncate(unit))
    people = people_since(rows, rows.came)
    return to_sql(rows.group_by("cohort", "came").agg(people=people.cast("int64")))


def _triangle(found: list[dict[str, Any]], period: Period, grain: Grain) -> list[dict[str, Any]]:
    people = {(as_day(row["cohort"]), as_day(row["came"])): row["people"] for row in found}
    units = units_of(period, grain)
    rows = []
    for at, cohort in enumerate(units):
        size = people.get((cohort, cohort), 0)
        for after, came in enumerate(units[at:]):
            here = people.get((cohort, came), 0)
            rows.append(
                {
                    "cohort": cohort,
                    "after": after,
                    "people": here,
                    "size": size,
                    "share": here / size if size else None,
                    "complete": following(came, grain) <= period.end + timedelta(days=1),
                }
            )
    return rows
