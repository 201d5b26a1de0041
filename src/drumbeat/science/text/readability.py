"""How hard a text is to read: its sentences, how long they are, and for English a formula.

Chinese is told by length, by its rare characters, those outside the 3,755 common ones of GB/T
2312—1980 (level 1), and by its rare words: no formula was ever measured on Chinese advertising.
English has the reading ease of R. Flesch (“A new readability yardstick”, 1948) over syllables
counted as groups of vowels, which is within one of the dictionary for most words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from drumbeat.science.text.folding import HAN, fold, simplified
from drumbeat.science.text.rules import language_of
from drumbeat.science.text.words import Vocabulary, vocabulary

LONG = {"zh": 40, "en": 30}
"""Words from which on a sentence is better cut in two: a rule of thumb, not a finding."""
_SENTENCE = re.compile(r"[^。！？!?\n]+?(?:[。！？!?\n]+|\.(?=\s|$)|$)")
_SPOKEN = re.compile(rf"[{HAN}]|[^\W{HAN}_]+(?:[.'’][^\W{HAN}_]+)*")
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?<![aeiouyl])e$|(?<=[aeiouy])le$|(?<=[^aeioutdy])ed$|(?<=[^aeioucgsxyhz])es$"
)


@dataclass(frozen=True)
class Readability:
    """mean, longest: words a sentence, a Chinese character being one. hardest: the longest one.

    ease: Flesch's, about 0 (hard) to 100 (easy); None for Chinese. rare: Chinese characters outside
    the common ones, each once, in reading order. vocabulary: of Chinese, else None.
    """

    sentences: int
    mean: float
    longest: int
    hardest: str
    ease: float | None
    is_long: bool
    rare: tuple[str, ...] = ()
    vocabulary: Vocabulary | None = None


def readability(text: str, names: Iterable[str] = ()) -> Readability | None:
    """None for a text without words. names: what the brand calls things; they are never hard."""
    spoken = [
        (length, one.strip()) for one in _SENTENCE.findall(text) if (length := length_of(one))
    ]
    if not spoken:
        return None
    language = language_of(text)
    longest, hardest = max(spoken, key=lambda pair: pair[0])
    mean = sum(length for length, _one in spoken) / len(spoken)
    words = _WORD.findall(text) if language == "en" else []
    ease = flesch(len(words), len(spoken), sum(map(syllables, words))) if words else None
    is_long = longest > LONG[language]
    met = vocabulary(text, names) if language == "zh" else None
    return Readability(len(spoken), mean, longest, hardest, ease, is_long, rare_in(text), met)


def rare_in(text: str) -> tuple[str, ...]:
    """Chinese characters outside the common ones, each once; traditional ones as simplified ones."""
    folded = simplified(fold(text)).text
    return tuple(dict.fromkeys(letter for letter in _HAN.findall(folded) if not _is_common(letter)))


def _is_common(letter: str) -> bool:
    """Rows 16–55 of GB/T 2312 hold its level 1; the code itself is the list."""
    code = letter.encode("gb2312", "ignore")
    return b"\xb0\xa1" <= code <= b"\xd7\xf9"


def long_sentences(text: str) -> list[tuple[int, int]]:
    """Places of the sentences that are better cut in two, in reading order."""
    limit = LONG[language_of(text)]
    return [one.span() for one in _SENTENCE.finditer(text) if length_of(one[0]) > limit]


def length_of(text: str) -> int:
    """Words, a Chinese character being one."""
    return len(_SPOKEN.findall(text))


def flesch(words: int, sentences: int, syllables: int) -> float:
    """Reading ease, 206.835 − 1.015 words/sentences − 84.6 syllables/words.

    Raises ZeroDivisionError without words or sentences.
    """
    return 206.835 - 1.015 * words / sentences - 84.6 * syllables / words


def syllables(word: str) -> int:
    """Groups of vowels without the silent endings, at least 1."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word.lower()))))
