"""A passage found again in a text that went on being written.

By its words and the words around it, as the W3C's Web Annotation Data Model does (TextQuoteSelector).
"""

from dataclasses import dataclass
from itertools import takewhile

AROUND = 40


@dataclass(frozen=True)
class Quote:
    """A passage with up to AROUND characters before and after it."""

    words: str
    before: str = ""
    after: str = ""


def quoted(text: str, start: int, end: int) -> Quote:
    """The passage text[start:end] as it is kept."""
    return Quote(text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])


def find(text: str, quote: Quote) -> tuple[int, int] | None:
    """Where the passage stands now: of several the one whose surroundings are most alike, the first
    of equals; None when its words are gone."""
    places = list(_places(text, quote.words))
    if not places:
        return None
    start = max(places, key=lambda place: (_likeness(text, place, quote), -place))
    return start, start + len(quote.words)


def _places(text, words):
    place = text.find(words) if words else -1
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _likeness(text, start, quote):
    end = start + len(quote.words)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return _alike(before[::-1], quote.before[::-1]) + _alike(after, quote.after)


def _alike(one, other):
    """How many characters they begin with are the same."""
    return sum(
        1 for _both in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False))
    )
