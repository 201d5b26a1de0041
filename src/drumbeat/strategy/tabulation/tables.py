"""Tables and crosstabs for people: labels, shares, bases, margins, marks."""

from dataclasses import dataclass, field

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drumbeat.science.survey import scores
from drumbeat.science.survey.crosstab import crosstab, higher_than
from drumbeat.science.survey.margins import SMALLEST_BASE, margin_of_error
from drumbeat.strategy.surveys.kinds import RATED, steps
from drumbeat.strategy.tabulation.reading import Item, Reading

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Line:
    """An answer: how many gave it, its weighted share (0–1, None without a base) and ± margin."""

    label: str
    count: int
    share: float | None
    margin: float | None
    is_fake: bool = False


@dataclass(frozen=True)
class Told:
    """A score in words: its name, the number, ± margin, and how to write them."""

    name: str
    value: float | None
    margin: float | None
    unit: str  # "percent", "points" or "mean"


@dataclass(frozen=True)
class Table:
    """One item's answers. base: who answered; n_eff: their effective number."""

    item: Item
    lines: list[Line]
    base: int
    n_eff: float
    told: list[Told] = field(default_factory=list)

    @property
    def worst_margin(self) -> float | None:
        """± at a share of one half."""
        return margin_of_error(0.5, self.n_eff)

    @property
    def is_small(self) -> bool:
        return self.n_eff < SMALLEST_BASE


def tables(reading: Reading) -> list[Table]:
    return [table(reading, item) for item in reading.items]


def table(reading: Reading, item: Item) -> Table:
    counted = _counted(reading, item, item.member)
    n_eff = float(counted.n_eff[0])
    fake = set(item.question.with_role("fake"))
    keys = [option["key"] for option in item.question.options]
    has_keys = item.question.kind in ("single", "multi")
    lines = [
        Line(
            label,
            int(counted.counts[j, 0]),
            _known(counted.shares[j, 0]),
            margin_of_error(float(counted.shares[j, 0]), n_eff),
            is_fake=has_keys and keys[j] in fake,
        )
        for j, label in enumerate(item.labels)
    ]
    return Table(item, lines, int(counted.bases[0]), n_eff, _scores(reading, item))


def _counted(reading, item, member):
    everybody = np.ones((reading.n, 1), bool)
    return crosstab(member, everybody, reading.weights, item.asked)


def _known(share):
    return None if np.isnan(share) else float(share)


def _scores(reading, item) -> list[Told]:
    weights = reading.weights
    if item.places is not None:
        means = [scores.mean(item.places[:, j], weights) for j in range(len(item.labels))]
        return [
            Told(_("Average place: %s") % label, mean.value, mean.margin, "mean")
            for label, mean in zip(item.labels, means, strict=True)
        ]
    if item.values is None:
        return []
    if item.question.kind == "nps":
        net = scores.promotion(item.values, weights)
        return [Told("NPS", net.score.value, net.score.margin, "points")]
    top = scores.top_box(item.values, weights, at_least=_top(item))
    mean = scores.mean(item.values, weights)
    return [
        Told(_top_name(item), top.value, top.margin, "percent"),
        Told(_("Mean"), mean.value, mean.margin, "mean"),
    ]


def _top(item) -> int:
    return steps(item.question)[-1] - 1


def _top_name(item):
    return "CSAT" if item.question.kind == "csat" else _("Top 2 boxes")


# -- crosstabs --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """share: 0–1 or None. beats: letters of the columns whose share is lower beyond chance."""

    count: int
    share: float | None
    beats: str = ""


@dataclass(frozen=True)
class Across:
    """A group of respondents: its letter (none for all), base and effective base."""

    label: str
    letter: str
    base: int
    n_eff: float

    @property
    def is_small(self) -> bool:
        return self.n_eff < SMALLEST_BASE


@dataclass(frozen=True)
class Crossed:
    """One item by groups. rows: (label, cells, is a summary of other rows)."""

    item: Item
    columns: list[Across]
    rows: list[tuple[str, list[Cell], bool]]


def can_cut(reading: Reading) -> list[Item]:
    """Items whose answers make groups that do not overlap."""
    return [item for item in reading.items if item.question.kind == "single"]


def crossed(reading: Reading, across: Item) -> list[Crossed]:
    """Every other item by the answers of `across`, with what differs marked."""
    return [cross(reading, item, across) for item in reading.items if item.key != across.key]


def cross(reading: Reading, item: Item, across: Item) -> Crossed:
    labels, member, summaries = _rows(item)
    everybody = np.ones((reading.n, 1), bool)
    peopled = np.flatnonzero(across.member.any(axis=0))
    groups = np.hstack([everybody, across.member[:, peopled]])
    counted = crosstab(member, groups, reading.weights, item.asked)
    # The total holds everybody, so it is compared with nobody.
    higher = higher_than(counted, list(range(1, groups.shape[1])))
    names = [pgettext("respondents", "All"), *(across.labels[at] for at in peopled)]
    columns = [
        Across(name, letter, int(counted.bases[j]), float(counted.n_eff[j]))
        for j, (name, letter) in enumerate(zip(names, _letters(len(names)), strict=True))
    ]
    rows = [
        (
            label,
            [
                Cell(
                    int(counted.counts[i, j]),
                    _known(counted.shares[i, j]),
                    "".join(columns[k].letter for k in np.flatnonzero(higher[i, j])),
                )
                for j in range(len(columns))
            ],
            i >= len(labels) - summaries,
        )
        for i, label in enumerate(labels)
    ]
    return Crossed(item, columns, rows)


def _letters(count):
    return ["", *(LETTERS[i % 26] * (1 + i // 26) for i in range(count - 1))]


def _rows(item) -> tuple[list[str], np.ndarray, int]:
    """(labels, member, how many of the last rows sum up others)."""
    if item.question.kind == "nps":
        values = item.values[:, None]
        parts = np.hstack(
            [values >= scores.PROMOTER, (values > 6) & (values < 9), values <= scores.DETRACTOR]
        )
        labels = [_("Promoters (9–10)"), _("Passives (7–8)"), _("Detractors (0–6)")]
        return labels, parts, 0
    if item.question.kind in RATED:
        top = item.values[:, None] >= _top(item)
        return [*item.labels, _top_name(item)], np.hstack([item.member, top]), 1
    return item.labels, item.member, 0
