"""What screens and results read about spend. Every answer keeps what is not mapped in sight."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from drumbeat.channels.placements.models import Pin, Placement
from drumbeat.channels.registry.models import Channel
from drumbeat.channels.spend.models import SpendFact
from drumbeat.content.models import Asset
from drumbeat.strategy.models import Audience, BudgetLine, KeyMessage

# What spend can be asked by: the column that groups it, and where the names come from.
BY = {
    "placement": ("placement", Placement),
    "channel": ("placement__channel", Channel),
    "message": ("placement__message", KeyMessage),
    "audience": ("placement__audience", Audience),
    "line": ("placement__budget_line", BudgetLine),
    "asset": ("placement", Asset),
    "day": ("date", None),
}


@dataclass(frozen=True)
class Spend:
    """Sums in minor units of the brand's currency; counts as the platforms reported them.

    key: the object's id (a date by day), None for spend of no placement (`is_unmapped`) or of a
    placement that has no such thing.
    """

    key: str | date | None
    label: str
    spend_minor: int
    impressions: int
    clicks: int
    is_unmapped: bool = False


def current_facts(brand, *, campaign=None, period=None):
    """The facts that count. campaign: an object or id. period: (first day, last day)."""
    if campaign is None:
        facts = SpendFact.objects.filter(brand=brand, is_current=True)
    else:
        # Through the placements, which have an index; with the brand's all its years were read.
        placements = Placement.objects.filter(brand=brand, campaign=campaign).order_by()
        facts = SpendFact.objects.filter(placement__in=placements.values("pk"), is_current=True)
    return facts.filter(date__range=period) if period else facts


def spend_by(brand, *, campaign=None, period=None, by="placement") -> list[Spend]:
    """Spend grouped by one of `BY`, largest first (≤ 3 queries); by day in order of days.

    For a whole brand the last row is what is mapped to no placement, also when that is nothing;
    by day there is no such row, as every fact has a day. With a campaign only its placements
    count. Raises KeyError for an unknown `by`.
    """
    column, model = BY[by]
    facts = current_facts(brand, campaign=campaign, period=period)
    if by == "day":
        return [Spend(day, "", *sums) for day, *sums in _grouped(facts, column)]
    groups = _grouped(facts.filter(placement__isnull=False), column)
    if by == "asset":
        groups = _by_lead_asset(groups)
    names = model.objects.in_bulk([key for key, *_ in groups if key])
    rows = [Spend(key, str(names[key]) if key else "", *sums) for key, *sums in groups]
    rows.sort(key=lambda row: (-row.spend_minor, row.label))
    return rows if campaign is not None else [*rows, unmapped(brand, period=period)]


def unmapped(brand, *, period=None) -> Spend:
    """What no placement owns (one query)."""
    facts = current_facts(brand, period=period).filter(placement=None)
    sums = facts.aggregate(*_SUMS).values()
    return Spend(None, "", *(value or 0 for value in sums), is_unmapped=True)


_SUMS = (Sum("spend_minor"), Sum("impressions"), Sum("clicks"))


def _grouped(facts, column):
    rows = facts.order_by(column).values_list(column).annotate(*_SUMS)
    return [(key, *(value or 0 for value in sums)) for key, *sums in rows]


def _by_lead_asset(groups):
    """Spend of a placement counts for the asset in its lead, once."""
    pins = Pin.objects.filter(placement__in=[key for key, *_ in groups]).order_by(
        "-position", "-id"
    )
    lead = dict(pins.values_list("placement", "version__asset"))
    sums: dict[str | None, list[int]] = {}
    for placement, *values in groups:
        total = sums.setdefault(lead.get(placement), [0, 0, 0])
        for index, value in enumerate(values):
            total[index] += value
    return [(asset, *total) for asset, total in sums.items()]


def spent_by_line(plan) -> dict[str, int]:
    """What platforms charged to each budget line of a plan, in minor units (one query)."""
    facts = SpendFact.objects.filter(
        brand=plan.brand_id, is_current=True, placement__budget_line__plan=plan
    )
    return dict(facts.order_by().values_list("placement__budget_line").annotate(Sum("spend_minor")))


def unmapped_entities(brand) -> list[dict]:
    """The ads whose spend has no placement, largest first (one query)."""
    facts = SpendFact.objects.filter(brand=brand, is_current=True, placement=None)
    return list(
        facts.values("platform", "account", "entity", "label")
        .annotate(spend_minor=Sum("spend_minor"), days=Count("id"))
        .order_by("-spend_minor")
    )
