"""Where one figure comes from: its value, the query that made it, and the way to its rows."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from drumbeat.insight.metrics.dictionary import METRICS, Metric
from drumbeat.insight.results.intake import Intake, intake_of
from drumbeat.insight.results.reading import UNATTRIBUTED, Reading
from drumbeat.ui.templatetags import format as say
from drumbeat.warehouse.questions import Answer

# Numbers that tell what was spent: only for those who may see it.
SPENDING = ("spend", "unmapped_spend", "cpa", "mer", "cost_completeness")
# Numbers whose rows are shared out by the attribution model: it is told beside them.
BY_MODEL = ("outcomes", "revenue", "roas", "cpa", "unattributed")


@dataclass(frozen=True)
class Origin:
    """A figure's value in words, and its answer when the lake gave it.

    model: the attribution model that shares out its rows, where one does.
    """

    metric: Metric
    value: str
    answer: Answer | None
    completeness: str
    model: Metric | None = None

    @property
    def sql(self) -> str:
        return self.answer.sql if self.answer else ""


@dataclass(frozen=True)
class _Way:
    value: Callable[[Reading], object]
    answer: Callable[[Reading], Answer | None] = lambda reading: None


_WAYS = {
    "visitors": _Way(lambda r: r.figures.visitors, lambda r: r.total),
    "touches": _Way(lambda r: r.figures.touches, lambda r: r.total),
    "outcomes": _Way(lambda r: r.figures.outcomes, lambda r: r.total),
    "revenue": _Way(lambda r: r.figures.revenue_minor, lambda r: r.total),
    "aov": _Way(lambda r: r.figures.aov_minor, lambda r: r.total),
    "sessions": _Way(lambda r: sum(d["sessions"] for d in r.days.rows), lambda r: r.days),
    "unattributed": _Way(lambda r: r.share("outcomes", UNATTRIBUTED), lambda r: r.by_placement),
    "untagged": _Way(lambda r: r.untagged, lambda r: r.by_placement),
    "spend": _Way(lambda r: r.spend.spend_minor),
    "unmapped_spend": _Way(lambda r: r.spend.unmapped),
    "cpa": _Way(lambda r: r.board.everything.row.cpa_minor, lambda r: r.total),
    "cost_completeness": _Way(lambda r: r.costs.completeness),
    "mer": _Way(lambda r: r.board.everything.row.roas, lambda r: r.total),
    "waiting": _Way(lambda r: intake_of(r.brand).waiting),
    "set_aside": _Way(lambda r: intake_of(r.brand).set_aside),
}


def origin(key: str, reading: Reading) -> Origin:
    """Where the figure comes from. Raises KeyError for one that the dictionary does not know;
    one that this page cannot work out has its definition only."""
    metric, way = METRICS[key], _WAYS.get(key)
    model = METRICS[f"model_{reading.asked.model}"] if key in BY_MODEL else None
    if way is None:
        return Origin(metric, "", None, "", model)
    return Origin(
        metric,
        in_words(way.value(reading), metric.unit, reading.brand.currency),
        way.answer(reading),
        completeness(key, reading),
        model,
    )


def in_words(value, unit: str, currency: str) -> str:
    """A figure in the reader's language. money: minor units; share: 0–1."""
    if unit == "hours":
        return say.duration_hours(value)
    if unit == "money":
        return say.money(None if value is None else round(value), currency)
    if unit == "share":
        return say.percent(value)
    return say.ratio(value) if unit == "ratio" else say.number(value)


def completeness(key: str, reading: Reading) -> str:
    """What share of what exists the figure contains."""
    if key in ("spend", "unmapped_spend"):
        unmapped = reading.spend.unmapped
        return "" if unmapped is None else _("%s of spend mapped") % say.percent(1 - unmapped)
    if key == "cost_completeness":
        return ""
    return counted_share(intake_of(reading.brand))


def counted_share(intake: Intake) -> str:
    """“99.8% of stored events counted”, empty before the first event."""
    counted = intake.counted
    return "" if counted is None else _("%s of stored events counted") % say.percent(counted)
