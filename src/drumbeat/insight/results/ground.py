"""What the relational side knows of a campaign: read once, cut many ways."""

from dataclasses import dataclass

import pyarrow as pa
from django.db.models import Prefetch, Sum

from drumbeat.channels.links.queries import link_rows
from drumbeat.channels.models import Pin, Placement, SpendFact
from drumbeat.channels.spend.queries import unmapped
from drumbeat.insight.conversions.queries import current_conversions
from drumbeat.insight.results.asking import main_outcome
from drumbeat.strategy.models import LedgerEntry
from drumbeat.thread.registry import ref
from drumbeat.warehouse.questions import DIMENSIONS, Period

CUTS = ("placement", "channel", "message", "audience", "asset")


@dataclass(frozen=True)
class Placed:
    """A placement with what it hangs on, by cut, and its cost in minor units."""

    placement: Placement
    on: dict[str, object]
    spend_minor: int

    def key(self, by: str) -> str | None:
        obj = self.on[by]
        return obj.pk if obj else None


@dataclass(frozen=True)
class Ground:
    """placed: all placements of the campaign. dimensions: every code of the brand, for the lake.

    conversion: the key of the main outcome. loose_minor: spend that no placement owns, in the
    campaign's days.
    """

    campaign: object
    period: Period
    dimensions: pa.Table
    conversion: str | None
    placed: list[Placed]
    loose_minor: int


def ground_of(campaign, period: Period | None = None) -> Ground:
    """The campaign's plan side in its own days, or in `period` (a fixed number of queries)."""
    brand = campaign.brand
    period = period or Period(campaign.starts_on, campaign.ends_on, brand.time_zone)
    return Ground(
        campaign=campaign,
        period=period,
        dimensions=placements_table(brand),
        conversion=main_outcome(current_conversions(brand)),
        placed=_placed(campaign),
        loose_minor=unmapped(brand, period=(period.start, period.end)).spend_minor,
    )


def placements_table(brand) -> pa.Table:
    """Every code of the brand with the ids along its thread, as the questions want it."""
    rows = link_rows(brand)
    return pa.table(
        {
            "code": [row["code"] for row in rows],
            **{name: [row[f"{name}_id"] or "" for row in rows] for name in DIMENSIONS},
        },
        schema=pa.schema([("code", pa.string()), *((name, pa.string()) for name in DIMENSIONS)]),
    )


def _placed(campaign) -> list[Placed]:
    """Of several assets the lead one stands for all."""
    pins = Pin.objects.select_related("version__asset").order_by("position", "id")
    placements = (
        Placement.objects.filter(campaign=campaign)
        .select_related("channel", "message", "audience")
        .prefetch_related(Prefetch("pins", pins))
    )
    charged, paid = _charged(campaign), _paid(placements)
    return [
        Placed(
            placement,
            {
                "placement": placement,
                "channel": placement.channel,
                "message": placement.message,
                "audience": placement.audience,
                "asset": next((pin.version.asset for pin in placement.pins.all()), None),
            },
            charged.get(placement.pk, 0) + paid.get(ref(placement), 0),
        )
        for placement in placements
    ]


def _charged(campaign) -> dict[str, int]:
    """What platforms charged, also what they dated after the campaign's end."""
    facts = SpendFact.objects.filter(placement__campaign=campaign, is_current=True)
    return dict(facts.order_by().values_list("placement").annotate(Sum("spend_minor")))


def _paid(placements) -> dict[str, int]:
    """What was paid outside the ad platforms: KOL fees, stands, print; by the placement's ref."""
    costs = LedgerEntry.objects.filter(kind="cost", ref__in=[ref(one) for one in placements])
    return dict(costs.order_by().values_list("ref").annotate(Sum("amount_minor")))
