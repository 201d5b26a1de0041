"""The targets of a year with where each stands: measured, or as it was last reported."""

from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from drumbeat.channels.rollup.targets import Targets
from drumbeat.formats.columns import Column
from drumbeat.insight.key_results.values import Measured, measured, words
from drumbeat.strategy.models import KeyResult
from drumbeat.strategy.templatetags.strategy import measure


class Standing:
    """shown: the value in words, empty where nothing is known. share: of the way, 0–1."""

    def __init__(self, found: Measured):
        one = found.key_result
        reported = next(iter(one.check_ins.all()), None) if one.metric == "manual" else None
        self.value: Decimal | None = reported.value if reported else found.value
        self.shown = measure(reported.value, one.unit) if reported else words(found)
        self.share = one.progress(self.value)
        self.is_reported = one.metric == "manual"


def with_standing(targets: Targets, today: date) -> list[tuple[int, list[tuple]]]:
    """By quarter (target, standing), as `measured` asks it and 1 query for what people report."""
    results: list[KeyResult] = [one.key_result for due in targets.due for one in due.targets]
    prefetch_related_objects(results, "check_ins")
    stands = {one.key_result.pk: Standing(one) for one in measured(results, today)}
    return [
        (due.quarter, [(one, stands[one.key_result.pk]) for one in due.targets])
        for due in targets.due
    ]


def due_table(quarters) -> tuple[list[Column], list[dict]]:
    """A row a target. Figures are in the unit of the key result."""
    columns = [
        Column("quarter", _("Quarter")),
        Column("key_result", _("Key result")),
        Column("goal", _("Goal")),
        Column("metric", _("Metric")),
        Column("target", _("Target"), "ratio"),
        Column("now", _("Actual"), "ratio"),
        Column("unit", _("Unit")),
        Column("progress", _("Progress"), "percent"),
        Column("how", _("How it is known")),
        Column("due_on", _("Due"), "date"),
        Column("owner", _("Owner")),
    ]
    rows = [_row(quarter, *pair) for quarter, pairs in quarters for pair in pairs]
    return columns, rows


def _row(quarter, target, stands):
    one = target.key_result
    return {
        "quarter": f"{one.due_on.year}Q{quarter}",
        "key_result": str(one),
        "goal": str(one.goal),
        "metric": str(one.get_metric_display()),
        "target": float(one.target),
        "now": None if stands.value is None else float(stands.value),
        "unit": one.unit,
        "progress": None if stands.share is None else float(stands.share),
        "how": _("as reported") if stands.is_reported else _("measured"),
        "due_on": one.due_on,
        "owner": str(one.owner),
    }
