"""Words written so that a list does not find them: 蕞好, zui好, 国jia级, 第①."""

import re
from collections.abc import Iterator, Mapping

from drumbeat.science.pinyin import sounds

_BETWEEN = r"[ ·.\-]?"
_TONE = "{}[1-4]?"
_NOT_LATIN = (r"(?<![a-z])", r"(?![a-z])")


class Disguises:
    """Compiled once from `words` (as they are meant), `letters` (what stands for a character) and
    `innocent` (patterns in which a look-alike means itself)."""

    def __init__(self, document: Mapping):
        letters = document["letters"]
        self._words = [(word, _pattern(word, letters)) for word in document["words"]]
        innocent = document["innocent"]
        self._innocent = re.compile("|".join(innocent)) if innocent else None

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, the word meant) of every disguise in a folded text."""
        if self._innocent:
            text = self._innocent.sub(lambda said: "\0" * len(said[0]), text)
        for word, pattern in self._words:
            for hit in pattern.finditer(text):
                if hit[0] != word:
                    yield hit.start(), hit.end(), word


def _pattern(word: str, letters: Mapping[str, list[str]]) -> re.Pattern:
    parts = (_one_of(letter, letters.get(letter, ())) for letter in word)
    before, after = _NOT_LATIN
    return re.compile(before + _BETWEEN.join(parts) + after)


def _one_of(letter: str, others) -> str:
    """The character itself, what stands for it, its pinyin with or without its tone."""
    sounds = [] if letter.isascii() else [_TONE.format(sound) for sound in _longest_first(letter)]
    return f"(?:{'|'.join([*map(re.escape, [letter, *others]), *sounds])})"


def _longest_first(letter: str) -> list[str]:
    """Its sounds so that “guo” is not read as “gu”."""
    return sorted(sounds(letter), key=lambda sound: (-len(sound), sound))
