"""What the outlook of a plan reads: money promised and spent on its lines, by month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.spend.models import SpendFact
from drumbeat.science.apportion import by_month, month_of
from drumbeat.strategy.forecasts.queries import Months
from drumbeat.strategy.models import LedgerEntry

NO_LINE = ""
"""Stands for the budget line of what is on none."""


@dataclass(frozen=True)
class Placed:
    """A placement with what platforms charged. touches: expected, 0 where nobody said."""

    id: str
    line: str
    days: tuple[date, date]
    planned: int
    touches: int
    spent: int
    clicks: int


@dataclass(frozen=True)
class Facts:
    """Minor units of the plan's currency by line and month. foreign: by currency, in no sum."""

    committed: dict[str, Months]
    actual: dict[str, Months]
    placed: list[Placed]
    foreign: dict[str, int]


def facts_of(plan, lines) -> Facts:
    """Promised and spent money of the plan (4 queries)."""
    placements = Placement.objects.filter(
        Q(budget_line__plan=plan) | Q(budget_line=None, campaign__plan=plan)
    ).order_by()
    rows = list(
        placements.values(
            "pk", "budget_line", "starts_on", "ends_on", "planned_minor", "forecast_touches"
        )
    )
    line_of = {row["pk"]: row["budget_line"] or NO_LINE for row in rows}
    actual: dict[str, Months] = defaultdict(lambda: defaultdict(int))
    spent: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    foreign: dict[str, int] = defaultdict(int)
    for placement, currency, month, minor, clicks in _charged(placements):
        if currency != plan.currency:
            foreign[currency] += minor
            continue
        actual[line_of[placement]][month_of(month)] += minor
        spent[placement][0] += minor
        spent[placement][1] += clicks or 0
    for line, month, minor in _booked(lines):
        actual[line][month_of(month)] += minor
    placed = [
        Placed(
            row["pk"],
            line_of[row["pk"]],
            (row["starts_on"], row["ends_on"]),
            row["planned_minor"],
            row["forecast_touches"] or 0,
            *spent[row["pk"]],
        )
        for row in rows
    ]
    return Facts(_committed(lines, placed), actual, placed, dict(foreign))


def _charged(placements):
    facts = SpendFact.objects.filter(placement__in=placements.values("pk"), is_current=True)
    by = facts.order_by().annotate(month=TruncMonth("date"))
    return by.values_list("placement", "currency", "month").annotate(
        Sum("spend_minor"), Sum("clicks")
    )


def _booked(lines):
    costs = LedgerEntry.objects.filter(line__in=[line.pk for line in lines], kind="cost")
    by = costs.order_by().annotate(month=TruncMonth("on"))
    return by.values_list("line", "month").annotate(Sum("amount_minor"))


def _committed(lines, placed) -> dict[str, Months]:
    """Promises lie where the placement runs that they are for, else on the day of the promise."""
    flights = {f"placement:{one.id}": one.days for one in placed}
    held = LedgerEntry.objects.filter(line__in=[line.pk for line in lines], kind="commitment")
    by = held.order_by().annotate(month=TruncMonth("on"))
    committed: dict[str, Months] = defaultdict(lambda: defaultdict(int))
    flown: dict[tuple[str, str], int] = defaultdict(int)
    for line, ref, month, minor in by.values_list("line", "ref", "month").annotate(
        Sum("amount_minor")
    ):
        if ref in flights:
            flown[line, ref] += minor
        else:
            committed[line][month_of(month)] += minor
    for (line, ref), minor in flown.items():
        for month, part in by_month(minor, *flights[ref]).items():
            committed[line][month] += part
    return committed
