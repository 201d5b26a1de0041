"""Plan and actual by every cut of the thread, two models side by side (I-07, I-08)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from drumbeat.insight.results.ground import CUTS, Ground, ground_of
from drumbeat.insight.results.scoreboard import Row, Scoreboard, scoreboard
from drumbeat.strategy.models import Campaign

CUT_LABELS = {
    "placement": _("Placement"),
    "channel": _("Channel"),
    "message": _("Message"),
    "audience": _("Audience"),
    "asset": _("Asset"),
}


@dataclass(frozen=True)
class Pair:
    """One row under both models. touches and spend are the same under each."""

    last: Row
    linear: Row

    @property
    def label(self):
        return self.last.label

    @property
    def rest(self):
        return self.last.rest


@dataclass(frozen=True)
class Comparison:
    """One cut: rows, then what has no place in it; total and everything tie to both."""

    by: str
    rows: list[Pair]
    rests: list[Pair]
    total: Pair
    everything: Pair
    board: Scoreboard

    @property
    def label(self):
        return CUT_LABELS[self.by]


def comparisons(campaign: Campaign) -> list[Comparison]:
    """Every cut under both models (ten questions to the lake, a fixed number of queries)."""
    ground = ground_of(campaign)
    return [comparison(campaign, by, ground) for by in CUTS]


def comparison(campaign: Campaign, by: str, ground: Ground) -> Comparison:
    """One cut under both models (two questions to the lake)."""
    last, linear = (
        scoreboard(campaign, by=by, model=model, ground=ground)
        for model in ("last_non_direct", "linear")
    )
    return Comparison(
        by,
        paired(last.rows, linear.rows, lambda row: row.key),
        paired(last.rests, linear.rests, lambda row: row.rest),
        Pair(last.total, linear.total),
        Pair(last.everything, linear.everything),
        last,
    )


def paired(last: list[Row], linear: list[Row], key) -> list[Pair]:
    """Rows of both models by what they are about; one that only a model has stands beside zeros."""
    others = {key(row): row for row in linear}
    pairs = [Pair(row, others.pop(key(row), None) or _blank(row)) for row in last]
    return pairs + [Pair(_blank(row), row) for row in others.values()]


def _blank(row: Row) -> Row:
    """The same line without results: spend and promises do not depend on the model."""
    return Row(
        row.key,
        row.label,
        rest=row.rest,
        url=row.url,
        planned_minor=row.planned_minor,
        expected_outcomes=row.expected_outcomes,
        expected_revenue_minor=row.expected_revenue_minor,
        spend_minor=row.spend_minor,
        touches=row.touches,
    )
