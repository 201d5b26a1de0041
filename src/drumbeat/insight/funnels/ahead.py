"""Saved funnels over long logs, counted ahead: while nobody waits for them."""

from datetime import datetime

from drumbeat.insight.ahead import count_one_due
from drumbeat.insight.funnels.models import Funnel
from drumbeat.insight.funnels.queries import current_funnels
from drumbeat.warehouse.questions import FunnelStep, SavedFunnel, count_ahead
from drumbeat.warehouse.questions.saved import counted_when, keep_only

AT_ONCE = 5_000_000  # events that a funnel counts in half a second


def saved(funnel: Funnel) -> SavedFunnel:
    """As the lake keeps it: in the brand's local days."""
    steps = tuple(FunnelStep(step["kind"], step["value"]) for step in funnel.steps)
    return SavedFunnel(steps, funnel.window_hours, funnel.brand.time_zone)


def count_due(now: datetime) -> None:
    """Count one funnel of a long log that was not counted since midnight; forget the sums of those
    that are archived or edited."""
    count_one_due(now, AT_ONCE, _all_saved, keep_only, counted_when, count_ahead)


def _all_saved(brand) -> list[SavedFunnel]:
    return [saved(one) for one in current_funnels(brand)]
