"""Plan and actual on one line, by any dimension of the thread.

What the world answered comes from the lake, what it cost from spend facts, what was expected from
the placements; they meet on the placement because every touch carries its code. Nothing is
dropped: what has no placement stands in rows of its own (I-08).
"""

from dataclasses import dataclass, field
from datetime import date, datetime

import pyarrow as pa
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.links.queries import link_rows
from drumbeat.channels.models import Channel, Placement
from drumbeat.channels.spend.queries import spend_by, unmapped
from drumbeat.insight.conversions.queries import current_conversions
from drumbeat.insight.results.asking import main_outcome
from drumbeat.insight.results.names import channel_group
from drumbeat.insight.results.remembered import remembered_results
from drumbeat.science import roi
from drumbeat.strategy.models import LedgerEntry
from drumbeat.thread.registry import kind
from drumbeat.warehouse.questions import DIMENSIONS, Answer, Period

# Rows without a placement, in the order in which they are shown.
RESTS = {
    "unset": _("Not set"),
    "direct": _("Came by itself"),
    "no_code": _("Through a channel, without a code"),
    "unmapped": _("Unmapped"),
    "unknown": _("Unknown (no consent, or nothing in the look-back)"),
    "other": _("Other campaigns"),
}
CUTS = ("placement", "channel", "message", "audience", "asset")
# Where a cut's key stands on the placement, when not under its own name. Of several assets the
# lead one (position 0) stands for all.
COLUMNS = {"placement": "pk", "asset": "pins__version__asset"}


@dataclass
class Row:
    """One line: expected and actual. Money in minor units; outcomes may be parts of one."""

    key: str | None
    label: str
    rest: str = ""
    url: str = ""
    planned_minor: int = 0
    expected_outcomes: int = 0
    expected_revenue_minor: int = 0
    spend_minor: int = 0
    touches: int = 0
    visitors: int = 0
    outcomes: float = 0.0
    revenue_minor: int = 0

    @property
    def cpa_minor(self):
        """Spend per outcome; None without outcomes or spend."""
        return roi.cpa(self.spend_minor, self.outcomes) if self.spend_minor else None

    @property
    def roas(self):
        """Attributed revenue / spend."""
        return roi.roas(self.revenue_minor, self.spend_minor)

    def add(self, other: "Row") -> None:
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))


_SUMS = (
    "planned_minor",
    "expected_outcomes",
    "expected_revenue_minor",
    "spend_minor",
    "touches",
    "outcomes",
    "revenue_minor",
)


@dataclass
class Scoreboard:
    """Rows of one cut. `total` sums the keyed rows, `everything` those and the rests.

    visitors are people: they are not additive, so totals never sum them. foreign: revenue in other
    currencies, minor units by currency, which no row contains (I-10).
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
        self.total = _sum(self.rows, str(_("Campaign")))
        self.everything = _sum([*self.rows, *self.rests], str(_("Everything in the period")))

    @property
    def freshness(self) -> datetime | None:
        return self.answer.freshness


def _sum(rows, label) -> Row:
    total = Row(None, label)
    for row in rows:
        total.add(row)
    return total


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


def scoreboard(
    campaign, *, by="placement", model="last_non_direct", period=None, dimensions=None
) -> Scoreboard:
    """The campaign's results in its own days, cut by one of CUTS.

    dimensions: the brand's `placements_table` when a page asks several cuts, to build it once.
    """
    brand = campaign.brand
    period = period or Period(campaign.starts_on, campaign.ends_on, brand.time_zone)
    table = dimensions if dimensions is not None else placements_table(brand)
    answer = remembered_results(
        brand,
        period=period,
        placements=table,
        by=by,
        model=model,
        conversion=main_outcome(current_conversions(brand)),
        within={"campaign": campaign.pk},
    )
    rows = _expected(campaign, by)
    rests: dict[str, Row] = {}
    _add_spend(rows, rests, campaign, period, by)
    _add_costs(rows, rests, campaign, by)
    add_results(rows, rests, answer, brand.currency)
    name_rows(rows, by, brand)
    ordered = sorted(
        rows.values(), key=lambda row: (-row.revenue_minor, -row.spend_minor, row.label)
    )
    return Scoreboard(
        by,
        model,
        period,
        brand.currency,
        ordered,
        [rests[name] for name in RESTS if name in rests],
        answer,
        foreign_revenue(answer, brand.currency),
    )


def _expected(campaign, by) -> dict[str, Row]:
    """What the plan promised, by the cut's key; cancelled placements promise nothing (1 query)."""
    column = COLUMNS.get(by, by)
    placements = Placement.objects.filter(campaign=campaign).exclude(state="cancelled")
    if by == "asset":
        placements = placements.filter(pins__position=0)
    found = (
        placements.values_list(column)
        .annotate(Sum("planned_minor"), Sum("forecast_outcomes"), Sum("forecast_revenue_minor"))
        .order_by()
    )
    return {
        key: Row(
            key,
            "",
            planned_minor=planned or 0,
            expected_outcomes=outcomes or 0,
            expected_revenue_minor=revenue or 0,
        )
        for key, planned, outcomes, revenue in found
        if key
    }


