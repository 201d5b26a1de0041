"""From bytes to candidate grids: which encodings and delimiters could this file be in?

A wrong guess is not an error here, it is a grid in which nobody recognises a header. So this module
offers the plausible readings, best first, and `tabular` takes the first that makes sense.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .container import MAX_EXPANDED_BYTES, Rows, Text, html_rows, looks_like_html, unwrap
from .problems import FileRefused

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_LEGACY = ("gb18030", "big5", "cp932", "cp1252")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_SAMPLE_CHARACTERS = 200_000
DELIMITERS = ("\t", ",", ";")
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(slots=True)
class Grid:
    """One reading of the file: rows of cells, and how it was read. Row n is `rows[n - 1]`."""

    rows: Rows
    container: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


def readings(data: bytes, filename: str, *, limit: int = MAX_EXPANDED_BYTES) -> Iterator[Grid]:
    """Every plausible grid, best first. Raises FileRefused as `container.unwrap` does."""
    content = unwrap(data, filename, limit=limit)
    if isinstance(content, Text):
        yield from _text_readings(content.data)
        return
    for name, rows in content.sheets.items():
        yield Grid(rows, content.kind, sheet=name)


def _text_readings(data: bytes) -> Iterator[Grid]:
    refusal: FileRefused | None = None
    for text, encoding in decodings(data):
        if looks_like_html(data):
            yield Grid(html_rows(text), "html", encoding)
            continue
        for delimiter in _delimiters_in(text):
            try:
                rows = split_rows(text, delimiter)
            except FileRefused as broken:
                # Expected under a wrong delimiter; it is the file's fault only if no other works.
                refusal = refusal or broken
                continue
            yield Grid(rows, "text", encoding, delimiter)
    if refusal is not None:
        raise refusal


def decodings(data: bytes) -> Iterator[tuple[str, str]]:
    """(text, encoding) for each encoding the bytes are valid in, most certain first.

    A byte-order mark or NUL bytes settle it; strict UTF-8 nearly does; GB18030, Big5, Shift-JIS
    and Windows-1252 overlap, so all that fit are offered.
    """
    certain = _certain_encoding(data)
    if certain is not None:
        yield data.decode(certain, errors="replace").removeprefix("\ufeff"), certain
        return
    try:
        yield data.decode("utf-8"), "utf-8"
        return
    except UnicodeDecodeError:
        pass
    fitting = []
    for encoding in _LEGACY:
        try:
            fitting.append((data.decode(encoding), encoding))
        except UnicodeDecodeError:
            continue
    yield from sorted(fitting, key=lambda one: not _reads_naturally(*one))


def _reads_naturally(text: str, encoding: str) -> bool:
    """Does the text look written, or like bytes of another encoding taken two by two?

    East Asian words have several characters in a row, mostly common ones; an “é” misread as one
    swallows its neighbour and stands alone.
    """
    if encoding == "cp1252":
        return True
    words = set(_NOT_ASCII.findall(text[:_SAMPLE_CHARACTERS]))
    letters = [letter for word in words for letter in word]
    if sum(len(word) > 1 for word in words) * 2 < len(words):
        return False
    if encoding == "gb18030":
        return sum(_is_common(letter) for letter in letters) * 10 >= len(letters) * 6
    return sum("\uff61" <= letter <= "\uff9f" for letter in letters) * 2 < len(letters)


def _is_common(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return letter == "￥"
    return True


def _certain_encoding(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    head = data[:4096]
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > even and odd:
        return "utf-16-le"
    return "utf-16-be" if even else None


def _delimiters_in(text: str) -> tuple[str, ...]:
    announced = _SEP_LINE.match(text)
    if announced:
        # Excel's own hint. The line stays a row, or row numbers would be off by one.
        return (announced[1],)
    return tuple(mark for mark in DELIMITERS if mark in text) or (",",)


def split_rows(text: str, delimiter: str) -> Rows:
    """CSV records; blank lines are kept as empty rows so that row numbers match a spreadsheet."""
    rows: Rows = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise FileRefused("broken_quotes", row=len(rows) + 1) from None
    return rows
