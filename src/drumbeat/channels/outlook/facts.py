"""What the outlook of a plan reads: money promised and spent on its lines, by month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from drumbeat.channels.outlook.worth import Worth
from drumbeat.channels.placements.models import Placement
from drumbeat.channels.spend.models import SpendFact
from drumbeat.science.apportion import by_month, month_of
from drumbeat.strategy.forecasts.queries import Months
from drumbeat.strategy.models import LedgerEntry
from drumbeat.strategy.plans.exchange import Exchange

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
    """Minor units of the plan's currency by line and month; what was spent on a line in its own
    currency at today's rate. `placed` has it at the rate that is frozen with the plan.

    rate: the part of a line's actual that its currency moved since. foreign: by currency, in no
    sum. unrated: currencies that have no rate today and count at their frozen one. exchange: by
    which counts what was charged in the brand's currency, where that is not the plan's.
    """

    committed: dict[str, Months]
    actual: dict[str, Months]
    placed: list[Placed]
    rate: dict[str, int]
    foreign: dict[str, int]
    unrated: list[str]
    exchange: Exchange


def facts_of(plan, lines, today: date) -> Facts:
    """Promised and spent money of the plan (4 queries, 1 more for lines in other currencies, 1 for
    a plan in another than the brand's)."""
    exchange = Exchange(plan.brand, [plan.currency], today)
    worth = Worth(plan.brand, plan.currency, lines, today)
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
    rate: dict[str, int] = defaultdict(int)
    for placement, currency, month, minor, clicks in _charged(placements):
        line = line_of[placement]
        if currency == worth.currency_of(line) != plan.currency:
            frozen, now = worth.both(line, minor)
        elif currency == plan.currency:
            frozen = now = minor
        elif currency == exchange.brands and not exchange.missing:
            frozen = now = exchange.to_plans(minor, plan.currency)
        else:
            foreign[currency] += minor
            continue
        actual[line][month_of(month)] += now
        rate[line] += now - frozen
        spent[placement][0] += frozen
        spent[placement][1] += clicks or 0
    for line, month, frozen, own in _booked(lines):
        now = frozen if own is None else worth.both(line, own)[1]
        actual[line][month_of(month)] += now
        rate[line] += now - frozen
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
    committed = _committed(lines, placed)
    return Facts(committed, actual, placed, rate, dict(foreign), worth.unrated, exchange)


def _charged(placements):
    facts = SpendFact.objects.filter(placement__in=placements.values("pk"), is_current=True)
    by = facts.order_by().annotate(month=TruncMonth("date"))
    return by.values_list("placement", "currency", "month").annotate(
        Sum("spend_minor"), Sum("clicks")
    )


def _booked(lines):
    costs = LedgerEntry.objects.filter(line__in=[line.pk for line in lines], kind="cost")
    by = costs.order_by().annotate(month=TruncMonth("on"))
    return by.values_list("line", "month").annotate(Sum("amount_minor"), Sum("own_minor"))


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
