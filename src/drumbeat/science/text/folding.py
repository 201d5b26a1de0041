"""A text as it is compared, with the place of each of its characters in the text as it was given."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Protocol, TypeVar

from opencc import OpenCC

HAN = "\u3400-\u9fff"
_SPLIT = re.compile(rf"(?<=[{HAN}])(?:[ \t]*[·.•・‧_*~-][ \t]*|[ \t]+)(?=[{HAN}])")


@dataclass(frozen=True)
class Folded:
    """places: of each character of `text` in `original`, ascending."""

    original: str
    text: str
    places: list[int] = field(repr=False)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end], which is not empty, stands in the original."""
        return self.places[start], self.places[end - 1] + 1

    def span(self, found: re.Match) -> tuple[int, int]:
        return self.between(found.start(), found.end())


def fold(text: str) -> Folded:
    """Width and case do not count, nor what is invisible (NFKC, case folding, format characters)."""
    letters, places = [], []
    for place, letter in enumerate(text):
        folded = _folded(letter)
        letters.append(folded)
        places += [place] * len(folded)
    return Folded(text, "".join(letters), places)


def simplified(folded: Folded) -> Folded:
    """Traditional characters as simplified ones (OpenCC's t2s, by phrases)."""
    text = _converter().convert(folded.text)
    if len(text) != len(folded.text):
        # No phrase of t2s changes its length today; by characters none can.
        text = "".join(_converter().convert(letter)[:1] or letter for letter in folded.text)
    return Folded(folded.original, text, folded.places)


def joined(folded: Folded) -> Folded:
    """Without the blank, dot or dash that somebody put between two Chinese characters."""
    kept, before = [], 0
    for gap in _SPLIT.finditer(folded.text):
        kept.append((before, gap.start()))
        before = gap.end()
    kept.append((before, len(folded.text)))
    text = "".join(folded.text[start:end] for start, end in kept)
    places = [place for start, end in kept for place in folded.places[start:end]]
    return Folded(folded.original, text, places)


class Placed(Protocol):
    """What was found at original[start:end], or nowhere; `weight`: the graver, the more."""

    start: int | None
    end: int | None

    @property
    def weight(self) -> int: ...


Found = TypeVar("Found", bound=Placed)


def marked(text: str, findings: Iterable[Found]) -> list[tuple[str, Found | None]]:
    """The text in pieces, each with the gravest finding it lies in; joined, they are the text."""
    placed = [one for one in findings if one.start is not None]
    cuts = sorted({0, len(text), *(at for one in placed for at in (one.start, one.end))})
    pieces = []
    for start, end in pairwise(cuts):
        inside = [one for one in placed if one.start <= start and end <= one.end]
        pieces.append((text[start:end], max(inside, key=lambda one: one.weight, default=None)))
    return pieces


def without_covered(findings: Iterable[Found]) -> list[Found]:
    """Those with a place, in reading order; what lies within a longer finding of no less weight is
    not told again."""
    kept, around = [], []
    placed = (one for one in findings if one.start is not None)
    for one in sorted(placed, key=lambda one: (one.start, -one.end)):
        around = [other for other in around if other.end > one.start]
        if not any(_covers(other, one) for other in around):
            kept.append(one)
        around.append(one)
    return kept


def _covers(other, one):
    longer = other.end - other.start > one.end - one.start
    return longer and other.end >= one.end and other.weight >= one.weight


def _folded(letter):
    if letter.isascii():
        return letter.lower()
    if unicodedata.category(letter) == "Cf":
        return ""
    return unicodedata.normalize("NFKC", letter).casefold()


@cache
def _converter():
    return OpenCC("t2s")
