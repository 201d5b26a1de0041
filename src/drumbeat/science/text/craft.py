"""Is a text well made for the page that it goes onto? Its links, pictures, headings and marks.

Texts are Markdown. Each rule is a function from a text to its slips; what a rule rests on and what
to do instead is told by data beside it (`content/checks/data/craft.yaml`). The same text gives the
same slips every time, and no address is asked for.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from drumbeat.science.text.folding import HAN
from drumbeat.science.text.readability import length_of, long_sentences

TITLE_COLUMNS = 60
"""As wide as results of a search show a title: 60 Latin letters, 30 Chinese characters."""
ALTERNATIVE_COLUMNS = 150
"""As much as a screen reader says of a picture without wearing one out; wide letters count two."""
PARAGRAPH = 200
"""Words from which on a paragraph fills the screen of a telephone; a Chinese character is one."""
UNBROKEN = 600
"""Words from which on a text wants headings."""

# What brackets hold is without brackets, so that no text makes these look further than they must.
_WORDS = r"\[(?P<said>[^\[\]]{0,500})\]"
_TARGET = r"\(\s?<?(?P<to>[^()<>\s]{0,2000})>?(?:\s[\"'][^()]{0,500})?\)"
_PICTURE = re.compile(rf"!{_WORDS}{_TARGET}")
_LINK = re.compile(rf"(?<!!){_WORDS}{_TARGET}")
_IN_ADDRESS = r"[^\s<>()\[\]\"'，。；！？、）】》”]"
_BARE = re.compile(rf"(?<![(<A-Za-z0-9])https?://{_IN_ADDRESS}+(?<![.,;:!?])")
_VALUE = re.compile(r"\{\{\s*\w*(?:link|url|链接)\w*\s*\}\}", re.IGNORECASE)
_FILE_NAME = re.compile(r"[\w ()-]+\.(?:jpe?g|png|gif|webp|svg|heic)", re.IGNORECASE)
_SAYS_PICTURE = re.compile(
    r"(?:(?:an?|the|this)\s+)?(?:image|picture|photo|photograph|graphic|illustration|screenshot)"
    r"\s+(?:of|shows|showing)\b|(?:图片|照片|图像|配图|插图|截图)[：:，,]?|图为|(?:这是)?一[张幅](?:图片|照片|插图|图)",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"(?:click |tap |press )?(?:here|this)|(?:this )?link|read more|more|learn more|click|details"
    r"|(?:点击|点|请点击|戳)?(?:这里|此处|链接|这个链接)|点击|详情|更多|查看|阅读更多",
    re.IGNORECASE,
)
_NOWHERE = re.compile(
    r"(?:localhost|127\.0\.0\.1|(?:[\w-]+\.)*example\.(?:com|org|net|cn)"
    r"|(?:[\w-]+\.)?(?:todo|tbd|xxx+)(?:\.\w+)?)(?::\d+)?",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^(?P<level>#{1,6})[ \t]+(?P<said>.*?)[ \t#]*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"(?:^[^\n]*\S[^\n]*(?:\n|$))+", re.MULTILINE)
_PIECE = re.compile(r"[#>|*+-]|\d+[.)]")
_MARKS = re.compile(r"[!！]{2,}|[?？]{3,}|。{2,}")
_HALF = re.compile(rf"(?<=[{HAN}])[,;:!?.](?=[{HAN}\s]|$)")
_FULL = dict(zip(",;:!?.", "，；：！？。", strict=True))
_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:[ \t]+[A-Z]{2,}){2,}\b")
_TWICE = re.compile(r"\b([A-Za-z]+)\s+\1\b", re.IGNORECASE)
_MAY_BE_TWICE = {"that", "had", "bye", "knock", "so", "very"}


@dataclass(frozen=True)
class Slip:
    """text[start:end] is not well made; what is missing altogether has no place."""

    key: str
    start: int | None
    end: int | None
    said: str
    instead: str = ""


def slips(text: str, keys: Iterable[str]) -> list[Slip]:
    """What breaks the rules of these keys, in reading order, what is missing last.

    The same words are told once a rule. Raises KeyError for an unknown key.
    """
    if not text.strip():
        return []
    told = {(slip.key, slip.said): slip for key in keys for slip in reversed([*RULES[key](text)])}
    return sorted(told.values(), key=lambda one: (one.start is None, one.start or 0, one.key))


def alternative(words: str) -> list[str]:
    """Keys of the rules that the words of one picture break, in a text or of a file."""
    said = words.strip()
    if not said or _FILE_NAME.fullmatch(said):
        return ["alt_missing"]
    broken = {
        "alt_long": columns(said) > ALTERNATIVE_COLUMNS,
        "alt_picture": _SAYS_PICTURE.match(said),
    }
    return [key for key, is_broken in broken.items() if is_broken]


def _alternatives(key: str) -> Callable[[str], Iterator[Slip]]:
    return lambda text: (
        _slip(key, picture)
        for picture in _PICTURE.finditer(text)
        if key in alternative(picture["said"])
    )


def _links(text: str) -> Iterator[tuple[re.Match, str, str]]:
    """(place, address, words of the link): of a bare address no words."""
    for link in _LINK.finditer(text):
        yield link, link["to"], link["said"]
    covered = [link.span() for link in (*_LINK.finditer(text), *_PICTURE.finditer(text))]
    for bare in _BARE.finditer(text):
        if not any(start <= bare.start() < end for start, end in covered):
            yield bare, bare[0], ""


def _leading_nowhere(text: str) -> Iterator[Slip]:
    for place, to, _said in _links(text):
        if not to.strip("#") or _NOWHERE.fullmatch(_host(to)):
            yield _slip("link_nowhere", place)


def _unsealed(text: str) -> Iterator[Slip]:
    for place, to, _said in _links(text):
        if to.lower().startswith("http://") and not _NOWHERE.fullmatch(_host(to)):
            yield _slip("link_unsealed", place, f"https{to[4:]}")


def _tagged_by_hand(text: str) -> Iterator[Slip]:
    for place, to, _said in _links(text):
        parts = _parts(to)
        asked = parse_qsl(parts.query, keep_blank_values=True) if parts else []
        kept = [pair for pair in asked if not pair[0].lower().startswith("utm_")]
        if len(kept) < len(asked):
            yield _slip("link_tagged", place, parts._replace(query=urlencode(kept)).geturl())


def _words_that_say_nothing(text: str) -> Iterator[Slip]:
    for link in _LINK.finditer(text):
        if _SAYS_NOTHING.fullmatch(link["said"].strip(" .。!！>›»→")):
            yield _slip("link_words", link)


def _without_a_next_step(text: str) -> Iterator[Slip]:
    if next(_links(text), None) is None and not _VALUE.search(text):
        yield Slip("link_none", None, None, "")


def _titles(text: str) -> list[re.Match]:
    return [one for one in _HEADING.finditer(text) if one["level"] == "#"]


def _without_a_title(text: str) -> Iterator[Slip]:
    first = text.strip().split("\n", 1)[0]
    if not _titles(text) and columns(first) > TITLE_COLUMNS:
        yield Slip("title_none", None, None, "")


def _titles_too_long(text: str) -> Iterator[Slip]:
    return (
        _slip("title_long", one) for one in _titles(text) if columns(one["said"]) > TITLE_COLUMNS
    )


def _several_titles(text: str) -> Iterator[Slip]:
    return (_slip("title_several", one) for one in _titles(text)[1:])


def _skipped_levels(text: str) -> Iterator[Slip]:
    before = 0
    for heading in _HEADING.finditer(text):
        level = len(heading["level"])
        if before and level > before + 1:
            yield _slip("heading_skipped", heading, f"{'#' * (before + 1)} {heading['said']}")
        before = level


def _without_headings(text: str) -> Iterator[Slip]:
    below = [one for one in _HEADING.finditer(text) if one["level"] != "#"]
    if not below and length_of(text) >= UNBROKEN:
        yield Slip("heading_none", None, None, "")


def _long_paragraphs(text: str) -> Iterator[Slip]:
    for paragraph in _PARAGRAPH.finditer(text):
        if not _PIECE.match(paragraph[0]) and length_of(paragraph[0]) > PARAGRAPH:
            yield _within("paragraph_long", text, paragraph.start(), paragraph.end())


def _long_sentences(text: str) -> Iterator[Slip]:
    return (_within("sentence_long", text, start, end) for start, end in long_sentences(text))


def _repeated_marks(text: str) -> Iterator[Slip]:
    for marks in _MARKS.finditer(text):
        yield _slip("marks_repeated", marks, "……" if marks[0][0] == "。" else marks[0][0])


def _half_marks(text: str) -> Iterator[Slip]:
    return (_slip("marks_half", mark, _FULL[mark[0]]) for mark in _HALF.finditer(text))


def _shouted(text: str) -> Iterator[Slip]:
    return (_slip("shouting", one, one[0].capitalize()) for one in _CAPITALS.finditer(text))


def _written_twice(text: str) -> Iterator[Slip]:
    for word in _TWICE.finditer(text):
        if word[1].lower() not in _MAY_BE_TWICE:
            yield _slip("word_twice", word, word[1])


RULES: dict[str, Callable[[str], Iterable[Slip]]] = {
    **{key: _alternatives(key) for key in ("alt_missing", "alt_long", "alt_picture")},
    "link_nowhere": _leading_nowhere,
    "link_unsealed": _unsealed,
    "link_tagged": _tagged_by_hand,
    "link_words": _words_that_say_nothing,
    "link_none": _without_a_next_step,
    "title_none": _without_a_title,
    "title_long": _titles_too_long,
    "title_several": _several_titles,
    "heading_skipped": _skipped_levels,
    "heading_none": _without_headings,
    "paragraph_long": _long_paragraphs,
    "sentence_long": _long_sentences,
    "marks_repeated": _repeated_marks,
    "marks_half": _half_marks,
    "shouting": _shouted,
    "word_twice": _written_twice,
}


def columns(text: str) -> int:
    """Width in columns: an East Asian wide character has two (UAX #11)."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _slip(key: str, place: re.Match, instead: str = "") -> Slip:
    return Slip(key, place.start(), place.end(), place[0], instead)


def _within(key: str, text: str, start: int, end: int) -> Slip:
    """A long passage is named by how it begins."""
    said = text[start:end]
    start, end = start + len(said) - len(said.lstrip()), start + len(said.rstrip())
    said = " ".join(said.split())
    return Slip(key, start, end, said if len(said) <= 24 else f"{said[:24]}…")


def _parts(address: str):
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _host(address: str) -> str:
    parts = _parts(address)
    return (parts.netloc if parts else "") or ""
