"""What screens and results read about spend. Every answer keeps what is not mapped in sight."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.spend.models import SpendFact
from drumbeat.strategy.plans.pricing import worth


@dataclass(frozen=True)
class Spend:
    """Sums in minor units of the brand's currency; counts as the platforms reported them."""

    spend_minor: int
    impressions: int
    clicks: int


def current_facts(brand, *, campaign=None, period=None):
    """The facts that count. campaign: an object or id. period: (first day, last day)."""
    if campaign is None:
        facts = SpendFact.objects.filter(brand=brand, is_current=True)
    else:
        # Through the placements, which have an index; with the brand's all its years were read.
        placements = Placement.objects.filter(brand=brand, campaign=campaign).order_by()
        facts = SpendFact.objects.filter(placement__in=placements.values("pk"), is_current=True)
    return facts.filter(date__range=period) if period else facts


def unmapped(brand, *, period=None) -> Spend:
    """What no placement owns (one query)."""
    facts = current_facts(brand, period=period).filter(placement=None)
    sums = facts.aggregate(Sum("spend_minor"), Sum("impressions"), Sum("clicks")).values()
    return Spend(*(value or 0 for value in sums))


def spent_by_line(plan, lines, exchange) -> dict[str, int | None]:
    """What platforms charged to each of the plan's lines, in its currency (one query); None where
    no rate holds.

    A line that is planned in the brand's currency counts at its own rate, which is frozen with it.
    """
    facts = SpendFact.objects.filter(
        brand=plan.brand_id, is_current=True, placement__budget_line__plan=plan
    )
    by_line = facts.order_by().values_list("placement__budget_line")
    charged = dict(by_line.annotate(Sum("spend_minor")))
    return {line.pk: _in_plans(line, charged.get(line.pk, 0), exchange) for line in lines}


def _in_plans(line, minor, exchange):
    if line.currency == exchange.brands:
        return worth(line, minor)
    return exchange.to_plans(minor, line.plan.currency)


def unmapped_entities(brand) -> list[dict]:
    """The ads whose spend has no placement, largest first (one query)."""
    facts = SpendFact.objects.filter(brand=brand, is_current=True, placement=None)
    return list(
        facts.values("platform", "account", "entity", "label")
        .annotate(spend_minor=Sum("spend_minor"), days=Count("id"))
        .order_by("-spend_minor")
    )
