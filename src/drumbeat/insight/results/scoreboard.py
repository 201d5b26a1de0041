"""Plan and actual on one line, by any dimension of the thread.

What the world answered comes from the lake, what it cost from spend facts, what was expected from
the placements; they meet on the placement because every touch carries its code. Nothing is
dropped: what has no placement stands in rows of its own (I-08).
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from drumbeat.channels.models import Channel
from drumbeat.insight.results.ground import Ground, Placed, ground_of
from drumbeat.insight.results.names import channel_group
from drumbeat.insight.results.remembered import remembered_results
from drumbeat.science import roi
from drumbeat.thread.registry import kind
from drumbeat.warehouse.questions import Answer, Period

# Rows without a placement, in the order in which they are shown.
RESTS = {
    "unset": _("Not set"),
    "direct": _("Came by itself"),
    "no_code": _("Through a channel, without a code"),
    "unmapped": _("Unmapped"),
    "unknown": _("Unknown (no consent, or nothing in the look-back)"),
    "other": _("Other campaigns"),
}


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
    )
    rows: dict[str, Row] = {}
    rests: dict[str, Row] = {}
    for placed in ground.placed:
        _add_placed(rows, rests, placed, by)
    if ground.loose_minor:
        row_of(rows, rests, None, "unmapped").spend_minor += ground.loose_minor
    add_results(rows, rests, answer, currency)
    _name(rows, ground, by)
    ordered = sorted(
        rows.values(), key=lambda row: (-row.revenue_minor, -row.spend_minor, row.label)
    )
    return Scoreboard(
        by,
        model,
        ground.period,
        currency,
        ordered,
        [rests[name] for name in RESTS if name in rests],
        answer,
        foreign_revenue(answer, currency),
    )


def _add_placed(rows, rests, placed: Placed, by) -> None:
    """What the placement promised and cost; a cancelled one promises nothing."""
    placement, key = placed.placement, placed.key(by)
    is_cancelled = placement.state == "cancelled"
    if is_cancelled and not placed.spend_minor:
        return
    row = row_of(rows, rests, key, "" if key else "unset")
    row.spend_minor += placed.spend_minor
    if not is_cancelled:
        row.planned_minor += placement.planned_minor
        row.expected_outcomes += placement.forecast_outcomes or 0
        row.expected_revenue_minor += placement.forecast_revenue_minor or 0


def _name(rows, ground: Ground, by) -> None:
    """Names and addresses from what was read already; no placement, then the channel group's."""
    known = {placed.key(by): placed.on[by] for placed in ground.placed}
    for key, row in rows.items():
        obj = known.get(key)
        row.label = str(obj) if obj else channel_group(key)
        row.url = obj.get_absolute_url() if obj else ""


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
