"""Where automatic key results stand now: measured over the goal's dates, not reported."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from drumbeat.formats.currencies import from_minor
from drumbeat.insight.conversions.queries import current_conversions, main_outcomes
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.remembered import remembered_results
from drumbeat.insight.results.rows import own_money
from drumbeat.insight.spend.placements import spent_by_placement, thread_keys
from drumbeat.science import roi
from drumbeat.strategy.goals.models import FROM_WAVES
from drumbeat.strategy.models import Campaign, KeyResult, Wave
from drumbeat.strategy.trackers.queries import Round, newest_within
from drumbeat.warehouse.questions import Answer, Period


@dataclass(frozen=True)
class Measured:
    """Where a key result stands. value: in the metric's unit, money in whole units of the brand's
    currency; None when it cannot be said (not begun, nothing spent). is_whole_brand: the goal has
    no campaign, so everything counts. pace: share of the goal's days that are over, 0–1. wave: of
    brand health, when it was measured there."""

    key_result: KeyResult
    value: Decimal | None
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

    At most two questions to the lake and seven queries for each different pair of dates among
    their goals, and four queries besides.
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
    world = _World(brand, with_campaigns)
    return [world.measure(one, today) for one in key_results]


def _unknown(key_result, today) -> Measured:
    return Measured(key_result, None, None, False, pace(key_result.goal, today), None)


def pace(goal, today: date) -> float:
    """Share of the goal's days that are over by the end of today, 0–1."""
    days = (goal.ends_on - goal.starts_on).days + 1
    return min(max(((today - goal.starts_on).days + 1) / days, 0.0), 1.0)


class _World:
    """The lake and the spend of one brand, each pair of dates asked once."""

    def __init__(self, brand, with_campaigns: set[str]):
        self.brand, self.with_campaigns = brand, with_campaigns
        self.placements = placements_table(brand)
        self.conversion = main_outcomes(current_conversions(brand))
        self._answers: dict[tuple[Period, str], Answer] = {}
        self._rounds: dict[Period, Round | None] = {}
        self._spend: dict[Period, Counter] = {}

    def measure(self, key_result: KeyResult, today: date) -> Measured:
        goal = key_result.goal
        if key_result.metric == "manual" or today < goal.starts_on:
            return _unknown(key_result, today)
        period = Period(goal.starts_on, min(goal.ends_on, today), self.brand.time_zone)
        if key_result.metric in FROM_WAVES:
            return self._of_wave(key_result, period, today)
        whole = goal.pk not in self.with_campaigns
        answer = self._answer(period, "total" if whole else "goal")
        row = next((row for row in answer.rows if whole or row["key"] == goal.pk), None)
        value = self._value(key_result.metric, row, period, None if whole else goal.pk)
        return Measured(key_result, value, period, whole, pace(goal, today), answer.freshness)

    def _of_wave(self, key_result, period, today) -> Measured:
        """Percent of our own brand in the newest wave that ended on the goal's days."""
        if period not in self._rounds:
            self._rounds[period] = newest_within(self.brand, period.start, period.end)
        found, at = self._rounds[period], pace(key_result.goal, today)
        if found is None:
            return Measured(key_result, None, period, True, at, None)
        share = found.figures.us.indices[key_result.metric].value
        value = None if share is None else Decimal(str(round(100 * share, 2)))
        return Measured(
            key_result, value, period, True, at, found.wave.result.created_at, found.wave
        )

    def _value(self, metric, row, period, goal_id) -> Decimal | None:
        if metric in ("visitors", "touches"):
            counted = row[metric] if row else 0
            return None if counted is None else Decimal(counted)  # visitors of old days: not kept
        outcomes = Decimal(str(round(row["outcomes"], 4))) if row else Decimal(0)
        if metric == "outcomes":
            return outcomes
        currency = self.brand.currency
        revenue = from_minor(own_money(row, currency) if row else 0, currency)
        if metric == "revenue":
            return revenue
        spend = from_minor(self._spent(period, goal_id), currency)
        ratio = roi.cpa(spend, outcomes) if metric == "cpa" else roi.roas(revenue, spend)
        return None if ratio is None or not spend else Decimal(str(round(ratio, 4)))

    def _answer(self, period, by) -> Answer:
        if (period, by) not in self._answers:
            self._answers[period, by] = remembered_results(
                self.brand,
                period=period,
                placements=self.placements,
                by=by,
                conversion=self.conversion,
            )
        return self._answers[period, by]

    def _spent(self, period, goal_id) -> int:
        """Spend of the goal's campaigns, or all of it for goal_id None; minor units."""
        if period not in self._spend:
            spent = spent_by_placement(self.brand, period)
            goals = thread_keys([placement for placement in spent if placement], "goal")
            sums = self._spend[period] = Counter()
            for placement, one in spent.items():
                sums[goals.get(placement)] += one.minor
        spent = self._spend[period]
        return spent.total() if goal_id is None else spent[goal_id]
