"""The beat: one row a local day, week or month."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.engine import Query, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.period import as_day
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered, derived
from drumbeat.warehouse.questions.grain import Grain
from drumbeat.warehouse.sums import ALL, outcomes_of

_COUNTS = ("sessions", "visitors", "touches", "outcomes")
_UNIT = {"day": "D", "week": "W", "month": "M"}


def daily(
    lake: BrandLake, *, period: Period, conversion: str | None = None, grain: Grain = "day"
) -> Answer:
    """Every day (or week from Monday, or month) of the period in order, quiet ones with zeros.

    day: the first of it that lies in the period. sessions: begun then. visitors: distinct people of
    those sessions, not additive over rows, None where persons are not kept any more. touches: bots
    aside. outcomes: counted, refunds aside. revenue_minor: net of refunds on their own day, None
    where currencies are mixed; revenue_by_currency has them apart.
    Raises ValueError for another grain.
    """
    if grain not in _UNIT:
        raise ValueError(f"a beat by {grain!r}: choose day, week or month")

    def ask(asking: Asking) -> list[dict[str, Any]]:
        for name in ("day_visits", "day_returns", "day_contacts", "day_credit"):
            asking.sums(name, period)
        rows: dict[Any, dict[str, Any]] = {
            day: {"day": day, **dict.fromkeys(_COUNTS, 0), "revenue_by_currency": {}}
            for day in _beginnings(period, grain)
        }
        for question in (_visited, _met, _touched):
            for found in asking.rows(question(period, grain)):
                rows[as_day(found.pop("unit"))].update(found)
        earned = asking.rows(_earned(period, grain, conversion))
        for found in earned:
            row = rows[as_day(found["unit"])]
            row["outcomes"] += found["outcomes"]
            if found["revenue"]:
                row["revenue_by_currency"][found["currency"]] = found["revenue"]
        currencies = {found["currency"] for found in earned if found["revenue"]}
        single = len(currencies) <= 1
        for row in rows.values():
            if asking.forgets(period.begins(row["day"]).date()):
                row["visitors"] = None
            row["revenue_minor"] = sum(row["revenue_by_currency"].values()) if single else None
            row["currency"] = next(iter(currencies), "") if single else ""
        return list(rows.values())

    columns = ["day", *_COUNTS, "revenue_minor", "currency", "revenue_by_currency"]
    return answered(lake, "daily", columns, ask, period)


def _unit(day: ir.DateColumn, period: Period, grain: Grain) -> ir.DateColumn:
    """The first day within the period of the day's week or month."""
    return ibis.greatest(day.truncate(_UNIT[grain]), ibis.date(period.start))


def _beginnings(period: Period, grain: Grain) -> list[date]:
    def begins(day: date) -> bool:
        return {"day": True, "week": day.weekday() == 0, "month": day.day == 1}[grain]

    return [day for day in period.days if day == period.start or begins(day)]


def in_period(name: str, period: Period) -> ir.Table:
    """Sums of the period's days."""
    rows = derived(name)
    return rows.filter(rows.day.between(ibis.date(period.start), ibis.date(period.end)))


def people_since(rows: ir.Table, start: ir.DateValue) -> ir.IntegerScalar:
    """Different people of rows of DAY_RETURNS that begin at `start`: each on the first day here."""
    return ibis.coalesce(rows.people.sum(where=come_first(rows, start)), 0)


def come_first(rows: ir.Table, start: ir.DateValue) -> ir.BooleanColumn:
    """Whether the people of a row of DAY_RETURNS were not there since `start` before that day."""
    return rows.before.isnull() | (rows.before < start)


@lru_cache(maxsize=128)
def _visited(period: Period, grain: Grain) -> Query:
    rows = in_period("day_visits", period)
    rows = rows.mutate(unit=_unit(rows.day, period, grain))
    return to_sql(rows.group_by("unit").agg(sessions=rows.sessions.sum().cast("int64")))


@lru_cache(maxsize=128)
def _met(period: Period, grain: Grain) -> Query:
    rows = in_period("day_returns", period)
    rows = rows.filter(rows.counted_by == ALL)
    rows = rows.mutate(unit=_unit(rows.day, period, grain))
    return to_sql(rows.group_by("unit").agg(visitors=people_since(rows, rows.unit).cast("int64")))


@lru_cache(maxsize=128)
def _touched(period: Period, grain: Grain) -> Query:
    rows = in_period("day_contacts", period)
    rows = rows.mutate(unit=_unit(rows.day, period, grain))
    return to_sql(rows.group_by("unit").agg(touches=rows.touches.sum().cast("int64")))


@lru_cache(maxsize=128)
def _earned(period: Period, grain: Grain, conversion: str | None) -> Query:
    rows = in_period("day_credit", period)
    rows = rows.filter(rows.model == "last")
    if conversion is not None:
        rows = rows.filter(rows.conversion == conversion)
    rows = rows.mutate(unit=_unit(rows.day, period, grain))
    return to_sql(
        rows.group_by("unit", "currency").agg(
            outcomes=outcomes_of(rows.parts).round().cast("int64"),
            revenue=rows.value_minor.sum().cast("int64"),
        )
    )
