"""Plan and actual of a campaign on one line, by any dimension of the thread.

What the world answered comes from the lake, what it cost and what was expected from the
placements; they meet on the placement because every touch carries its code.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from drumbeat.insight.results.ground import Ground, Placed, ground_of
from drumbeat.insight.results.remembered import remembered_results
from drumbeat.insight.results.rows import RESTS, Row, Rows, foreign_revenue, sum_of, weight
from drumbeat.warehouse.questions import Answer, Period

__all__ = ["RESTS", "Row", "Scoreboard", "scoreboard"]


@dataclass
class Scoreboard:
    """Rows of one cut. `total` sums the keyed rows, `everything` those and the rests.

    foreign: revenue in other currencies, minor units by currency, which no row contains (I-10).
    No row tells its visitors: people are no part of a plan.
    """

    by: str
    model: str
    period: Period
    currency: str
    rows: list[Row]
    rests: list[Row]
    answer: Answer
    foreign: dict[str, int] = field(default_factory=dict)
    total: Row = field(init=False)
    everything: Row = field(init=False)

    def __post_init__(self):
        self.total = sum_of(self.rows, _("Campaign"))
        self.everything = sum_of([*self.rows, *self.rests], _("Everything in the period"))

    @property
    def freshness(self) -> datetime | None:
        return self.answer.freshness


def scoreboard(
    campaign, *, by="placement", model="last_non_direct", period=None, ground: Ground | None = None
) -> Scoreboard:
    """The campaign's results in its own days, cut by one of CUTS.

    ground: the campaign's `ground_of` when a page asks several cuts, to read it once.
    """
    ground = ground or ground_of(campaign, period)
    currency = campaign.brand.currency
    answer = remembered_results(
        campaign.brand,
        period=ground.period,
        placements=ground.dimensions,
        by=by,
        model=model,
        conversion=ground.conversion,
        within={"campaign": campaign.pk},
        people=False,
    )
    rows = Rows(answer, currency)
    for placed in ground.placed:
        _add_placed(rows, placed, by, ground)
    if ground.loose_minor:
        rows.at(None, "unmapped").spend_minor += ground.loose_minor
    rows.name({placed.key(by): placed.on[by] for placed in ground.placed})
    return Scoreboard(
        by,
        model,
        ground.period,
        currency,
        sorted(rows.keyed.values(), key=weight),
        rows.ordered_rests,
        answer,
        foreign_revenue(answer, currency),
    )


def _add_placed(rows: Rows, placed: Placed, by, ground: Ground) -> None:
    """What the placement promised, in the brand's currency, and cost; a cancelled one promises
    nothing."""
    placement = placed.placement
    is_cancelled = placement.state == "cancelled"
    if is_cancelled and not placed.spend_minor:
        return
    row = rows.at(placed.key(by), "unset")
    row.spend_minor += placed.spend_minor
    if not is_cancelled:
        row.planned_minor += ground.in_brands(placement.planned_minor)
        row.expected_outcomes += placement.forecast_outcomes or 0
        row.expected_revenue_minor += ground.in_brands(placement.forecast_revenue_minor)
