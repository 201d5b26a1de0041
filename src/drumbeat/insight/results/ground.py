"""What the relational side knows of a campaign: read once, cut many ways."""

from dataclasses import dataclass

import pyarrow as pa
from django.db.models import Prefetch

from drumbeat.channels.links.queries import link_rows
from drumbeat.channels.models import Pin, Placement
from drumbeat.channels.spend.queries import unmapped
from drumbeat.insight.conversions.queries import Counted, current_conversions, main_outcomes
from drumbeat.insight.spend.placements import spent_by_placement
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

    conversion: what counts as an outcome. loose_minor: spend that no placement owns, in the
    campaign's days.
    """

    campaign: object
    period: Period
    dimensions: pa.Table
    conversion: Counted
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
        conversion=main_outcomes(current_conversions(brand)),
        placed=_placed(campaign, period),
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


def _placed(campaign, period) -> list[Placed]:
    """Of several assets the lead one stands for all."""
    pins = Pin.objects.select_related("version__asset").order_by("position", "id")
    placements = (
        Placement.objects.filter(campaign=campaign)
        .select_related("channel", "message", "audience")
        .prefetch_related(Prefetch("pins", pins))
    )
    spent = spent_by_placement(campaign.brand, period, campaign=campaign)
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
            spent[placement.pk].minor if placement.pk in spent else 0,
        )
        for placement in placements
    ]
