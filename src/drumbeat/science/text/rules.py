"""Does a text keep a brand's rules? Words to avoid or replace, sentences it must carry, colours.

Width, case and invisible characters do not count, nor spaces put between Chinese characters;
positions are those of the text as it was given. Latin words are found as whole words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from drumbeat.science.colour import ciede2000, lab
from drumbeat.science.text.folding import HAN, Folded, fold, without_covered

AVOID, PREFER, LEGAL, COLOUR = "term_avoid", "term_prefer", "legal_line", "colour"

_LATIN = rf"[^\W_{HAN}]"
_COLOUR = re.compile(r"#[0-9a-f]{6}(?![0-9a-z])")
"""Six digits only: #618 is a sale, not a colour."""


@dataclass(frozen=True)
class Rule:
    """words, instead: in English and in Chinese, "" where there is none.

    kind: term_avoid | term_prefer | legal_line | colour. limit: greatest ΔE00 to the palette.
    """

    key: str
    kind: str
    is_blocking: bool
    words: tuple[str, str] = ("", "")
    instead: tuple[str, str] = ("", "")
    limit: float = 0.0


@dataclass(frozen=True)
class Finding:
    """What of a text breaks a rule: text[start:end]. A sentence that is missing has no place.

    instead: what to write, "" when the rule names nothing. distance: ΔE00 of a colour to `instead`.
    """

    rule: Rule
    start: int | None
    end: int | None
    said: str
    instead: str
    distance: float | None = None

    @property
    def is_blocking(self) -> bool:
        return self.rule.is_blocking

    @property
    def weight(self) -> int:
        return int(self.is_blocking)


def check(text: str, rules: Iterable[Rule], palette: Sequence[str] = ()) -> list[Finding]:
    """Everything that breaks a rule, in reading order; what is missing comes last.

    palette: hex colours. What lies within a longer finding of no less weight is not told again.
    Raises ValueError for a palette that holds no colours.
    """
    if not text.strip():
        return []
    folded, found, missing = fold(text), [], []
    for rule in rules:
        if rule.kind == COLOUR:
            found += _colours(folded, rule, palette)
        elif rule.kind == LEGAL:
            missing += _missing(folded, rule)
        else:
            found += _terms(folded, rule)
    return (
        sorted(without_covered(found), key=lambda one: (one.start, -one.end, one.rule.key))
        + missing
    )


def language_of(text: str) -> str:
    """ "zh" when it has at least as many Chinese characters as Latin words, else "en"."""
    folded = fold(text).text
    han = len(re.findall(rf"[{HAN}]", folded))
    return "zh" if han and han >= len(re.findall(rf"{_LATIN}+", folded)) else "en"


def _terms(folded: Folded, rule: Rule) -> list[Finding]:
    found = []
    for words, instead in zip(rule.words, rule.instead, strict=True):
        # “Rock Mist tea” is the name asked for, not another slip of “tea”.
        right = [folded.span(hit) for hit in _hits(folded, instead)]
        for hit in _hits(folded, words):
            start, end = folded.span(hit)
            if not any(a <= start and end <= b for a, b in right):
                found.append(Finding(rule, start, end, folded.original[start:end], instead))
    return found


def _missing(folded: Folded, rule: Rule) -> list[Finding]:
    """The sentence in the language of the text; a rule without one there asks nothing."""
    line = rule.words[language_of(folded.original) == "zh"]
    if not line or any(True for _hit in _hits(folded, line.rstrip(" .。!！"))):
        return []
    return [Finding(rule, None, None, "", line)]


def _colours(folded: Folded, rule: Rule, palette: Sequence[str]) -> list[Finding]:
    hits = list(_COLOUR.finditer(folded.text)) if palette else []
    if not hits:
        return []
    known, found = np.array([lab(colour) for colour in palette]), []
    for hit in hits:
        apart = ciede2000(lab(hit[0]), known)
        nearest = int(apart.argmin())
        if apart[nearest] > rule.limit:
            start, end = folded.span(hit)
            said, distance = folded.original[start:end], float(apart[nearest])
            found.append(Finding(rule, start, end, said, palette[nearest], distance))
    return found


def _hits(folded: Folded, words: str) -> Iterable[re.Match]:
    words = fold(words).text.strip()
    return _pattern(words).finditer(folded.text) if words else ()


def _pattern(words: str) -> re.Pattern:
    """Whole words in Latin; between Chinese characters there may be space, as “第 一” has it."""
    joined, before = "", ""
    for part in re.findall(r"[\s-]+|.", words):
        if _is_han(before) and _is_han(part):
            joined += r"\s*"
        joined += r"[\s-]+" if re.fullmatch(r"[\s-]+", part) else re.escape(part)
        before = part
    head = rf"(?<!{_LATIN})" if re.match(_LATIN, words) else ""
    tail = rf"(?!{_LATIN})" if re.match(_LATIN, words[-1]) else ""
    return re.compile(head + joined + tail)


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter[:1] <= "\u9fff"
