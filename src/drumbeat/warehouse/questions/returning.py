"""New and returning people: of those who came or bought in a day, week or month, who was new.

A person is new in the unit that holds the first session or outcome that is known of them, and
returning in every later one; what they do goes along with them. As "new users" in product
analytics, but by person and not by device.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.engine import to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.period import as_day
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered, derived
from drumbeat.warehouse.questions.counted import Conversion, outcomes_of
from drumbeat.warehouse.questions.grain import GRAINS, Grain, unit_of, units_of
from drumbeat.warehouse.questions.scope import UNKNOWN

NEW, RETURNING = "new", "returning"
KINDS = (NEW, RETURNING, UNKNOWN)
_COLUMNS = ["unit", "kind", "people", "sessions", "outcomes", "revenue_by_currency"]


def returning(
    lake: BrandLake, *, period: Period, grain: Grain = "week", conversion: Conversion = None
) -> Answer:
    """Three rows for each day, week or month of the period: new, returning and unknown people.

    unit: its first day. people: with a session or an outcome in it, not additive over units; None
    for unknown ones, who gave no consent or are not kept any more. sessions: begun in the unit.
    outcomes: counted, refunds aside. revenue_by_currency: minor units, net of refunds on their own
    day. Σ sessions, outcomes and revenue = all of the period. A unit that the period cuts holds its
    days inside the period only. Who was there before the first kept day counts as new after it.
    Raises ValueError for another grain.
    """
    if grain not in GRAINS:
        raise ValueError(f"new and returning by {grain!r}: choose one of {', '.join(GRAINS)}")

    def ask(asking: Asking) -> list[dict[str, Any]]:
        for name in ("sessions", "outcomes"):
            asking.table(name, None, period.utc_days[1])
        rows = {
            (unit, kind): _empty(unit, kind) for unit in units_of(period, grain) for kind in KINDS
        }
        for found in asking.rows(_counted(period, grain, conversion)):
            row = rows[as_day(found["unit"]), found["kind"]]
            row["people"] = None if found["kind"] == UNKNOWN else found["people"]
            row["sessions"] = found["sessions"]
        for found in asking.rows(_earned(period, grain, conversion)):
            row = rows[as_day(found["unit"]), found["kind"]]
            row["outcomes"] += found["outcomes"]
            if found["revenue"]:
                row["revenue_by_currency"][found["currency"]] = found["revenue"]
        return list(rows.values())

    return answered(lake, "returning", _COLUMNS, ask, period)


def _empty(unit: date, kind: str) -> dict[str, Any]:
    people = None if kind == UNKNOWN else 0
    counts = {"people": people, "sessions": 0, "outcomes": 0}
    return {"unit": unit, "kind": kind, **counts, "revenue_by_currency": {}}


@lru_cache(maxsize=128)
def _counted(period: Period, grain: Grain, conversion: Conversion):
    rows = _done(period, grain, conversion)
    active = rows.person.nullif("").nunique(where=(rows.visits > 0) | (rows.counted > 0))
    return to_sql(
        rows.group_by("unit", "kind").agg(people=active, sessions=rows.visits.sum().cast("int64"))
    )


@lru_cache(maxsize=128)
def _earned(period: Period, grain: Grain, conversion: Conversion):
    rows = _done(period, grain, conversion)
    return to_sql(
        rows.group_by("unit", "kind", "currency").agg(
            outcomes=rows.counted.sum().cast("int64"),
            revenue=rows.value.sum().cast("int64"),
        )
    )


def _done(period: Period, grain: Grain, conversion: Conversion) -> ir.Table:
    """Sessions and outcomes of the period, each with its unit and what its person was in it."""
    sessions, outcomes = derived("sessions"), outcomes_of(conversion)
    nothing = ibis.literal(0, "int64")
    visits = sessions.select(
        "person", "ts", visits=ibis.literal(1, "int64"), counted=nothing, value=nothing,
        currency=ibis.literal(""),
    )  # fmt: skip
    sales = outcomes.select(
        "person", "ts", "counted", "currency", visits=nothing,
        value=ibis.coalesce(outcomes.value_minor, 0),
    ).select(*visits.columns)  # fmt: skip
    rows = visits.union(sales)
    rows = rows.filter(period.covers(rows.ts)).left_join(_first_seen(), "person")
    unit = unit_of(period, rows.ts, grain)
    here = period.covers(rows.first_seen) & (unit_of(period, rows.first_seen, grain) == unit)
    kind = ibis.cases((rows.person.isnull(), UNKNOWN), (here, NEW), else_=RETURNING)
    return rows.mutate(unit=unit, kind=kind)


def _first_seen() -> ir.Table:
    """When each person was first seen, whatever counts as an outcome now."""
    sessions, outcomes = derived("sessions"), derived("outcomes")
    bought = outcomes.filter(outcomes.counted == 1).select("person", "ts")
    seen = sessions.select("person", "ts").union(bought)
    seen = seen.filter(seen.person.notnull())
    return seen.group_by("person").agg(first_seen=seen.ts.min())
