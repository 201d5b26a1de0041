"""What a question comes to: figures that can be asked, a table that can be taken along."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.insight.lake import lake_of
from drumbeat.insight.metrics.dictionary import METRICS, Metric
from drumbeat.insight.results.asked import in_words
from drumbeat.insight.results.remembered import is_remembered, remembered
from drumbeat.ui.templatetags import format as say
from drumbeat.warehouse.questions import Answer


@dataclass(frozen=True)
class Figure:
    """One number on top of the page. key: of the dictionary. between: the bounds of an estimate."""

    key: str
    value: float | None
    answer: Answer
    note: str = ""
    between: tuple[float, float] | None = None

    @property
    def metric(self) -> Metric:
        return METRICS[self.key]

    def said(self, currency: str) -> str:
        if self.answer.one_in == 1 or self.value is None:
            return in_words(self.value, self.metric.unit, currency)
        return "≈ " + in_words(about(self.value), self.metric.unit, currency)

    @property
    def aside(self) -> str:
        kind = "percent" if self.metric.unit == "share" else "integer"
        return " · ".join(filter(None, [self.note, span(self.between, kind)]))


@dataclass(frozen=True)
class Told:
    """figures: on top. columns, rows: the table as it is shown and exported; a row's `rest` marks
    what has no name, `url` where its name leads. total: the row below, or None. has_any: whether
    anything happened. answers: all that were asked. page: what the page's pictures are drawn of.
    note: what is to be known of the rows, on the page and in the workbook. adds_up: whether the
    rows do; where one thing is in several of them they do not, and no file may add them.
    may_estimate: whether an estimate may stand here before the exact answer. is_behind: whether it
    was counted ahead, and events came since.
    """

    figures: list[Figure]
    columns: list[Column]
    rows: list[dict]
    has_any: bool
    answers: list[Answer]
    total: dict | None = None
    note: str = ""
    adds_up: bool = True
    page: dict = field(default_factory=dict)
    may_estimate: bool = False
    is_behind: bool = False

    @property
    def freshness(self):
        return self.answers[0].freshness

    @property
    def one_in(self) -> int:
        """Of so many persons one was looked at."""
        return max(answer.one_in for answer in self.answers)

    @property
    def kept_from(self):
        return next((answer.kept_from for answer in self.answers if answer.kept_from), None)

    @property
    def sql(self) -> str:
        return ";\n\n".join(dict.fromkeys(answer.sql for answer in self.answers))


def asks(brand, name: str, ask: Callable[..., Answer], **given) -> Answer:
    """The answer of `warehouse.questions`, remembered for as long as the lake says the same."""
    lake = lake_of(brand)
    return remembered(lake, _cut(name, given), lambda: ask(lake, **given))


def asks_soon(
    brand,
    name: str,
    ask: Callable[..., Answer],
    *,
    waits: bool,
    at_once: int,
    ahead: Callable[[], Answer | None] = lambda: None,
    **given,
) -> Answer:
    """As `asks`; who does not wait gets what was counted ahead, else an estimate, unless the exact
    answer is known or the period holds no more events than can be counted `at_once`."""
    lake = lake_of(brand)
    events = lake.manifest().events_on(*given["period"].utc_days)
    if waits or events <= at_once or is_remembered(lake, _cut(name, given)):
        return asks(brand, name, ask, **given)
    return ahead() or asks(brand, name, ask, **given, estimated=True)


def _cut(name: str, given: dict) -> tuple:
    return (name, *sorted((key, value) for key, value in given.items() if value is not None))


def about(value: float) -> float:
    """An estimate, to as many digits as it can mean."""
    return float(f"{value:.3g}")


def counted(value: int, answer: Answer) -> int:
    """A count as it is, an estimate as far as it can mean something."""
    return value if answer.one_in == 1 else round(about(value))


def span(between: tuple[float, float] | None, kind: str = "integer") -> str:
    """The bounds of an estimate in words; nothing where everybody was counted."""
    if between is None:
        return ""
    low, high = (
        say.percent(value, 1) if kind == "percent" else say.number(round(about(value)))
        for value in between
    )
    return f"{low} – {high}"


def bounds_column() -> Column:
    return Column("span", _("In 95 of 100 cases"))
