"""How long a text is, as the networks count."""

import re
import unicodedata

_JOINER, _SELECTORS = "\u200d", ("\ufe0e", "\ufe0f")
_SKIN = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
# Of X's configuration, version 3: these code points weigh one, all others two.
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_LINK_WEIGHS = 23


def characters(text: str) -> list[str]:
    """The text cut as a reader counts: marks, skin tones and joined emoji go with what they join.

    The part of Unicode's UAX #29 that texts of advertisements need; Hangul and Indic syllables
    count by code point.
    """
    found: list[str] = []
    for char in text:
        if found and _goes_with(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _goes_with(before, char):
    if before.endswith(_JOINER) or char == _JOINER or char in _SELECTORS:
        return True
    if unicodedata.combining(char) or ord(char) in _SKIN or unicodedata.category(char) == "Me":
        return True
    if before == "\r" and char == "\n":
        return True
    return ord(char) in _FLAGS and len(before) == 1 and ord(before) in _FLAGS


def count(text: str) -> int:
    """Characters as a reader counts them."""
    return len(characters(text))


def width(text: str) -> int:
    """Half-width units: a full-width character or an emoji is two."""
    return sum(_width(part) for part in characters(text))


def _width(part):
    part = unicodedata.normalize("NFC", part)
    if unicodedata.category(part[0]).startswith("M"):
        return 0
    is_wide = any(unicodedata.east_asian_width(char) in ("W", "F") for char in part)
    return 2 if is_wide or ord(part[0]) in _FLAGS else 1


def weighted(text: str) -> int:
    """As X counts: Chinese, Japanese, Korean and emoji weigh two, a link 23, the rest one."""
    links = len(_LINK.findall(text))
    parts = characters(unicodedata.normalize("NFC", _LINK.sub("", text)))
    return links * _LINK_WEIGHS + sum(_weight(part) for part in parts)


def _weight(part):
    if len(part) > 1:
        return 2
    return 1 if any(low <= ord(part) <= high for low, high in _LIGHT) else 2


UNITS = {"characters": count, "width": width, "weighted": weighted}
