"""What placements cost in a period: charged by platforms and booked on paper, once each.

Results, retrospectives and key results all take their spend from here, so they say the same.
A cost counts on its own day, the platform's or the invoice's, and one dated outside its campaign's
days (a deposit, a late correction) on the nearest of them. So a campaign's days hold all that its
placements cost, and what was spent "so far" is the same on every page.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Sum, Value
from django.db.models.functions import Concat
from django.utils import timezone

from drumbeat.channels.models import Pin, Placement, SpendFact
from drumbeat.channels.spend.queries import current_facts
from drumbeat.strategy.models import LedgerEntry
from drumbeat.strategy.plans.exchange import Exchange
from drumbeat.warehouse.questions import Period

_NAMES = "placement:"
_NAME = Concat(Value(_NAMES), "pk")
_COLUMNS = {
    "placement": "pk",
    "channel": "channel",
    "campaign": "campaign",
    "message": "message",
    "audience": "audience",
    "goal": "campaign__goal",
}


@dataclass(frozen=True)
class Spent:
    """Minor units of the brand's currency. reported: by ad platforms; booked: in the ledger.

    What was booked in the currency of a plan without a rate is in no sum (see `Exchange`).
    """

    reported: int = 0
    booked: int = 0

    @property
    def minor(self) -> int:
        return self.reported + self.booked

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.reported + other.reported, self.booked + other.booked)


def spent_by_placement(brand, period: Period, *, campaign=None) -> dict[str | None, Spent]:
    """Placement id → what it cost in the period; None → what no placement owns (5 queries, 1
    more where plans have currencies of their own).

    With a campaign only its placements, and nothing under None; 2 queries when the period holds all
    of its days, as then all that they cost counts within it.
    """
    if campaign and period.start <= campaign.starts_on and campaign.ends_on <= period.end:
        return _spent_at_any_time(brand, campaign)
    found: defaultdict[str | None, Spent] = defaultdict(Spent)
    for placement, minor in _reported(brand, period, campaign, "placement"):
        found[placement] += Spent(reported=minor)
    for placement, minor in _booked(brand, period, campaign, "placement"):
        found[placement] += Spent(booked=minor)
    return {placement: spent for placement, spent in found.items() if spent != Spent()}


def _spent_at_any_time(brand, campaign) -> dict[str | None, Spent]:
    facts = current_facts(brand, campaign=campaign).order_by().values_list("placement")
    reported = dict(facts.annotate(Sum("spend_minor")))
    names = Placement.objects.filter(brand=brand, campaign=campaign).order_by().values(name=_NAME)
    costs = LedgerEntry.objects.filter(kind="cost", ref__in=names).order_by().values_list("ref")
    currency = campaign.plan.currency
    exchange = Exchange(brand, [currency], timezone.localdate())
    booked = {
        ref.removeprefix(_NAMES): exchange.to_brands(minor, currency) or 0
        for ref, minor in costs.annotate(Sum("amount_minor"))
    }
    found = {pk: Spent(reported.get(pk, 0), booked.get(pk, 0)) for pk in {*reported, *booked}}
    return {placement: spent for placement, spent in found.items() if spent != Spent()}


def spent_by_day(brand, period: Period) -> dict[date, Spent]:
    """Day → what was spent, that of no placement included; quiet days are missing (5 queries)."""
    found: defaultdict[date, Spent] = defaultdict(Spent)
    for day, minor in _reported(brand, period, None, "date"):
        found[day] += Spent(reported=minor)
    for day, minor in _booked(brand, period, None, "day"):
        found[day] += Spent(booked=minor)
    return dict(found)


def thread_keys(placements, by: str) -> dict[str, str | None]:
    """Placement id → id of what it hangs on by one dimension of the thread, None where it has no
    such thing (one query). Of several assets the lead one stands for all."""
    if by == "asset":
        pins = Pin.objects.filter(placement__in=placements).order_by("-position", "-id")
        return dict(pins.values_list("placement", "version__asset"))
    found = Placement.objects.filter(pk__in=placements).order_by()
    return dict(found.values_list("pk", _COLUMNS[by]))


def _reported(brand, period, campaign, column) -> Iterator[tuple]:
    """(placement id or day, minor units): a key may come again with more, or with less.

    Facts are summed by their own days first, without a look at their campaigns: that is cheap.
    Then the few strays are moved to where they count (3 queries).
    """
    facts = current_facts(brand, campaign=campaign, period=(period.start, period.end))
    yield from facts.order_by().values_list(column).annotate(Sum("spend_minor"))
    for placement, on, held, minor in _strays(brand, campaign):
        for day, part in ((on, -minor), (held, minor)):
            if period.start <= day <= period.end:
                yield (day if column == "date" else placement), part


def _strays(brand, campaign) -> Iterator[tuple[str, date, date, int]]:
    """(placement, day, nearest day of its campaign, minor units) of charges dated outside it."""
    # By the placement's brand, so that the facts are found placement by placement, from the index.
    facts = SpendFact.objects.filter(placement__brand=brand, is_current=True).order_by()
    if campaign is not None:
        facts = facts.filter(placement__campaign=campaign)
    opens, closes = "placement__campaign__starts_on", "placement__campaign__ends_on"
    for strays, held in (
        (facts.filter(date__lt=F(opens)), opens),
        (facts.filter(date__gt=F(closes)), closes),
    ):
        yield from strays.values_list("placement", "date", held).annotate(Sum("spend_minor"))


def _booked(brand, period, campaign, column) -> Iterator[tuple]:
    """(placement id or day, minor units) of the invoices that name a placement (2 queries, 1 more
    where plans have currencies of their own). Each currency is added up, then changed once.

    As every invoice counts on a day of its campaign, only campaigns with days in the period matter.
    """
    placements = Placement.objects.filter(
        brand=brand,
        campaign__starts_on__lte=period.end,
        campaign__ends_on__gte=period.start,
        **({"campaign": campaign} if campaign is not None else {}),
    ).order_by()
    columns = ("pk", "campaign__starts_on", "campaign__ends_on", "campaign__plan__currency")
    held = {pk: rest for pk, *rest in placements.values_list(*columns)}
    names = placements.values(name=_NAME)
    costs = LedgerEntry.objects.filter(kind="cost", ref__in=names).order_by()
    sums: dict[tuple, int] = defaultdict(int)
    for ref, on, minor in costs.values_list("ref", "on").annotate(Sum("amount_minor")):
        placement = ref.removeprefix(_NAMES)
        first, last, currency = held[placement]
        day = min(max(on, first), last)
        if period.start <= day <= period.end:
            sums[placement if column == "placement" else day, currency] += minor
    exchange = Exchange(brand, {currency for _key, currency in sums}, timezone.localdate())
    for (key, currency), minor in sums.items():
        yield key, exchange.to_brands(minor, currency) or 0
