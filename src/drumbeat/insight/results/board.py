"""The brand's results by one cut: lines, rests, and a total that is everything that was counted."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from drumbeat.insight.results.asking import Asked
from drumbeat.insight.results.rows import Row, Rows, objects_of, sum_of, weight
from drumbeat.warehouse.questions import DIMENSIONS, Answer


@dataclass
class Line:
    """One row of the table: under the model asked for, and under the one set beside it."""

    row: Row
    other: Row | None = None

    @property
    def shift_minor(self) -> int | None:
        """Revenue under the second model less revenue under the first."""
        return self.other.revenue_minor - self.row.revenue_minor if self.other else None


@dataclass
class Board:
    """One cut of the brand's results. everything: Σ lines + rests (I-08)."""

    asked: Asked
    currency: str
    lines: list[Line]
    rests: list[Line]
    answer: Answer
    everything: Line = field(init=False)

    def __post_init__(self):
        lines = [*self.lines, *self.rests]
        self.everything = Line(sum_of(line.row for line in lines))
        if self.asked.against:
            self.everything.other = sum_of(line.other for line in lines if line.other)


def board_of(
    brand,
    asked: Asked,
    answer: Answer,
    against: Answer | None,
    spent: Iterable[tuple[str | None, str, int]],
) -> Board:
    """The board of what the lake answered and what was spent.

    against: the answer under the second model, where one was asked for. spent: (key of the row, or
    None and the name of its rest, minor units).
    """
    rows = Rows(answer, brand.currency)
    for key, rest, minor in spent:
        rows.at(key, rest).spend_minor += minor
    others = None if against is None else Rows(against, brand.currency)
    for row in others.all if others else ():
        rows.at(row.key, row.rest)
    if asked.by in DIMENSIONS:
        rows.name(objects_of(brand, asked.by, rows.keyed))
    order = (lambda row: row.key) if asked.by == "day" else weight
    return Board(
        asked,
        brand.currency,
        _lines(sorted(rows.keyed.values(), key=order), others),
        _lines(rows.ordered_rests, others),
        answer,
    )


def _lines(rows: list[Row], others: Rows | None) -> list[Line]:
    """What only one of the models credits stands beside zeros."""
    if others is None:
        return [Line(row) for row in rows]
    return [Line(row, others.at(row.key, row.rest)) for row in rows]
