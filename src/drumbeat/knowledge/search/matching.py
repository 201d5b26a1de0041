"""Does a query mean this title? By words, by pinyin and by pinyin initials. No database."""

from functools import lru_cache

from drumbeat.science.pinyin import initials, syllables


@lru_cache(maxsize=20_000)
def spellings(title: str) -> tuple[str, str, str]:
    """The title folded, in full pinyin without blanks, and in pinyin initials.

    "新品上市 Autumn" → ("新品上市 autumn", "xinpinshangshiautumn", "xpssautumn")
    """
    folded = title.casefold()
    if folded.isascii():
        return folded, "", ""
    full = "".join(syllables(folded)).replace(" ", "")
    return folded, full, "".join(initials(folded)).replace(" ", "")


def spelled(*titles: str) -> str:
    """All spellings of the titles, one a line, to be searched as a text: see `spellings`."""
    each = (spelling for title in titles if title for spelling in spellings(title) if spelling)
    return "\n".join(dict.fromkeys(each))


def rank(query: str, *titles: str) -> int | None:
    """How well the best of the titles answers: 0 best, None not at all.

    0 it begins so, 1 contains it, 2 its initials begin so, 3 its pinyin contains it. Of several
    words each must be found in the same title, and the worst of them counts.
    """
    words = query.casefold().split()
    ranks = [found for title in titles if title and (found := _rank(words, title)) is not None]
    return min(ranks, default=None)


def _rank(words, title):
    folded, full, initials = spellings(title)
    if not words:
        return None
    if folded.startswith(" ".join(words)):
        return 0
    each = [_word_rank(word, folded, full, initials) for word in words]
    return None if None in each else max(each)


def _word_rank(word, folded, full, initials):
    if word in folded:
        return 1
    if initials and initials.startswith(word):
        return 2
    return 3 if full and (word in full or word in initials) else None
