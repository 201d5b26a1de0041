"""Brands in people's own words: who was named without help, and who was named first. No database."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

_BETWEEN = re.compile(r"[,，、;；/|\n\r\t。.]+|\s+(?:and|和|与)\s+")


def mentions(text: str, spellings: Mapping[str, Sequence[str]]) -> list[str | None]:
    """The brands of an answer by key, in its order, each once; None for a name that is nobody's.

    spellings: by key, every way to write the brand. A longer spelling wins over a shorter one
    inside it.
    """
    known = sorted(
        ((plain(one), key) for key, all_of_it in spellings.items() for one in all_of_it if one),
        key=lambda pair: -len(pair[0]),
    )
    found: list[str | None] = []
    for part in _BETWEEN.split(text):
        said = plain(part)
        if said:
            found += _in(said, known) or [None]
    return [key for at, key in enumerate(found) if key is None or key not in found[:at]]


def others(texts: Sequence[str], spellings: Mapping[str, Sequence[str]]) -> list[tuple[str, int]]:
    """Names that are nobody's with how many wrote them, the most frequent first, at most 20."""
    counted: Counter = Counter()
    for text in texts:
        parts = {part.strip() for part in _BETWEEN.split(text) if plain(part)}
        counted.update(part for part in parts if mentions(part, spellings) == [None])
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:20]


def plain(text: str) -> str:
    """Case, width and spaces do not make another brand."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _in(said, known) -> list[str]:
    """Keys by where they stand; a letter belongs to one name only."""
    at: dict[int, str] = {}
    for spelling, key in known:
        while spelling and (place := said.find(spelling)) >= 0:
            at[place] = key
            said = said[:place] + "\0" * len(spelling) + said[place + len(spelling) :]
    return [at[place] for place in sorted(at)]
