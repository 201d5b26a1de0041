"""The beat: one row a local day."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import ibis

from drumbeat.warehouse.engine import to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered, derived

_COUNTS = ("sessions", "visitors", "touches", "outcomes")


def daily(lake: BrandLake, *, period: Period, conversion: str | None = None) -> Answer:
    """Every day of the period in order, quiet ones with zeros.

    sessions: begun that day. visitors: distinct people of those sessions, not additive over days,
    None for a day whose persons are not kept any more. touches: bots aside. outcomes: counted, refunds aside. revenue_minor: net of refunds on their
    own day, None where currencies are mixed; revenue_by_currency has them apart.
    """

    def ask(asking: Asking) -> list[dict[str, Any]]:
        for name in ("sessions", "touches", "outcomes"):
            asking.table(name, *period.utc_days)
        days: dict[Any, dict[str, Any]] = {
            day: {"day": day, **dict.fromkeys(_COUNTS, 0), "revenue_by_currency": {}}
            for day in period.days
        }
        for found in asking.rows(_counted(period)):
            days[found.pop("day")].update(found)
        for found in asking.rows(_touched(period)):
            days[found["day"]]["touches"] = found["touches"]
        earned = asking.rows(_earned(period, conversion))
        for found in earned:
            row = days[found["day"]]
            row["outcomes"] += found["outcomes"]
            if found["revenue"]:
                row["revenue_by_currency"][found["currency"]] = found["revenue"]
        for row in days.values():
            if asking.forgets(period.begins(row["day"]).date()):
                row["visitors"] = None
        currencies = {found["currency"] for found in earned if found["revenue"]}
        for row in days.values():
            single = len(currencies) <= 1
            row["revenue_minor"] = sum(row["revenue_by_currency"].values()) if single else None
            row["currency"] = next(iter(currencies), "") if single else ""
        return list(days.values())

    columns = ["day", *_COUNTS, "revenue_minor", "currency", "revenue_by_currency"]
    return answered(lake, "daily", columns, ask, period)


@lru_cache(maxsize=128)
def _counted(period: Period) -> str:
    sessions = derived("sessions")
    sessions = sessions.filter(period.covers(sessions.ts))
    rows = sessions.select("person", day=period.local_day(sessions.ts))
    return to_sql(rows.group_by("day").agg(sessions=rows.count(), visitors=rows.person.nunique()))


@lru_cache(maxsize=128)
def _touched(period: Period) -> str:
    touches = derived("touches")
    touches = touches.filter(period.covers(touches.ts) & ~touches.bot)
    rows = touches.select(day=period.local_day(touches.ts))
    return to_sql(rows.group_by("day").agg(touches=rows.count()))


@lru_cache(maxsize=128)
def _earned(period: Period, conversion: str | None) -> str:
    outcomes = derived("outcomes")
    outcomes = outcomes.filter(period.covers(outcomes.ts))
    if conversion is not None:
        outcomes = outcomes.filter(outcomes.conversion == conversion)
    rows = outcomes.mutate(day=period.local_day(outcomes.ts))
    return to_sql(
        rows.group_by("day", "currency").agg(
            outcomes=rows.counted.sum().cast("int64"),
            revenue=ibis.coalesce(rows.value_minor.sum(), 0).cast("int64"),
        )
    )
