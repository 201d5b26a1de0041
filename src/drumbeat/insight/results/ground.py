"""What the relational side knows of a campaign: read once, cut many ways."""

from dataclasses import dataclass

import pyarrow as pa
from django.db.models import Prefetch
from django.utils import timezone

from drumbeat.channels.links.queries import link_columns
from drumbeat.channels.models import Pin, Placement, TrackingLink
from drumbeat.channels.spend.queries import unmapped
from drumbeat.insight.conversions.queries import Counted, current_conversions, main_outcomes
from drumbeat.insight.spend.placements import spent_by_placement
from drumbeat.people.records import columns_of, name_of
from drumbeat.strategy.plans.exchange import Exchange
from drumbeat.warehouse.questions import DIMENSIONS, PLACEMENTS, Period

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
    """placed: all placements of the campaign. dimensions: the codes, for the lake.

    conversion: what counts as an outcome. loose_minor: spend that no placement owns, in the
    campaign's days. exchange: from the currency of its plan to the brand's.
    """

    campaign: object
    period: Period
    dimensions: pa.Table
    conversion: Counted
    placed: list[Placed]
    loose_minor: int
    exchange: Exchange

    def in_brands(self, minor: int | None) -> int:
        """So much of the plan's currency; 0 where no rate holds, which the page says."""
        return self.exchange.to_brands(minor, self.campaign.plan.currency) or 0


def ground_of(campaign, period: Period | None = None) -> Ground:
    """The campaign's plan side in its own days, or in `period` (a fixed number of queries)."""
    brand = campaign.brand
    period = period or Period(campaign.starts_on, campaign.ends_on, brand.time_zone)
    placed = _placed(campaign, period)
    return Ground(
        campaign=campaign,
        period=period,
        dimensions=_codes(campaign, placed),
        conversion=main_outcomes(current_conversions(brand)),
        placed=placed,
        loose_minor=unmapped(brand, period=(period.start, period.end)).spend_minor,
        exchange=Exchange(brand, [campaign.plan.currency], timezone.localdate()),
    )


def placements_table(brand) -> pa.Table:
    """Every code of the brand with the ids along its thread, as the questions want it."""
    return pa.table(link_columns(brand), schema=PLACEMENTS)


def _codes(campaign, placed: list[Placed]) -> pa.Table:
    """Every code of the brand for questions within the campaign: its own codes with the ids along
    their thread, all others bare, which is enough to tell another campaign's from nobody's.

    The ids of a brand's ten thousand other placements would take longer than all the rest.
    """
    over = {"campaign": campaign.pk, "goal": campaign.goal_id}
    threads = {one.placement.pk: over | {by: one.key(by) for by in CUTS} for one in placed}
    links = TrackingLink.objects.of(campaign.brand).order_by().values_list("code", "placement")
    own = {code: threads[placement] for code, placement in links if placement in threads}
    others = [code for code, _placement in links if code not in own]
    columns = {name: [on[name] or "" for on in own.values()] for name in DIMENSIONS}
    bare = dict.fromkeys(DIMENSIONS, pa.repeat("", len(others)))
    return pa.concat_tables(
        pa.table({"code": codes, **rest}, schema=PLACEMENTS)
        for codes, rest in ((list(own), columns), (others, bare))
    ).combine_chunks()


def campaign_codes(campaign) -> pa.Table:
    """The campaign's codes alone: enough where only rows with a key are looked at."""
    # Ids, not a queryset: within one, SQLite walks all codes of the brand.
    placements = list(campaign.placements.order_by().values_list("pk", flat=True))
    return pa.table(link_columns(campaign.brand, placements=placements), schema=PLACEMENTS)


def _placed(campaign, period) -> list[Placed]:
    """Of several assets the lead one stands for all. Of what they hang on only the names are read:
    the whole width of six tables takes three times as long.
    """
    pins = Pin.objects.select_related("version__asset").order_by("position", "id")
    pins = pins.only("placement", "version__asset", *name_of("version__asset"))
    placements = (
        Placement.objects.filter(campaign=campaign)
        .select_related("channel", "message", "audience", "link")
        .only(*columns_of(Placement), *name_of("channel", "message", "audience"), "link__code")
        .prefetch_related(Prefetch("pins", pins))
    )
    spent = spent_by_placement(campaign.brand, period, campaign=campaign)
    for placement in placements:
        placement.campaign, placement.brand = campaign, campaign.brand
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
