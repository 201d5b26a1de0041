"""Days, weeks (from Monday) and months: the units of time that answers are told by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import ibis.expr.types as ir

from drumbeat.warehouse.questions.answer import Period

Grain = Literal["day", "week", "month"]
GRAINS = ("day", "week", "month")
_TRUNCATED = {"week": "W", "month": "M"}


def unit_of(period: Period, ts: ir.TimestampColumn, grain: Grain) -> ir.DateColumn:
    """First local day of the unit that a moment of the period lies in; read it with `as_day`."""
    day = period.local_day(ts)
    return day if grain == "day" else day.truncate(_TRUNCATED[grain])


def units_of(period: Period, grain: Grain) -> list[date]:
    """First days of the units that the period touches, in order."""
    at = _first_day(period.start, grain)
    units = []
    while at <= period.end:
        units.append(at)
        at = following(at, grain)
    return units


def following(unit: date, grain: Grain) -> date:
    """First day of the next unit."""
    if grain == "month":
        return (unit.replace(day=1) + timedelta(days=32)).replace(day=1)
    return unit + timedelta(days=7 if grain == "week" else 1)


def _first_day(day: date, grain: Grain) -> date:
    if grain == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if grain == "month" else day
