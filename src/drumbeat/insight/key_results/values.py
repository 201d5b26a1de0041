"""Where automatic key results stand now: measured over the goal's dates, not reported."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import prefetch_related_objects

from drumbeat.formats.currencies import to_minor
from drumbeat.insight.metrics.measuring import BRAND, Measuring, Scope
from drumbeat.strategy.goals.models import FROM_WAVES
from drumbeat.strategy.metrics.queries import vocabulary
from drumbeat.strategy.metrics.vocabulary import Vocabulary
from drumbeat.strategy.models import Campaign, KeyResult, Wave
from drumbeat.strategy.trackers.queries import Round, newest_within
from drumbeat.ui.templatetags import format as say
from drumbeat.warehouse.questions import Period


@dataclass(frozen=True)
class Measured:
    """Where a key result stands. value: in the metric's unit, money in whole units of the brand's
    currency, shares in per cent; None when it cannot be said (not begun, nothing spent, not known
    by campaign). unit: money | count | share | ratio. is_whole_brand: the goal has no campaign, so
    everything counts. pace: share of the goal's days that are over, 0–1. wave: of brand health,
    when it was measured there."""

    key_result: KeyResult
    value: Decimal | None
    unit: str
    period: Period | None
    is_whole_brand: bool
    pace: float
    freshness: datetime | None
    wave: Wave | None = None

    @property
    def progress(self) -> Decimal | None:
        return self.key_result.progress(self.value)


def measured(key_results: Iterable[KeyResult], today: date) -> list[Measured]:
    """Each key result with its value now, period, pace and freshness; all of one brand.

    At most three questions to the lake and seven queries for each different pair of dates among
    their goals, and four queries besides, six where one follows a metric of the brand's own.
    """
    key_results = list(key_results)
    automatic = [one for one in key_results if one.metric != "manual"]
    if not automatic:
        return [_unknown(one, today) for one in key_results]
    brand = automatic[0].brand
    with_campaigns = set(
        Campaign.objects.filter(goal__in={one.goal_id for one in automatic})
        .order_by()
        .values_list("goal", flat=True)
    )
    has_own = any(one.metric == "own" for one in automatic)
    known = vocabulary(brand) if has_own else Vocabulary()
    prefetch_related_objects(automatic, "own_metric")
    world = _World(Measuring(brand, known), with_campaigns)
    return [world.measure(one, today) for one in key_results]


def _unknown(key_result, today) -> Measured:
    return Measured(key_result, None, "", None, False, pace(key_result.goal, today), None)


def pace(goal, today: date) -> float:
    """Share of the goal's days that are over by the end of today, 0–1."""
    days = (goal.ends_on - goal.starts_on).days + 1
    return min(max(((today - goal.starts_on).days + 1) / days, 0.0), 1.0)


@dataclass(frozen=True)
class _World:
    measuring: Measuring
    with_campaigns: set[str]
    rounds: dict[Period, Round | None] = field(default_factory=dict)

    def measure(self, key_result: KeyResult, today: date) -> Measured:
        goal = key_result.goal
        if key_result.metric == "manual" or today < goal.starts_on:
            return _unknown(key_result, today)
        zone = self.measuring.brand.time_zone
        period = Period(goal.starts_on, min(goal.ends_on, today), zone)
        if key_result.metric in FROM_WAVES:
            return self._of_wave(key_result, period, today)
        known, key = self.measuring.vocabulary, key_result.metric_key
        if key_result.own_metric:  # archived since, or not: it means what it meant
            known.own.setdefault(key, key_result.own_metric)
        whole = goal.pk not in self.with_campaigns
        scope = BRAND if whole else Scope("goal", (goal.pk,))
        value, unit = self.measuring.value(key, scope, period), known.named(key).unit
        return Measured(
            key_result,
            None if value is None else _decimal(value * (100 if unit == "share" else 1)),
            unit,
            period,
            whole,
            pace(goal, today),
            self.measuring.freshness(scope, period),
        )

    def _of_wave(self, key_result, period, today) -> Measured:
        """Percent of our own brand in the newest wave that ended on the goal's days."""
        if period not in self.rounds:
            self.rounds[period] = newest_within(key_result.brand, period.start, period.end)
        found, at = self.rounds[period], pace(key_result.goal, today)
        if found is None:
            return Measured(key_result, None, "share", period, True, at, None)
        share = found.figures.us.indices[key_result.metric].value
        value = None if share is None else Decimal(str(round(100 * share, 2)))
        computed_at = found.wave.result.created_at
        return Measured(key_result, value, "share", period, True, at, computed_at, found.wave)


def _decimal(value) -> Decimal:
    return Decimal(str(round(float(value), 4)))


def words(found: Measured) -> str:
    """The value with its unit: money in the brand's currency, a ratio with two decimals."""
    currency = found.key_result.brand.currency
    if found.value is None:
        return ""
    if found.unit == "money":
        return say.money_whole(to_minor(found.value, currency), currency)
    if found.unit == "share":
        return say.percent(found.value / 100, 2)
    number = say.ratio(found.value) if found.unit == "ratio" else say.number(found.value)
    return f"{number} {found.key_result.unit}".strip()
