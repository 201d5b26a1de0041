"""The list of campaigns, and one campaign at a glance."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from drumbeat.channels.models import Placement
from drumbeat.channels.spend.models import SpendFact
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.scoreboard import today_in
from drumbeat.review.campaigns.room import Day, days_of
from drumbeat.strategy.models import Campaign, LedgerEntry
from drumbeat.warehouse.questions import Period
from drumbeat.work.models import Handoff


@dataclass(frozen=True)
class Card:
    """A campaign on the list. day, days: day n of m. spent, planned: minor units."""

    campaign: Campaign
    day: int
    days: int
    planned_minor: int
    spent_minor: int
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


def cards(brand, today, *, only_open=False) -> list[Card]:
    """The brand's campaigns, running ones first (5 queries)."""
    campaigns = Campaign.objects.of(brand).current().select_related("plan", "goal", "owner__person")
    if only_open:
        campaigns = campaigns.exclude(state__in=("draft", "closed"))
    campaigns = list(
        campaigns.annotate(planned=_planned(), placed=_counted(), running=_counted(state="live"))
    )
    spent = _spent(campaigns)
    waiting = _waiting(brand)
    order = {"live": 0, "closing": 1, "ready": 2, "draft": 3, "closed": 4}
    campaigns.sort(key=lambda one: (order[one.state], -one.starts_on.toordinal()))
    return [
        Card(
            one,
            today_in(one, today),
            (one.ends_on - one.starts_on).days + 1,
            one.planned or 0,
            spent.get(one.pk, 0),
            one.placed,
            one.running,
            waiting.get(f"campaign:{one.pk}", 0),
        )
        for one in campaigns
    ]


def _planned():
    return Sum("placements__planned_minor", filter=~Q(placements__state="cancelled"))


def _counted(**state):
    wanted = {f"placements__{name}": value for name, value in state.items()}
    return Count("placements", filter=~Q(placements__state="cancelled") & Q(**wanted))


def _spent(campaigns) -> dict[str, int]:
    """Platform spend and invoices of the placements, by campaign (3 queries)."""
    facts = SpendFact.objects.filter(placement__campaign__in=campaigns, is_current=True).order_by()
    spent = dict(facts.values_list("placement__campaign").annotate(Sum("spend_minor")))
    owner = dict(Placement.objects.filter(campaign__in=campaigns).values_list("pk", "campaign"))
    costs = LedgerEntry.objects.filter(
        line__plan__in={one.plan_id for one in campaigns}, kind="cost", ref__startswith="placement:"
    ).order_by()
    for ref, amount in costs.values_list("ref").annotate(Sum("amount_minor")):
        campaign = owner.get(ref.removeprefix("placement:"))
        spent[campaign] = spent.get(campaign, 0) + amount
    return spent


def _waiting(brand) -> dict[str, int]:
    open_ones = Handoff.objects.of(brand).current().filter(state__in=("offered", "returned"))
    return dict(open_ones.order_by().values_list("subject").annotate(Count("pk")))


def glance(campaign) -> Glance:
    """One question to the lake by day; its rows with a day are the campaign's own."""
    period = Period(campaign.starts_on, campaign.ends_on, campaign.brand.time_zone)
    days = days_of(campaign, period, placements_table(campaign.brand))
    return Glance(sum(day.outcomes for day in days), sum(day.revenue_minor for day in days), days)
