"""How long a text is, as the networks count."""

import re
import unicodedata

import regex

_CLUSTER = regex.compile(r"\X")
_FLAGS = range(0x1F1E6, 0x1F200)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
# Of X's configuration, version 3: these code points weigh one, all others two.
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_LINK_WEIGHS = 23


def characters(text: str) -> list[str]:
    """The text cut as a reader counts: extended grapheme clusters (Unicode's UAX #29)."""
    return _CLUSTER.findall(text)


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
