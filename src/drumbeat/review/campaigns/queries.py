"""The list of campaigns, and one campaign at a glance."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Q, Sum, Value, When
from django.utils import timezone

from drumbeat.channels.models import Placement
from drumbeat.channels.spend.models import SpendFact
from drumbeat.insight.conversions.queries import current_conversions, main_outcomes
from drumbeat.insight.results.ground import campaign_codes
from drumbeat.review.campaigns.room import Day, days_of
from drumbeat.strategy.models import Campaign, LedgerEntry
from drumbeat.strategy.plans.exchange import Exchange
from drumbeat.warehouse.questions import Period
from drumbeat.work.models import Handoff


@dataclass(frozen=True)
class Card:
    """A campaign on the list. day, days: day n of m. spent, planned: minor units of the brand's
    currency, None where no rate into it holds."""

    campaign: Campaign
    day: int
    days: int
    planned_minor: int | None
    spent_minor: int | None
    placements: int
    live: int
    open_handoffs: int

    @property
    def is_over(self):
        return self.campaign.state in ("closing", "closed")


@dataclass(frozen=True)
class Glance:
    """What a campaign's placements earned so far, and how day by day."""

    outcomes: float
    revenue_minor: int
    days: list[Day]

    @property
    def orders_by_day(self) -> list[float]:
        return [day.outcomes for day in self.days]

    @property
    def is_open(self) -> bool:
        """Is the last of the days today, and so still growing?"""
        return bool(self.days) and self.days[-1].day == timezone.localdate()


# Which campaigns people want to see first.
_FIRST = ("live", "closing", "ready", "draft", "closed")


def in_order(brand, *, only_open=False):
    """The brand's campaigns as a queryset, running ones first, the newest of a state first."""
    campaigns = Campaign.objects.of(brand).current()
    if only_open:
        campaigns = campaigns.exclude(state__in=("draft", "closed"))
    turns = [When(state=state, then=Value(turn)) for turn, state in enumerate(_FIRST)]
    return campaigns.order_by(Case(*turns, output_field=IntegerField()), "-starts_on", "-id")


def cards(found, brand, today) -> list[Card]:
    """A page of campaigns with what was planned, spent and waits (5 queries, 1 more where
    plans have currencies of their own)."""
    ids = list(found.values_list("pk", flat=True))
    campaigns = Campaign.objects.filter(pk__in=ids).select_related("plan", "goal", "owner__person")
    campaigns = sorted(
        campaigns.annotate(planned=_planned(), placed=_counted(), running=_counted(state="live")),
        key=lambda one: ids.index(one.pk),
    )
    exchange = exchange_of(campaigns, brand, today)
    spent = _spent(campaigns, exchange)
    waiting = _waiting(brand, campaigns)
    return [
        Card(
            one,
            today_in(one, today),
            (one.ends_on - one.starts_on).days + 1,
            exchange.to_brands(one.planned or 0, one.plan.currency),
            spent[one.pk],
            one.placed,
            one.running,
            waiting.get(f"campaign:{one.pk}", 0),
        )
        for one in campaigns
    ]


def today_in(campaign, today: date) -> int:
    """Which day of the campaign it is, 1-based, held to its length."""
    length = (campaign.ends_on - campaign.starts_on).days + 1
    return max(0, min((today - campaign.starts_on).days + 1, length))


def _planned():
    return Sum("placements__planned_minor", filter=~Q(placements__state="cancelled"))


def _counted(**state):
    wanted = {f"placements__{name}": value for name, value in state.items()}
    return Count("placements", filter=~Q(placements__state="cancelled") & Q(**wanted))


def exchange_of(campaigns, brand, today: date) -> Exchange:
    """From the currencies of their plans to the brand's."""
    return Exchange(brand, {campaign.plan.currency for campaign in campaigns}, today)


def _spent(campaigns, exchange: Exchange) -> dict[str, int | None]:
    """Platform spend and invoices of the placements, by campaign (3 queries)."""
    facts = SpendFact.objects.filter(placement__campaign__in=campaigns, is_current=True).order_by()
    spent = dict(facts.values_list("placement__campaign").annotate(Sum("spend_minor")))
    owner = dict(Placement.objects.filter(campaign__in=campaigns).values_list("pk", "campaign"))
    costs = LedgerEntry.objects.filter(kind="cost", ref__in=[f"placement:{pk}" for pk in owner])
    booked: dict[str, int] = defaultdict(int)
    for ref, amount in costs.order_by().values_list("ref").annotate(Sum("amount_minor")):
        booked[owner[ref.removeprefix("placement:")]] += amount
    paid = {one.pk: exchange.to_brands(booked[one.pk], one.plan.currency) for one in campaigns}
    return {pk: None if minor is None else minor + spent.get(pk, 0) for pk, minor in paid.items()}


def _waiting(brand, campaigns) -> dict[str, int]:
    open_ones = (
        Handoff.objects.of(brand)
        .current()
        .filter(
            state__in=("offered", "returned"),
            subject__in=[f"campaign:{one.pk}" for one in campaigns],
        )
    )
    return dict(open_ones.order_by().values_list("subject").annotate(Count("pk")))


def glance(campaign) -> Glance:
    """One question to the lake by day; its rows with a day are the campaign's own."""
    period = Period(campaign.starts_on, campaign.ends_on, campaign.brand.time_zone)
    counted = main_outcomes(current_conversions(campaign.brand))
    days = days_of(campaign, period, campaign_codes(campaign), counted)
    return Glance(sum(day.outcomes for day in days), sum(day.revenue_minor for day in days), days)
