"""Which words of a Chinese text few readers meet: cut by jieba's dictionary, judged by its counts.

The cut is jieba's accurate mode without its model for unknown words: the likeliest way through the
words of the dictionary, the same on every run. Only the dictionary is read, never the package: that
would hold 100 MB for good and take three times as long to start; this holds 40.

The dictionary was counted from newspapers and novels, so words of the last ten years (外卖, 打卡)
look rarer than they are, and what it lacks altogether falls into single characters.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from threading import Lock

from drumbeat.science.text.folding import HAN, fold, simplified

RARE = 1.0
"""Times a million words below which a word is rare: Zipf 3, where low frequency begins for W. van
Heuven, P. Mandera, E. Keuleers and M. Brysbaert (“SUBTLEX-UK”, 2014)."""
MANY = 0.15
"""Share of rare and unknown words from which on plainer ones are asked for: twice what lines of
Chinese marketing have, 6 to 9 % of those labelled for docs/copy-checks.md. A rule of thumb, and never a stop."""
FEW = 5
"""Words that must be rare or unknown before anything is asked: one name makes no text hard."""
_LONGEST = 16
_RUN = re.compile(rf"([{HAN}a-z0-9+#&._%-]+)")
_LATIN = re.compile(r"[a-z0-9]")
_WORD = re.compile(rf"[{HAN}a-z]+")
# A name is not found inside a longer Latin word.
_EDGE = r"(?:(?<![a-z0-9])|(?![a-z0-9]))"
_opening = Lock()


@dataclass(frozen=True)
class Met:
    """A word as it is written first, how often, and how often it is met in a million words."""

    said: str
    times: int
    per_million: float


@dataclass(frozen=True)
class Vocabulary:
    """words: of the text, without numbers and codes. rare, unknown: each once, the rarest first."""

    words: int
    rare: tuple[Met, ...]
    unknown: tuple[Met, ...]

    @property
    def share(self) -> float:
        """Rare words among all, 0–1."""
        return sum(one.times for one in self.rare) / self.words

    @property
    def is_hard(self) -> bool:
        hard = sum(one.times for one in (*self.rare, *self.unknown))
        return hard >= FEW and hard >= MANY * self.words


def vocabulary(text: str, names: Iterable[str] = ()) -> Vocabulary | None:
    """None for a text without words. names: what the brand calls things, kept whole and never hard.

    Rare: under RARE by the dictionary. Unknown: not in it, and longer than one character, which
    only words in Latin letters can be.
    """
    folded = simplified(fold(text))
    own = {_plain(name) for name in names} - {""}
    times, written, place = Counter(), {}, 0
    for word in cut(folded.text, own):
        if _WORD.fullmatch(word):
            times[word] += 1
            start, end = folded.between(place, place + len(word))
            written.setdefault(word, text[start:end])
        place += len(word)
    if not times:
        return None
    met = {word: Met(written[word], times[word], per_million(word)) for word in times.keys() - own}
    counts, _total = dictionary()
    rare = [one for word, one in met.items() if word in counts and one.per_million < RARE]
    unknown = [one for word, one in met.items() if word not in counts and len(word) > 1]
    return Vocabulary(times.total(), _rarest_first(rare), _rarest_first(unknown))


def per_million(word: str) -> float:
    """How often a word is met in a million. One of three characters or more is read by its parts
    (官方网站 is 官方 and 网站), so it is met at least as often as the rarest of them."""
    counts, total = dictionary()
    times = counts.get(word, 0)
    if len(word) > 2 and times:
        parts = _likeliest(word, longest=len(word) - 1)
        times = max(times, min(counts.get(part, 0) for part in parts))
    return 1e6 * times / total


def cut(text: str, names: Iterable[str] = ()) -> list[str]:
    """Words, numbers and marks of a folded, simplified text; joined, they are the text.

    names: folded and simplified as the text is; each is one word wherever it stands.
    """
    longest_first = sorted((name for name in names if name), key=lambda one: (-len(one), one))
    if not longest_first:
        return _cut(text)
    own = re.compile(rf"{_EDGE}({'|'.join(map(re.escape, longest_first))}){_EDGE}")
    pieces = own.split(text)
    # Every second piece is a name.
    return [
        word
        for number, piece in enumerate(pieces)
        for word in ([piece] if number % 2 else _cut(piece))
    ]


def _cut(text):
    return [
        word
        for number, run in enumerate(_RUN.split(text))
        for word in (_joined(_likeliest(run)) if number % 2 else run)
    ]


def _likeliest(run, longest=_LONGEST):
    """The way through the dictionary whose words are likeliest together; of equals, longer ones."""
    counts, total = dictionary()
    unit, end = log(total), len(run)
    score, step = [0.0] * (end + 1), [0] * end
    for start in range(end - 1, -1, -1):
        score[start], step[start] = score[start + 1] - unit, start + 1
        for until in range(start + 1, min(end, start + longest) + 1):
            if (word := run[start:until]) in counts:
                likely = log(counts[word]) - unit + score[until]
                if until == start + 1 or likely >= score[start]:
                    score[start], step[start] = likely, until
    at, words = 0, []
    while at < end:
        words.append(run[at : step[at]])
        at = step[at]
    return words


def _joined(words):
    """Single Latin letters and digits that follow one another are one word."""
    joined, before = [], False
    for word in words:
        is_letter = len(word) == 1 and bool(_LATIN.match(word))
        if is_letter and before:
            joined[-1] += word
        else:
            joined.append(word)
        before = is_letter
    return joined


def _rarest_first(met):
    return tuple(sorted(met, key=lambda one: (one.per_million, -one.times, one.said)))


def _plain(name):
    return simplified(fold(name.strip())).text


def dictionary() -> tuple[dict[str, int], int]:
    """(how often each word was counted, all of them together), read when first asked for, once."""
    with _opening:
        return _read()


@cache
def _read():
    # Asked for by its place, so that the package itself is not started.
    path = Path(find_spec("jieba").origin).with_name("dict.txt")
    counts = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            word, times, _kind = line.lower().split(" ")
            counts[word] = int(times)
    return counts, sum(counts.values())
