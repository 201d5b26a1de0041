"""Retention: of those who first came in one week or month, who came again in the next ones.

A cohort is everybody whose first session ever lies in its week (from Monday) or month, in the
period's time zone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Literal

from drumbeat.warehouse.engine import to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered, derived

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
        asking.table("sessions", None, period.utc_days[1])
        found = asking.rows(_visits(period, grain))
        return _triangle(found, period, grain)

    columns = ["cohort", "after", "people", "size", "share", "complete"]
    return answered(lake, "retention", columns, ask, period)


def _visits(period: Period, grain: Grain) -> str:
    """People by the week or month of their first session ever and of every other in the period."""
    sessions = derived("sessions")
    sessions = sessions.filter(sessions.person.notnull())
    first = sessions.group_by("person").agg(first=sessions.ts.min())
    first = first.filter(period.covers(first["first"]))
    inside = sessions.filter(period.covers(sessions.ts)).select("person", "ts")
    rows = inside.inner_join(first, "person")
    unit = "W" if grain == "week" else "M"
    rows = rows.select(
        "person",
        cohort=period.local_day(rows["first"]).truncate(unit),
        came=period.local_day(rows.ts).truncate(unit),
    )
    return to_sql(rows.group_by("cohort", "came").agg(people=rows.person.nunique()))


def _triangle(found: list[dict[str, Any]], period: Period, grain: Grain) -> list[dict[str, Any]]:
    people = {(_day(row["cohort"]), _day(row["came"])): row["people"] for row in found}
    units = _units(period, grain)
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
                    "complete": _following(came, grain) <= period.end + timedelta(days=1),
                }
            )
    return rows


def _units(period: Period, grain: Grain) -> list[date]:
    """First days of the weeks or months that the period touches."""
    start = period.start
    at = start - timedelta(days=start.weekday()) if grain == "week" else start.replace(day=1)
    units = []
    while at <= period.end:
        units.append(at)
        at = _following(at, grain)
    return units


def _day(told: date) -> date:
    # DuckDB truncates a date to a timestamp.
    return told.date() if isinstance(told, datetime) else told


def _following(day: date, grain: Grain) -> date:
    if grain == "week":
        return day + timedelta(days=7)
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
