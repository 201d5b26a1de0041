"""How well the rules find what they should: labelled lines, precision and recall by rule.

A line's keys say what the law finds in it, whether or not a pattern would. Counted are pairs of
line and rule: right ones (both), false alarms (found only), misses (labelled only).
"""

import csv
from collections import Counter
from dataclasses import dataclass

from drumbeat.content.checks.rulebook import data, wordcheck

LINES = "lines_zh.tsv"


@dataclass(frozen=True)
class Line:
    """A labelled text; without keys it is innocent. sector: "" for ordinary goods."""

    text: str
    sector: str
    keys: frozenset[str]


@dataclass(frozen=True)
class Score:
    """right, false, missed: pairs of line and rule. A ratio over nothing is None."""

    key: str
    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float | None:
        return _ratio(self.right, self.right + self.false)

    @property
    def recall(self) -> float | None:
        return _ratio(self.right, self.right + self.missed)


@dataclass(frozen=True)
class Measured:
    """scores: by rule, in the order of the rules. told, untold: innocent lines with and without a
    finding; caught: guilty lines with at least one of their own."""

    scores: list[Score]
    guilty: int
    caught: int
    innocent: int
    told: int
    slips: list[tuple[Line, frozenset[str]]]

    @property
    def whole(self) -> Score:
        sums = (sum(getattr(one, name) for one in self.scores) for name in _COUNTS)
        return Score("", *sums)


_COUNTS = ("right", "false", "missed")


def lines() -> list[Line]:
    rows = csv.DictReader(data(LINES).splitlines(), delimiter="\t")
    return [Line(row["text"], row["sector"], frozenset(row["keys"].split())) for row in rows]


def measured() -> Measured:
    """The shipped rules held against the shipped lines."""
    check, counts, slips = wordcheck(), {name: Counter() for name in _COUNTS}, []
    guilty = caught = told = 0
    for line in (known := lines()):
        found = frozenset(one.key for one in check.check(line.text, line.sector))
        counts["right"].update(found & line.keys)
        counts["false"].update(found - line.keys)
        counts["missed"].update(line.keys - found)
        guilty += bool(line.keys)
        caught += bool(line.keys & found)
        told += bool(found and not line.keys)
        if found != line.keys:
            slips.append((line, found))
    scores = [Score(key, *(counts[name][key] for name in _COUNTS)) for key in check.entries]
    return Measured(scores, guilty, caught, len(known) - guilty, told, slips)


def _ratio(part, whole):
    return part / whole if whole else None
