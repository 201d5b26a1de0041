"""All models on one cut: the same outcomes, shared out eight ways, and how far the ways differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from drumbeat.insight.attribution.asking import Compared
from drumbeat.insight.results.rows import RESTS, Rows, foreign_revenue, objects_of
from drumbeat.science.attribution import model_spread
from drumbeat.warehouse.questions import Answer


@dataclass(frozen=True)
class Line:
    """One row: what each model credits it with, and the range. Money in minor units."""

    key: str | None
    rest: str
    label: str
    url: str
    credits: dict[str, float]
    lowest: float
    highest: float

    @property
    def spread(self) -> float:
        return self.highest - self.lowest

    @property
    def lowest_model(self) -> str:
        return min(self.credits, key=self.credits.get)

    @property
    def highest_model(self) -> str:
        return max(self.credits, key=self.credits.get)


@dataclass(frozen=True)
class Comparison:
    """lines: by what the chosen model credits, most first; rests in their usual order.

    totals: of each model over lines and rests: everything that was counted, the same in each.
    moved: share of all credit that stands in another row under the two models that differ most,
    `pair`; None without any credit.
    """

    asked: Compared
    currency: str
    lines: list[Line]
    rests: list[Line]
    totals: dict[str, float]
    pair: tuple[str, str]
    moved: float | None
    answers: Mapping[str, Answer]

    @property
    def rows(self) -> list[Line]:
        return [*self.lines, *self.rests]

    @property
    def answer(self) -> Answer:
        """The chosen model's."""
        return self.answers[self.asked.model]

    @property
    def has_any(self) -> bool:
        return any(value for line in self.rows for value in line.credits.values())

    @property
    def foreign(self) -> dict[str, int]:
        """Revenue in other currencies than the brand's, minor units by currency: in no row."""
        return foreign_revenue(self.answer, self.currency)

    @property
    def widest(self) -> list[Line]:
        """Rows about which the models disagree, the most first."""
        apart = [line for line in self.rows if line.spread > 0]
        return sorted(apart, key=lambda line: -line.spread)


def comparison_of(brand, asked: Compared, answers: Mapping[str, Answer]) -> Comparison:
    """answers: of every model to the same question, in the order of the columns (one query)."""
    tables = {model: Rows(answer, brand.currency) for model, answer in answers.items()}
    keys = {key for table in tables.values() for key in table.keyed}
    rests = [name for name in RESTS if any(name in table.rests for table in tables.values())]
    objects = objects_of(brand, asked.by, keys)
    measure = "revenue_minor" if asked.measure == "revenue" else "outcomes"
    places = [*((key, "") for key in sorted(keys)), *((None, name) for name in rests)]
    credits = {
        model: [getattr(table.at(key, rest), measure) for key, rest in places]
        for model, table in tables.items()
    }
    spread = model_spread(credits)
    named = tables[asked.model]
    named.name(objects)
    lines = [
        Line(
            key,
            rest,
            named.at(key, rest).label,
            named.at(key, rest).url,
            {model: row[index] for model, row in credits.items()},
            *(_as_given(edge[index], measure) for edge in (spread.lowest, spread.highest)),
        )
        for index, (key, rest) in enumerate(places)
    ]
    pair, moved = _furthest(credits)
    return Comparison(
        asked,
        brand.currency,
        sorted((line for line in lines if not line.rest), key=lambda line: _weight(line, asked)),
        [line for line in lines if line.rest],
        {model: sum(row) for model, row in credits.items()},
        pair,
        moved,
        answers,
    )


def _weight(line: Line, asked: Compared) -> tuple:
    return -line.credits[asked.model], -line.highest, line.label


def _as_given(value: float, measure: str) -> float:
    """Money stays whole."""
    return int(value) if measure == "revenue_minor" else float(value)


def _furthest(credits: Mapping[str, list[float]]) -> tuple[tuple[str, str], float | None]:
    """The two models that differ most, and the share of credit in another row, 0–1."""
    apart = {
        (one, other): float(np.abs(np.subtract(credits[one], credits[other])).sum()) / 2
        for one, other in combinations(credits, 2)
    }
    pair = max(apart, key=apart.get)
    whole = float(np.abs(credits[pair[0]]).sum())
    return pair, apart[pair] / whole if whole else None
