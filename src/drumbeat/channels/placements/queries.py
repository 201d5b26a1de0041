"""What placement screens read."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import (
    Case,
    Count,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Abs, Coalesce, Concat
from django.utils import timezone

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.placements.preflight import Light, flights, lights
from drumbeat.channels.spend.exchange import exchange_for
from drumbeat.channels.spend.models import SpendFact
from drumbeat.channels.spend.pacing import Pace, pacing
from drumbeat.strategy.models import LedgerEntry
from drumbeat.strategy.plans.exchange import Exchange

OPEN = ("planned", "booked", "armed", "live", "paused", "ended")
PROMISED = ("booked", "armed")
SPENDING = ("live", "paused", "ended")
BEFORE_LIVE = ("planned", "booked", "armed", "paused")
SORTS = {
    "risk": ("-at_risk", "starts_on"),
    "start": ("starts_on", "id"),
    "planned": ("-planned_minor", "starts_on"),
}


@dataclass
class Row:
    """A placement on a list: its lights before it is live, its pace once money flows."""

    placement: Placement
    lights: list[Light] = field(default_factory=list)
    pace: Pace | None = None

    @property
    def is_green(self):
        return all(light.state == "ok" for light in self.lights)


def placements(brand, *, state="", campaign="", channel="", sort="risk"):
    """Placements of a brand as a queryset in one of SORTS (to sort by money, up to 2 queries).

    state: one state, "all", or "" for what is not over yet. Money is added by `in_full` for the
    page that is shown, so that no more is asked of ten thousand rows than their order.
    """
    found = Placement.objects.of(brand).current()
    if state != "all":
        found = found.filter(state=state) if state else found.filter(state__in=OPEN)
    if campaign:
        found = found.filter(campaign=campaign)
    if channel:
        found = found.filter(channel=channel)
    order = SORTS.get(sort, SORTS["risk"])
    if order is SORTS["start"]:
        return found.order_by(*order)
    exchange = Exchange.of_brand(brand, timezone.localdate())
    if exchange.is_needed:
        return _by_worth(found, order, exchange)
    if order is SORTS["risk"]:
        found = found.annotate(at_risk=_at_risk(F("planned_minor"), _charged() + _booked()))
    return found.order_by(*order)


def _by_worth(found, order, exchange):
    """In an order by money where plans have several currencies: by what it is worth in the brand's.
    What has no rate is worth nothing known, and comes last."""
    held = {exchange.brands: 1, **exchange.factors()}
    factor = Case(
        *(When(campaign__plan__currency=code, then=Value(float(n))) for code, n in held.items()),
        default=Value(0.0),
        output_field=FloatField(),
    )
    planned = F("planned_minor") * factor
    if order is SORTS["planned"]:
        return found.annotate(worth=planned).order_by("-worth", *order[1:])
    return found.annotate(
        at_risk=_at_risk(planned, _charged() + _booked() * factor, FloatField())
    ).order_by(*order)


def in_full(found) -> list[Placement]:
    """The placements of a page of a queryset in its order, with money and what a row names
    (2 queries)."""
    ids = list(found.values_list("pk", flat=True))
    placements = with_money(Placement.objects.filter(pk__in=ids).select_related("owner__person"))
    by_id = {placement.pk: placement for placement in placements}
    return [by_id[pk] for pk in ids if pk in by_id]


def with_money(found) -> list[Placement]:
    """The placements with `booked` (invoices in the ledger), `spent` (those and what platforms
    charged) and `at_risk`, in minor units of their plan's currency (one query, 1 more where plans
    have other currencies than the brand).

    spent: None where no rate into that currency holds; then nothing is known to be at risk.
    """
    found = found.select_related("campaign__plan", "channel", "brand")
    placements = list(found.annotate(booked=_booked(), charged=_charged()))
    exchange = exchange_for(placements, timezone.localdate()) if placements else None
    for one in placements:
        charged = exchange.to_plans(one.charged, one.campaign.plan.currency)
        one.spent = None if charged is None else charged + one.booked
        one.at_risk = _gap(one)
    return placements


def _gap(placement) -> int:
    """What `_at_risk` says, of one placement."""
    if placement.state in PROMISED:
        return placement.planned_minor
    if placement.state not in SPENDING or placement.spent is None:
        return 0
    return abs(placement.planned_minor - placement.spent)


def _at_risk(planned, spent, kind=None):
    """Money promised and not spent before it is live, the gap between plan and spend after.

    What is over, or only planned, is not at risk, and its spend is not even looked at.
    """
    return Case(
        When(state__in=PROMISED, then=planned),
        When(state__in=SPENDING, then=Abs(planned - spent)),
        default=Value(0),
        output_field=kind or IntegerField(),
    )


def _booked():
    costs = LedgerEntry.objects.filter(
        kind="cost", ref=Concat(Value("placement:"), OuterRef("pk"))
    ).order_by()
    booked = costs.values("ref").annotate(sum=Sum("amount_minor")).values("sum")
    return Coalesce(Subquery(booked), Value(0))


def _charged():
    facts = SpendFact.objects.filter(placement=OuterRef("pk"), is_current=True).order_by()
    charged = facts.values("placement").annotate(sum=Sum("spend_minor")).values("sum")
    return Coalesce(Subquery(charged), Value(0))


def rows(found: list[Placement], today: date) -> list[Row]:
    """A page of placements with lights and pace (a fixed number of queries).

    The lights trust stored hashes; arming and the placement's own page hash every byte anew.
    """
    waiting = [placement.pk for placement in found if placement.state in BEFORE_LIVE]
    checked = {
        flight.placement.pk: lights(flight)
        for flight in flights(Placement.objects.filter(pk__in=waiting), rereads=False)
    }
    running = [p for p in found if p.state in ("live", "paused", "ended", "reconciled")]
    paces = pacing(running, today)
    return [Row(p, checked.get(p.pk, []), paces.get(p.pk)) for p in found]


def placements_of(channel, limit=50):
    """The newest placements of a channel (2 queries)."""
    found = channel.placements.filter(archived_at=None)
    return in_full(found.order_by("-starts_on", "id")[:limit])


def totals(campaign) -> dict[str, int | None]:
    """How many placements the campaign has, what they are planned to cost and have cost so far,
    in minor units of its plan's currency; `spent`: None where no rate into it holds (two queries,
    1 more for another currency than the brand's)."""
    current = campaign.placements.filter(archived_at=None)
    sums = current.aggregate(count=Count("id"), planned=Sum("planned_minor"))
    spent = current.annotate(booked=_booked(), charged=_charged()).aggregate(
        on_paper=Sum("booked"), on_platforms=Sum("charged")
    )
    currency = campaign.plan.currency
    exchange = Exchange(campaign.brand, [currency], timezone.localdate())
    charged = exchange.to_plans(spent["on_platforms"] or 0, currency)
    return {
        "count": sums["count"],
        "planned": sums["planned"] or 0,
        "spent": None if charged is None else charged + (spent["on_paper"] or 0),
    }
