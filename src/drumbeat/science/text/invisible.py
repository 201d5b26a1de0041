"""Characters of a text that nobody sees: they split words, or turn around what stands after them."""

import unicodedata
from dataclasses import dataclass

from drumbeat.science.text.lengths import characters

_JOINER, _BLACK_FLAG = "\u200d", "\U0001f3f4"


@dataclass(frozen=True)
class Invisible:
    """text[place] is not seen. before: the few words in front of it."""

    place: int
    name: str
    code: str
    before: str


def invisibles(text: str) -> list[Invisible]:
    """Format characters (zero-width, direction marks, soft hyphens), in reading order; those that
    hold an emoji together belong there."""
    if text.isascii():
        return []
    found, place = [], 0
    for part in characters(text):
        for letter in part:
            if unicodedata.category(letter) == "Cf" and not _belongs(letter, part):
                found.append(_told(text, place, letter))
            place += 1
    return found


def _belongs(letter, part):
    if part.startswith(_BLACK_FLAG):
        return True
    return letter == _JOINER and any(unicodedata.category(one) == "So" for one in part)


def _told(text, place, letter):
    name = unicodedata.name(letter, "").capitalize()
    return Invisible(place, name, f"U+{ord(letter):04X}", text[max(0, place - 12) : place])
