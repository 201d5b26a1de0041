"""What a question comes to: figures that can be asked, a table that can be taken along."""

from collections.abc import Callable
from dataclasses import dataclass, field

from drumbeat.formats.columns import Column
from drumbeat.insight.lake import lake_of
from drumbeat.insight.metrics.dictionary import METRICS, Metric
from drumbeat.insight.results.asked import in_words
from drumbeat.insight.results.remembered import remembered
from drumbeat.warehouse.questions import Answer


@dataclass(frozen=True)
class Figure:
    """One number on top of the page. key: of the dictionary."""

    key: str
    value: float | None
    answer: Answer
    note: str = ""

    @property
    def metric(self) -> Metric:
        return METRICS[self.key]

    def said(self, currency: str) -> str:
        return in_words(self.value, self.metric.unit, currency)


@dataclass(frozen=True)
class Told:
    """figures: on top. columns, rows: the table as it is shown and exported; a row's `rest` marks
    what has no name, `url` where its name leads. total: the row below, or None. has_any: whether
    anything happened. answers: all that were asked. page: what the page's pictures are drawn of.
    note: what is to be known of the rows, on the page and in the workbook. adds_up: whether the
    rows do; where one thing is in several of them they do not, and no file may add them.
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

    @property
    def freshness(self):
        return self.answers[0].freshness

    @property
    def kept_from(self):
        return next((answer.kept_from for answer in self.answers if answer.kept_from), None)

    @property
    def sql(self) -> str:
        return ";\n\n".join(dict.fromkeys(answer.sql for answer in self.answers))


def asks(brand, name: str, ask: Callable[..., Answer], **given) -> Answer:
    """The answer of `warehouse.questions`, remembered for as long as the lake says the same."""
    lake = lake_of(brand)
    cut = (name, *sorted((key, value) for key, value in given.items() if value is not None))
    return remembered(lake, cut, lambda: ask(lake, **given))
