"""A year of a brand rolled up: quarter → plan → campaign. Every sum is of the same leaves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from drumbeat.channels.rollup.facts import NO_CAMPAIGN, Books
from drumbeat.strategy.models import Campaign, FxRate, Plan
from drumbeat.strategy.plans.exchange import Exchange

IN_FORCE = ("approved", "active", "closed")


@dataclass(frozen=True)
class Money:
    """Minor units of the brand's currency."""

    planned: int = 0
    forecast: int = 0
    committed: int = 0
    actual: int = 0

    def __add__(self, other: "Money") -> "Money":
        return Money(
            self.planned + other.planned,
            self.forecast + other.forecast,
            self.committed + other.committed,
            self.actual + other.actual,
        )


Leaves = dict[tuple[date, str], dict[str, Money]]
"""By quarter and plan the money of each campaign."""


@dataclass(frozen=True)
class Branch:
    """A campaign, or what a plan has in none (then `campaign` is None)."""

    campaign: Campaign | None
    money: Money

    @property
    def name(self) -> str:
        return str(self.campaign) if self.campaign else _("In no campaign")


@dataclass(frozen=True)
class PlanPart:
    """A plan in one quarter."""

    plan: Plan
    branches: list[Branch]

    @cached_property
    def money(self) -> Money:
        return sum((branch.money for branch in self.branches), Money())


@dataclass(frozen=True)
class Quarter:
    starts_on: date
    parts: list[PlanPart]

    @property
    def year(self) -> int:
        return self.starts_on.year

    @property
    def number(self) -> int:
        return (self.starts_on.month + 2) // 3

    @cached_property
    def money(self) -> Money:
        return sum((part.money for part in self.parts), Money())


@dataclass(frozen=True)
class RollUp:
    """year: that is shown; years: those with money. rates: by which plans in other currencies are
    counted. left_out: plans in currencies without a rate today. foreign: charged by plan in a
    currency that is in no sum."""

    year: int
    years: list[int]
    quarters: list[Quarter]
    rates: list[FxRate]
    left_out: list[Plan]
    foreign: list[tuple[Plan, str, int]]

    @cached_property
    def money(self) -> Money:
        return sum((quarter.money for quarter in self.quarters), Money())


def roll_up(brand, year: int, today: date) -> RollUp:
    """Every plan in force, one of three years aside: its money is below it (10 queries, a few more
    where there are several currencies)."""
    plans = Plan.objects.of(brand).current().filter(state__in=IN_FORCE).exclude(kind=Plan.LONG)
    plans = list(plans.select_related("goal", "brand").order_by("goal__starts_on", "pk"))
    exchange = Exchange(brand, {plan.currency for plan in plans}, today)
    counted = [plan for plan in plans if plan.currency not in exchange.missing]
    books = Books(counted, today)
    sums: dict[tuple[date, str, str], dict[tuple[str, str], int]]
    sums = defaultdict(lambda: defaultdict(int))
    for plan, campaign, month, measure, minor, code in books.amounts():
        sums[_quarter_of(month), plan, campaign][measure, code] += minor
    leaves: Leaves = defaultdict(dict)
    for (first, plan, campaign), of_leaf in sums.items():
        leaves[first, plan][campaign] = _money(of_leaf, exchange)
    campaigns = Campaign.objects.filter(plan__in=books.plans).in_bulk()
    return RollUp(
        year,
        sorted({first.year for first, _plan in leaves}),
        _quarters(leaves, year, counted, campaigns),
        list(exchange.rates.values()),
        [plan for plan in plans if plan not in counted],
        [
            (books.plans[plan], code, minor)
            for plan, sums in books.foreign.items()
            for code, minor in sums.items()
        ],
    )


def _money(of_leaf: dict[tuple[str, str], int], exchange: Exchange) -> Money:
    """The sums of a leaf by measure and currency, each changed once."""
    money: dict[str, int] = defaultdict(int)
    for (measure, code), minor in of_leaf.items():
        money[measure] += exchange.to_brands(minor, code)
    return Money(**money)


def _quarters(leaves, year, plans, campaigns) -> list[Quarter]:
    firsts = sorted({first for first, _plan in leaves if first.year == year})
    return [
        Quarter(
            first,
            [
                PlanPart(plan, _branches(leaves[first, plan.pk], campaigns))
                for plan in plans
                if (first, plan.pk) in leaves
            ],
        )
        for first in firsts
    ]


def _branches(of_plan: dict[str, Money], campaigns) -> list[Branch]:
    """Campaigns in order of days, then what is in none."""
    known = [campaigns[pk] for pk in of_plan if pk != NO_CAMPAIGN]
    known.sort(key=lambda one: (one.starts_on, one.pk))
    branches = [Branch(one, of_plan[one.pk]) for one in known]
    if NO_CAMPAIGN in of_plan:
        branches.append(Branch(None, of_plan[NO_CAMPAIGN]))
    return branches


def _quarter_of(month: date) -> date:
    return month.replace(month=(month.month - 1) // 3 * 3 + 1)
