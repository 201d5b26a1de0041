"""How long a text is, as the networks count.

`rules()` is all that a browser needs to count the same.
"""

import re
import sys
import unicodedata
from functools import cache
from itertools import groupby

import regex

_CLUSTER = regex.compile(r"\X")
_FLAGS = range(0x1F1E6, 0x1F200)
# A link ends where other than ASCII begins: Chinese follows it without a blank. What closes the
# sentence is none of it. These patterns mean the same in JavaScript.
_LINK = r"https?://[!-~]*[\w/=#&~+-]"
# X links an address without a scheme too; these are the endings that copy ends its addresses in.
_BARE = (
    r"(?<![@\w./-])(?:[a-z0-9-]+\.)+(?:com|cn|net|org|io|co|me|app|dev|shop|store|tv|ai|hk|tw|jp|uk)"
    r"(?![\w-])(?:/[!-~]*[\w/=#&~+-])?"
)
_MENTION = r"(?<![\w/=@.])(@\w+)@\w[\w.-]*\w"
_LINKS = {
    "weighted": re.compile(f"{_LINK}|{_BARE}", re.IGNORECASE | re.ASCII),
    "linked": re.compile(_LINK, re.IGNORECASE | re.ASCII),
}
_AWAY = re.compile(_MENTION, re.ASCII)
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
    rest, links = _LINKS["weighted"].subn("", text)
    parts = characters(unicodedata.normalize("NFC", rest))
    return links * _LINK_WEIGHS + sum(_weight(part) for part in parts)


def _weight(part):
    if len(part) > 1:
        return 2
    return 1 if any(low <= ord(part) <= high for low, high in _LIGHT) else 2


def linked(text: str) -> int:
    """As Mastodon counts: a link is 23 characters, of @somebody@elsewhere only @somebody counts."""
    rest, links = _LINKS["linked"].subn("", text)
    return links * _LINK_WEIGHS + count(_AWAY.sub(r"\1", rest))


UNITS = {"characters": count, "width": width, "weighted": weighted, "linked": linked}


def longest_within(text: str, most: int, unit: str) -> int:
    """Where to cut: text[:place] is the longest beginning of whole characters that has at most
    `most` in the unit."""
    measure, pieces = UNITS[unit], characters(text)
    low, high = 0, len(pieces)
    while low < high:
        middle = (low + high + 1) // 2
        if measure("".join(pieces[:middle])) <= most:
            low = middle
        else:
            high = middle - 1
    return len("".join(pieces[:low]))


@cache
def rules() -> dict:
    """The tables of these counts: patterns of links, and ranges of code points [first, last]."""
    return {
        "links": {unit: pattern.pattern for unit, pattern in _LINKS.items()},
        "mention": _MENTION,
        "link_weighs": _LINK_WEIGHS,
        "light": _LIGHT,
        "wide": _ranges(lambda char: unicodedata.east_asian_width(char) in ("W", "F")),
    }


def _ranges(belongs):
    """What belongs, as ranges; code points past U+3FFFF are private or of no character."""
    told = groupby(range(min(sys.maxunicode, 0x3FFFF) + 1), lambda code: belongs(chr(code)))
    groups = (list(codes) for is_in, codes in told if is_in)
    return [(codes[0], codes[-1]) for codes in groups]
