"""Routes side by side: shares with margins, and which differ beyond chance."""

from dataclasses import dataclass

import numpy as np

from drumbeat.people.records import in_language
from drumbeat.science.survey.crosstab import crosstab, higher_than
from drumbeat.science.survey.margins import SMALLEST_BASE, margin_of_error
from drumbeat.strategy.routes import block
from drumbeat.strategy.tabulation.reading import Item, Reading
from drumbeat.strategy.tabulation.tables import LETTERS, Cell


@dataclass(frozen=True)
class Arm:
    """A route and who saw it. n_eff: effective base."""

    key: str
    letter: str
    en: str
    zh: str
    base: int
    n_eff: float

    def __str__(self):
        return in_language(self.en, self.zh)

    @property
    def is_small(self) -> bool:
        return self.n_eff < SMALLEST_BASE


@dataclass(frozen=True)
class Score(Cell):
    """The share of 4 and 5 of 5 for one route. margin: ± at 95 %, 0–1; both None for nobody."""

    margin: float | None = None


@dataclass(frozen=True)
class Compared:
    """arms: routes in their order. rows: (measure key, its name, a score for each arm).

    winner: the only route whose share on the decisive measure is higher than that of every other,
    beyond chance; else None.
    """

    arms: list[Arm]
    rows: list[tuple[str, str, list[Score]]]
    winner: Arm | None

    @property
    def differs(self) -> bool:
        """Is any share higher than another beyond chance?"""
        return any(score.beats for _key, _name, scores in self.rows for score in scores)

    @property
    def is_tested(self) -> bool:
        """At least two routes were seen by enough people to compare them."""
        return sum(not arm.is_small for arm in self.arms) > 1

    def figures(self) -> list[dict]:
        """What RouteChoice.figures keeps."""
        return [
            {
                "en": arm.en,
                "zh": arm.zh,
                "base": arm.base,
                "shares": {key: scores[at].share for key, _name, scores in self.rows},
            }
            for at, arm in enumerate(self.arms)
        ]


def compare(reading: Reading) -> Compared | None:
    """The routes by the measures of the block; None when the questionnaire lost its routes.

    Two-proportion z tests of every pair on every measure, Holm over all of them together.
    """
    shown = reading.item(block.ROUTE)
    items = [item for key in block.MEASURES if (item := reading.item(key)) is not None]
    if shown is None or not items:
        return None
    asked = np.logical_and.reduce([shown.asked, *(item.asked for item in items)])
    high = np.column_stack([item.values >= 4 for item in items])
    counted = crosstab(high, shown.member, reading.weights, asked)
    higher = higher_than(counted, list(range(len(shown.labels))))
    arms = _arms(shown, counted)
    rows = [
        (
            item.key,
            block.MEASURES[item.key],
            [_score(counted, higher, arms, i, j) for j in range(len(arms))],
        )
        for i, item in enumerate(items)
    ]
    return Compared(arms, rows, _winner(arms, items, higher))


def _arms(shown: Item, counted) -> list[Arm]:
    return [
        Arm(
            option["key"],
            LETTERS[j],
            option["en"],
            option["zh"],
            int(counted.bases[j]),
            float(counted.n_eff[j]),
        )
        for j, option in enumerate(shown.question.options)
    ]


def _score(counted, higher, arms, i, j) -> Score:
    share = float(counted.shares[i, j])
    is_known = not np.isnan(share)
    return Score(
        int(counted.counts[i, j]),
        share if is_known else None,
        "".join(arms[k].letter for k in np.flatnonzero(higher[i, j])),
        margin_of_error(share, arms[j].n_eff) if is_known else None,
    )


def _winner(arms, items, higher) -> Arm | None:
    decisive = next((i for i, item in enumerate(items) if item.key == block.DECISIVE), None)
    if decisive is None:
        return None
    beaten = higher[decisive].sum(axis=1)
    return next((arm for arm, n in zip(arms, beaten, strict=True) if n == len(arms) - 1), None)
