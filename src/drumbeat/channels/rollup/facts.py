"""What the plans of a brand have planned, promised, spent and expect, by month and campaign."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from drumbeat.channels.outlook.worth import Worth
from drumbeat.channels.placements.models import Placement
from drumbeat.channels.spend.models import SpendFact
from drumbeat.science.apportion import by_month, month_of
from drumbeat.strategy.forecasts.queries import days_of, said_by_month, spread
from drumbeat.strategy.models import BudgetLine, LedgerEntry, Plan

NO_CAMPAIGN = ""
"""Stands for the campaign of money that is in none."""

Amount = tuple[str, str, date, str, int, str]
"""Plan, campaign, first day of the month, measure, minor units, currency: the plan's, or the
brand's of what was charged in it."""


class Books:
    """The money of plans (6 queries, 1 more a currency in which lines of their own are planned).

    foreign: by plan what was charged in a currency that is neither its own nor its line's.
    """

    def __init__(self, plans: Iterable[Plan], today: date):
        self.plans = {plan.pk: plan for plan in plans}
        self.lines = list(BudgetLine.objects.current().filter(plan__in=self.plans))
        self.plan_of = {line.pk: line.plan_id for line in self.lines}
        placed = Placement.objects.filter(campaign__plan__in=self.plans).order_by()
        self.placed = {
            row["pk"]: row
            for row in placed.values(
                "pk",
                "state",
                "campaign",
                "campaign__plan",
                "budget_line",
                "starts_on",
                "ends_on",
                "planned_minor",
            )
        }
        brand = next(iter(self.plans.values())).brand if self.plans else None
        self.brands = brand.currency if brand else ""
        self.worth = self._worth(brand, today)
        self.foreign: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def amounts(self) -> Iterable[Amount]:
        """Every amount once. Of what a plan has planned, the part of its placements stands in their
        campaigns and the rest in none; a forecast is said of lines and stands in none."""
        yield from self._charged()
        for found in (self._planned(), self._committed(), self._booked()):
            for plan, *amount in found:
                yield plan, *amount, self.plans[plan].currency

    def _worth(self, brand, today) -> dict[str, Worth]:
        of: dict[str, list[BudgetLine]] = defaultdict(list)
        for line in self.lines:
            of[self.plans[line.plan_id].currency].append(line)
        return {code: Worth(brand, code, lines, today) for code, lines in of.items()}

    def _planned(self):
        said = said_by_month(self.lines)
        for line in self.lines:
            goal = self.plans[line.plan_id].goal
            planned = by_month(line.planned_minor, *days_of(line, goal))
            yield from _each(line.plan_id, NO_CAMPAIGN, "planned", planned)
            expected = said.get(line.pk) or spread(line, goal)
            yield from _each(line.plan_id, NO_CAMPAIGN, "forecast", expected)
        for row in self.placed.values():
            if row["state"] == "cancelled":
                continue
            plan = row["campaign__plan"]
            for month, part in by_month(row["planned_minor"], *_days(row)).items():
                yield plan, row["campaign"], month, "planned", part
                yield plan, NO_CAMPAIGN, month, "planned", -part

    def _committed(self):
        """Promises lie where the placement runs that they are for, else on their day."""
        flown: dict[tuple[str, str], int] = defaultdict(int)
        for line, ref, month, minor in self._entries("commitment", "amount_minor"):
            placement = self.placed.get(ref.removeprefix("placement:"))
            if placement:
                flown[line, ref] += minor
            else:
                yield self.plan_of[line], NO_CAMPAIGN, month_of(month), "committed", minor
        for (line, ref), minor in flown.items():
            row = self.placed[ref.removeprefix("placement:")]
            months = by_month(minor, *_days(row))
            yield from _each(self.plan_of[line], row["campaign"], "committed", months)

    def _charged(self):
        facts = SpendFact.objects.filter(placement__campaign__plan__in=self.plans, is_current=True)
        by = facts.order_by().annotate(month=TruncMonth("date"))
        for pk, code, month, minor in by.values_list("placement", "currency", "month").annotate(
            Sum("spend_minor")
        ):
            row = self.placed[pk]
            plan, line = row["campaign__plan"], row["budget_line"]
            ours = self.plans[plan].currency
            worth = self.worth.get(ours)
            if code not in (ours, self.brands):
                if not worth or worth.currency_of(line) != code:
                    self.foreign[plan][code] += minor
                    continue
                minor, code = worth.both(line, minor)[1], ours
            yield plan, row["campaign"], month_of(month), "actual", minor, code

    def _booked(self):
        for line, ref, month, minor, own in self._entries("cost", "amount_minor", "own_minor"):
            plan = self.plan_of[line]
            placement = self.placed.get(ref.removeprefix("placement:"))
            if own is not None:
                minor = self.worth[self.plans[plan].currency].both(line, own)[1]
            campaign = placement["campaign"] if placement else NO_CAMPAIGN
            yield plan, campaign, month_of(month), "actual", minor

    def _entries(self, kind, *sums):
        entries = LedgerEntry.objects.filter(line__in=self.plan_of, kind=kind)
        by = entries.order_by().annotate(month=TruncMonth("on"))
        return by.values_list("line", "ref", "month").annotate(*(Sum(column) for column in sums))


def _days(placement) -> tuple[date, date]:
    return placement["starts_on"], placement["ends_on"]


def _each(plan, campaign, measure, months):
    for month, minor in months.items():
        yield plan, campaign, month, measure, minor
