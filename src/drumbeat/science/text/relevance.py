"""How much a headline matters to a list of words, and how that fades.

A list is written as people write hot-list filters: one word or phrase a line (or between commas),
`word*3` counts three times, `+word` must occur, `!word` throws the headline out.

    score(t) = points × trust × 2^(−age / half-life)

points: 20 a word in the headline, 8 in the summary, times the word's weight; a place in a hot-list
adds up to 20; nothing found leaves 5. At most 100. Ordering by score is the same at every moment
as ordering by log2(points × trust) + published / half-life, so the order is kept and never
recomputed.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from math import log2

IN_TITLE, IN_SUMMARY, AT_TOP, FLOOR, MOST = 20, 8, 20, 5, 100
TRUST = {1: 0.4, 2: 0.6, 3: 0.8, 4: 0.9, 5: 1.0}
"""How much a source's word counts, by the trust given to it."""
HALF_LIFE_DAYS = 3.0
"""The same for every list, or the order of two lists' headlines would change by itself."""
_LAST_PLACE = 50
_HYPHENS = re.compile(r"[-\u2010\u2011]")
_LINE = re.compile(r"(?P<mark>[+!！＋]?)\s*(?P<word>.*?)\s*(?:[*×＊]\s*(?P<weight>[1-5]))?")


@dataclass(frozen=True)
class Word:
    """One word of a list. kind: "" counts, "+" must occur, "!" throws out."""

    text: str
    weight: int = 1
    kind: str = ""


@dataclass(frozen=True)
class Hit:
    """Why there are points. where: title | summary | place."""

    word: str
    where: str
    points: int


def words_of(text: str) -> list[Word]:
    """The words of a list, each once, in the order written."""
    found = {}
    for part in re.split(r"[\n,，;；、]+", unicodedata.normalize("NFKC", text)):
        said = _LINE.fullmatch(part.strip())
        if said and said["word"]:
            word = Word(said["word"], int(said["weight"] or 1), said["mark"])
            found.setdefault(word.text.casefold(), word)
    return list(found.values())


def is_wanted(words: Iterable[Word], title: str, summary: str = "") -> bool:
    """Every `+word` occurs and no `!word` does."""
    text = _folded(f"{title}\n{summary}")
    return all(_occurs(word.text, text) == (word.kind == "+") for word in words if word.kind)


def hits(
    words: Iterable[Word], title: str, summary: str = "", position: int | None = None
) -> list[Hit]:
    """What speaks for the headline; a word counts once, where it counts most.

    position: place in a hot-list, 1 the hottest.
    """
    in_title, in_summary = _folded(title), _folded(summary)
    found = []
    for word in words:
        if word.kind == "!":
            continue
        if _occurs(word.text, in_title):
            found.append(Hit(word.text, "title", IN_TITLE * word.weight))
        elif _occurs(word.text, in_summary):
            found.append(Hit(word.text, "summary", IN_SUMMARY * word.weight))
    if position is not None and position <= _LAST_PLACE:
        points = round(AT_TOP * (1 - (position - 1) / _LAST_PLACE))
        found.append(Hit(str(position), "place", points))
    return found


def points(found: Iterable[Hit]) -> int:
    """5–100 out of the hits."""
    return min(max(sum(hit.points for hit in found), FLOOR), MOST)


def score(points: float, trust: int, age_days: float) -> float:
    """0–100. age_days: below 0 counts as 0. Raises KeyError for a trust outside 1–5."""
    return points * TRUST[trust] * 2 ** (-max(age_days, 0) / HALF_LIFE_DAYS)


def rank(points: float, trust: int, published_days: float) -> float:
    """A number whose order is the score's at any moment. published_days: since any fixed day."""
    return log2(points * TRUST[trust]) + published_days / HALF_LIFE_DAYS


def rank_at(wanted: float, now_days: float) -> float:
    """The rank from which on scores are at least `wanted` (> 0) at the moment `now_days`."""
    return log2(wanted) + now_days / HALF_LIFE_DAYS


def _folded(text: str) -> str:
    return _HYPHENS.sub(" ", unicodedata.normalize("NFKC", text).casefold())


def _occurs(word: str, folded: str) -> bool:
    """Latin words whole (“tea” is not in “team”), Chinese ones anywhere."""
    word = _folded(word)
    start = r"(?<![a-z0-9])" if word[:1].isascii() and word[:1].isalnum() else ""
    end = r"(?![a-z0-9])" if word[-1:].isascii() and word[-1:].isalnum() else ""
    return re.search(f"{start}{re.escape(word)}{end}", folded) is not None
