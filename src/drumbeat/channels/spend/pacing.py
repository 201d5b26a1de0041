"""Pacing of placements: is the money going out at the planned speed?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.spend.exchange import exchange_for
from drumbeat.channels.spend.models import SpendFact
from drumbeat.science import pacing as science


@dataclass(frozen=True)
class Pace:
    """Minor units of the plan's currency. index: spent / planned to date, None before anything was
    planned. spent: None, and so all that follows from it, where no rate into that currency holds.

    colour: green, amber, red, or None while less than a fifth of the flight is over.
    """

    spent: int | None
    planned_to_date: int
    index: float | None
    colour: str | None
    required_daily: int | None
    projected_end: int | None

    @property
    def tone(self):
        return {"green": "good", "amber": "caution", "red": "urgent"}.get(self.colour, "")


def pacing(placements: list[Placement], today: date) -> dict[str, Pace]:
    """The pace of each placement at the start of `today`, by its id (one query, 1 more where plans
    are in other currencies than the brand's; none for none).

    placements: with brand and `campaign.plan`. Days before today count as elapsed. Money is spread
    evenly over the flight.
    """
    if not placements:
        return {}
    facts = SpendFact.objects.filter(placement__in=placements, is_current=True)
    by_day: dict[str, dict[date, int]] = {}
    for placement_id, day, spent in (
        facts.order_by().values_list("placement", "date").annotate(Sum("spend_minor"))
    ):
        by_day.setdefault(placement_id, {})[day] = spent
    exchange = exchange_for(placements, today)
    return {p.pk: _pace(p, by_day.get(p.pk, {}), today, exchange) for p in placements}


def _pace(placement, by_day, today, exchange):
    days = (placement.ends_on - placement.starts_on).days + 1
    elapsed = min(max((today - placement.starts_on).days, 0), days)
    weights = science.flat_weights(days)
    planned = science.planned_to_date(placement.planned_minor, weights, elapsed)
    first = placement.starts_on.toordinal()
    used = [by_day.get(date.fromordinal(first + n), 0) for n in range(elapsed)]

    def in_plans(minor):
        return exchange.to_plans(minor, placement.campaign.plan.currency)

    so_far = in_plans(sum(used))
    if so_far is None:
        return Pace(None, round(planned), None, None, None, None)
    index = science.pacing_index(so_far, planned)
    return Pace(
        spent=in_plans(sum(by_day.values())),
        planned_to_date=round(planned),
        index=index,
        colour=science.colour(index, elapsed / days),
        required_daily=_whole(
            science.required_daily(placement.planned_minor, so_far, weights, elapsed)
        ),
        projected_end=in_plans(_whole(science.projected_end(used, weights))),
    )


def _whole(amount):
    return None if amount is None else round(amount)
