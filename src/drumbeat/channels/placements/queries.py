"""What placement screens read."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Abs, Coalesce, Concat

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.placements.preflight import Light, flights, lights
from drumbeat.channels.spend.models import SpendFact
from drumbeat.channels.spend.pacing import Pace, pacing
from drumbeat.strategy.models import LedgerEntry

OPEN = ("planned", "booked", "armed", "live", "paused", "ended")
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
    """Placements of a brand as a queryset in one of SORTS.

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
    if order is SORTS["risk"]:
        found = found.annotate(at_risk=at_risk(_spent()))
    return found.order_by(*order)


def in_full(found) -> list[Placement]:
    """The placements of a page of a queryset in its order, with money and what a row names
    (2 queries)."""
    ids = list(found.values_list("pk", flat=True))
    placements = with_money(Placement.objects.filter(pk__in=ids)).select_related(
        "campaign__plan", "channel", "owner__person"
    )
    by_id = {placement.pk: placement for placement in placements}
    return [by_id[pk] for pk in ids if pk in by_id]


def with_money(found):
    """With `booked` (invoices in the ledger), `spent` (those and what platforms charged), and
    `at_risk` in minor units."""
    found = found.annotate(booked=_booked(), spent=_spent())
    return found.annotate(at_risk=at_risk(F("spent")))


def at_risk(spent):
    """Money promised and not spent before it is live, the gap between plan and spend after.

    What is over, or only planned, is not at risk, and its spend is not even looked at.
    """
    return Case(
        When(state__in=("booked", "armed"), then=F("planned_minor")),
        When(state__in=("live", "paused", "ended"), then=Abs(F("planned_minor") - spent)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _booked():
    costs = LedgerEntry.objects.filter(
        kind="cost", ref=Concat(Value("placement:"), OuterRef("pk"))
    ).order_by()
    booked = costs.values("ref").annotate(sum=Sum("amount_minor")).values("sum")
    return Coalesce(Subquery(booked), Value(0))


def _spent():
    facts = SpendFact.objects.filter(placement=OuterRef("pk"), is_current=True).order_by()
    charged = facts.values("placement").annotate(sum=Sum("spend_minor")).values("sum")
    return Coalesce(Subquery(charged), Value(0)) + _booked()


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


def totals(campaign) -> dict[str, int]:
    """How many placements the campaign has, what they are planned to cost and have cost so far,
    in minor units (two queries)."""
    current = campaign.placements.filter(archived_at=None)
    sums = current.aggregate(count=Count("id"), planned=Sum("planned_minor"))
    return {
        "count": sums["count"],
        "planned": sums["planned"] or 0,
        "spent": with_money(current).aggregate(sum=Sum("spent"))["sum"] or 0,
    }
