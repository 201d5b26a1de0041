"""What is expected of a plan's lines month by month, and what was approved of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from drumbeat.people.records import in_language
from drumbeat.science.apportion import by_month, months
from drumbeat.strategy.forecasts.models import ForecastAmount, Reforecast
from drumbeat.strategy.plans.models import BudgetLine, Plan
from drumbeat.strategy.plans.queries import last_approval

Months = dict[date, int]
"""Minor units by the first day of the month."""


def days_of(line: BudgetLine, goal) -> tuple[date, date]:
    """The days that the line's money is for: its own, or those of the plan's goal."""
    if line.starts_on and line.ends_on:
        return line.starts_on, line.ends_on
    return goal.starts_on, goal.ends_on


def expected_by_month(lines, goal) -> dict[str, Months]:
    """What each line is expected to cost in each month, by its id (one query).

    The newest re-forecast; where there is none, the plan as it stands, spread over its days.
    """
    said = said_by_month(lines)
    return {line.pk: said.get(line.pk) or spread(line, goal) for line in lines}


def said_by_month(lines) -> dict[str, Months]:
    """The newest re-forecast of each line that has one, by its id (one query)."""
    said = defaultdict(dict)
    current = ForecastAmount.objects.filter(line__in=[line.pk for line in lines], is_current=True)
    for line_id, month, minor in current.values_list("line_id", "month", "amount_minor"):
        said[line_id][month] = minor
    return dict(said)


def spread(line: BudgetLine, goal) -> Months:
    """The amount that the line is expected to cost, over the days that it is for."""
    amount = line.planned_minor if line.forecast_minor is None else line.forecast_minor
    return by_month(amount, *days_of(line, goal))


def months_of(line: BudgetLine, goal, expected: Months) -> list[date]:
    """The months to ask about: those of the line's days, and any that somebody said already."""
    return sorted({*months(*days_of(line, goal)), *expected})


@dataclass(frozen=True)
class FrozenLine:
    """A line as it was approved. days: those its money is for."""

    id: str
    name: str
    planned: int
    days: tuple[date, date]

    @property
    def by_month(self) -> Months:
        return by_month(self.planned, *self.days)


def frozen_lines(plan: Plan) -> list[FrozenLine]:
    """The lines of the approved baseline, in order (one query); none before approval.

    Baselines that were frozen before lines had days are read with the days of the goal.
    """
    approval = last_approval(plan)
    if approval is None:
        return []
    period = approval.baseline.get("period")
    whole = _days(period) if period else (plan.goal.starts_on, plan.goal.ends_on)
    return [
        FrozenLine(
            row["id"],
            in_language(row["title_en"], row["title_zh"]),
            row["planned_minor"],
            _days(row) if row.get("starts_on") else whole,
        )
        for row in approval.baseline["lines"]
    ]


def _days(row) -> tuple[date, date]:
    return date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])


def versions(lines):
    """Every re-forecast that named one of the lines, newest first (one query, to be paged)."""
    named = Reforecast.objects.filter(amounts__line__in=[line.pk for line in lines]).distinct()
    return named.select_related("owner__person")


def amounts_of(reforecasts) -> dict[str, list[ForecastAmount]]:
    """What each of the re-forecasts said, by its id (one query)."""
    said = defaultdict(list)
    amounts = ForecastAmount.objects.filter(reforecast__in=reforecasts).select_related("line")
    for amount in amounts.order_by("line__position", "line_id", "month"):
        said[amount.reforecast_id].append(amount)
    return said
