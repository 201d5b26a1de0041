"""The years of a three-year plan, with what was chosen for each and the plans that carry it out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from drumbeat.strategy.horizons.models import PlanYear
from drumbeat.strategy.plans.models import Plan

YEARS = (1, 2, 3)


@dataclass(frozen=True)
class Year:
    """said: what was written about it, None so far. plans: of a year, by the day they begin."""

    number: int
    starts_on: date
    ends_on: date
    said: PlanYear | None
    plans: list[Plan] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return self.said is not None


def days_of_year(plan: Plan, number: int) -> tuple[date, date]:
    """Twelve months each, from the day on which the plan's goal starts."""
    first = plan.goal.starts_on
    return _years_later(first, number - 1), _years_later(first, number) - timedelta(days=1)


def years_of(plan: Plan, said: Iterable[PlanYear], parts: Iterable[Plan] = ()) -> list[Year]:
    """The three years in order. A part stands in the year in which its goal begins, or in the
    nearest of the three."""
    by_number = {one.number: one for one in said}
    years = [Year(number, *days_of_year(plan, number), by_number.get(number)) for number in YEARS]
    for part in sorted(parts, key=lambda one: (one.goal.starts_on, one.pk)):
        begun = [year for year in years if year.starts_on <= part.goal.starts_on]
        (begun[-1] if begun else years[0]).plans.append(part)
    return years


def horizon(plan: Plan) -> list[Year]:
    """The years of a three-year plan (2 queries); none of any other."""
    if not plan.looks_ahead:
        return []
    parts = plan.parts.current().exclude(state="superseded").select_related("goal")
    return years_of(plan, plan.years.all(), parts)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)