def _add_spend(rows, rests, campaign, period, by):
    """All the campaign's spend, also what platforms dated after its end; and what no placement
    owns yet in its days, which may turn out to be its own.
    """
    for spent in spend_by(campaign.brand, campaign=campaign, by=by):
        row_of(
            rows, rests, spent.key, "unset" if spent.key is None else ""
        ).spend_minor += spent.spend_minor
    loose = unmapped(campaign.brand, period=(period.start, period.end))
    if loose.spend_minor:
        row_of(rows, rests, None, "unmapped").spend_minor += loose.spend_minor


def _add_costs(rows, rests, campaign, by):
    """What was paid for a placement outside the ad platforms: KOL fees, stands, print (2 queries)."""
    costs = (
        LedgerEntry.objects.filter(
            brand=campaign.brand_id, kind="cost", ref__startswith="placement:"
        )
        .values_list("ref")
        .annotate(Sum("amount_minor"))
        .order_by()
    )
    paid = {ref.removeprefix("placement:"): amount for ref, amount in costs}
    placements = Placement.objects.filter(campaign=campaign, pk__in=paid)
    if by == "asset":
        placements = placements.filter(pins__position=0)
    for placement, key in placements.values_list("pk", COLUMNS.get(by, by)):
        row_of(rows, rests, key, "" if key else "unset").spend_minor += paid[placement]


def add_results(rows: dict, rests: dict, answer: Answer, currency: str) -> None:
    """Put what the lake answered onto the rows by key, and onto the rests by label."""
    for found in answer.rows:
        row = row_of(rows, rests, found["key"], "" if found["key"] else found["label"])
        row.touches += found["touches"]
        row.visitors += found["visitors"]
        row.outcomes += found["outcomes"]
        row.revenue_minor += own_money(found, currency)


def own_money(found: dict, currency: str) -> int:
    """Revenue of one answered row in the brand's currency, minor units. Others are not added."""
    return found["revenue_by_currency"].get(currency, 0)


def foreign_revenue(answer: Answer, currency: str) -> dict[str, int]:
    """Revenue in other currencies than the brand's, minor units by currency."""
    sums: dict[str, int] = {}
    for found in answer.rows:
        for other, minor in found["revenue_by_currency"].items():
            if other != currency:
                sums[other] = sums.get(other, 0) + minor
    return sums


def row_of(rows: dict, rests: dict, key, rest: str) -> Row:
    """The row of a key, or the rest row of that name; made when it is new."""
    if rest:
        return rests.setdefault(rest, Row(None, str(RESTS[rest]), rest=rest))
    return rows.setdefault(key, Row(key, ""))


def name_rows(rows: dict, by: str, brand) -> None:
    """Names and addresses of the keyed rows (1 query). `channel` is not on the thread's registry;
    visits without a code stand under the name of their channel group.
    """
    model = Channel if by == "channel" else kind(by).model_class
    for key, row in rows.items():
        row.label = channel_group(key) if by == "channel" else key
    for obj in model._default_manager.filter(brand=brand, pk__in=list(rows)):
        rows[obj.pk].label, rows[obj.pk].url = str(obj), obj.get_absolute_url()


def today_in(campaign, today: date) -> int:
    """Which day of the campaign it is, 1-based, held to its length."""
    length = (campaign.ends_on - campaign.starts_on).days + 1
    return max(0, min((today - campaign.starts_on).days + 1, length))
