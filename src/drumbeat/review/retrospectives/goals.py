"""Goal against result, key result by key result, measured where the product can measure."""

from dataclasses import dataclass
from decimal import Decimal

from drumbeat.formats.currencies import from_minor
from drumbeat.insight.results.scoreboard import Row
from drumbeat.strategy.goals.queries import with_key_results
from drumbeat.strategy.models import Campaign, KeyResult


@dataclass(frozen=True)
class Outcome:
    """actual: in the key result's unit, None when nobody knows. is_measured: from the lake, else
    from the last check-in. share: of the way from baseline to target, not clamped."""

    result: KeyResult
    actual: Decimal | None
    is_measured: bool
    share: Decimal | None

    @property
    def is_reached(self) -> bool:
        return self.share is not None and self.share >= 1


def outcomes_of(campaign: Campaign, total: Row, currency: str) -> list[Outcome]:
    """The goal's key results with what this campaign's placements brought (3 queries)."""
    found = []
    for stands in with_key_results(campaign.goal):
        measured = measure(stands.key_result.metric, total, currency)
        actual = stands.now if measured is None else measured
        share = stands.key_result.progress(actual)
        found.append(Outcome(stands.key_result, actual, measured is not None, share))
    return found


def measure(metric: str, total: Row, currency: str) -> Decimal | None:
    """The campaign's value of a metric in major units; None for what is reported by hand."""
    ratio = {"cpa": total.cpa_minor, "roas": total.roas}.get(metric)
    if metric == "revenue":
        return from_minor(total.revenue_minor, currency)
    if metric == "cpa" and ratio is not None:
        return from_minor(round(ratio), currency)
    if metric == "roas" and ratio is not None:
        return Decimal(str(round(ratio, 4)))
    if metric in ("outcomes", "touches"):
        return Decimal(str(round(getattr(total, metric), 4)))
    return None
