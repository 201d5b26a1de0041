"""What is this file really? The name is a hint, the first bytes decide.

Takes zip, gzip, xlsx, xls and HTML saved as .xls apart, and refuses archives that unpack to more
than the machine should hold.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from html.parser import HTMLParser

from python_calamine import CalamineError, CalamineWorkbook

from .cells import Cell
from .problems import FileRefused

MAX_EXPANDED_BYTES = 512 * 1024 * 1024
MAX_WORKBOOK_CELLS = 40_000_000
_CHUNK = 1 << 20
_COLUMN_REF = re.compile(rb"""\sr=["']([A-Z]{1,3})\d""")
_BIG_ROW_REF = re.compile(rb"""\sr=["'][A-Z]{0,3}(\d{5,7})["']""")
_TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")

# Everything zipfile raises for broken bytes; RuntimeError is its word for a password.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    IndexError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)

Rows = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Workbook:
    """Typed sheets, by name; nothing left to decode."""

    kind: str
    sheets: dict[str, Rows]


@dataclass(frozen=True, slots=True)
class Text:
    """Bytes that still need an encoding and a delimiter."""

    data: bytes


def unwrap(
    data: bytes, filename: str, *, limit: int = MAX_EXPANDED_BYTES, depth: int = 0
) -> Workbook | Text:
    """Peel archives off and open workbooks.

    Raises FileRefused: empty_file, too_large, zip_without_table, zip_many_files,
    archive_unreadable, workbook_unreadable.
    """
    if len(data) > limit:
        raise _too_large(filename, limit)
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise FileRefused("empty_file", filename=filename)
    if depth < 3 and data.startswith(b"\x1f\x8b"):
        return unwrap(_gunzip(data, filename, limit), filename, limit=limit, depth=depth + 1)
    if depth < 3 and data.startswith(b"PK\x03\x04"):
        return _from_zip(data, filename, limit, depth)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _workbook(data, filename, "xls")
    return Text(data)


def _too_large(filename: str, limit: int) -> FileRefused:
    return FileRefused("too_large", filename=filename, limit_mb=max(1, limit >> 20))


def _gunzip(data: bytes, filename: str, limit: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, limit + 1)
    except zlib.error:
        raise FileRefused("archive_unreadable", filename=filename) from None
    if len(plain) > limit:
        raise _too_large(filename, limit)
    if not unpacker.eof:
        raise FileRefused("archive_unreadable", filename=filename)
    return plain


def _from_zip(data: bytes, filename: str, limit: int, depth: int) -> Workbook | Text:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if any(name.startswith("xl/") for name in names):
                _measure_workbook(archive, filename, limit)
                return _workbook(data, filename, "xlsx")
            member = _only_table(names, filename)
            with archive.open(member) as stream:
                plain = stream.read(limit + 1)
    except FileRefused:
        raise
    except _DAMAGED:
        raise FileRefused("archive_unreadable", filename=filename) from None
    if len(plain) > limit:
        raise _too_large(filename, limit)
    return unwrap(plain, member, limit=limit, depth=depth + 1)


def _only_table(names: list[str], filename: str) -> str:
    tables = [
        name
        for name in names
        if name.lower().endswith(_TABLE_SUFFIXES) and not name.startswith("__MACOSX/")
    ]
    if not tables:
        raise FileRefused("zip_without_table", filename=filename)
    if len(tables) > 1:
        raise FileRefused("zip_many_files", filename=filename, names=", ".join(tables[:8]))
    return tables[0]


def _measure_workbook(archive: zipfile.ZipFile, filename: str, limit: int) -> None:
    """Unpack once without keeping anything.

    The sizes in a zip's directory can lie, and a sheet with one cell in A1 and one in XFD1048576
    is tiny as a file and 17 billion cells as a grid.
    """
    expanded = 0
    for member in archive.infolist():
        widest, last_row, tail = b"A", 0, b""
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                expanded += len(chunk)
                if expanded > limit:
                    raise _too_large(filename, limit)
                if not member.filename.startswith("xl/worksheets/"):
                    continue
                window = tail + chunk
                tail = chunk[-64:]
                columns = set(_COLUMN_REF.findall(window)) | {widest}
                widest = max(columns, key=lambda ref: (len(ref), ref))
                last_row = max(last_row, *map(int, _BIG_ROW_REF.findall(window)), 0)
        if last_row * _column_number(widest) > MAX_WORKBOOK_CELLS:
            raise _too_large(filename, limit)


def _column_number(ref: bytes) -> int:
    number = 0
    for letter in ref:
        number = number * 26 + letter - 64
    return number


def _workbook(data: bytes, filename: str, kind: str) -> Workbook:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, OSError, ValueError):
        raise FileRefused("workbook_unreadable", filename=filename) from None
    return Workbook(kind, sheets)


# -- HTML saved as .xls ----------------------------------------------------------------------


def looks_like_html(data: bytes) -> bool:
    head = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return head.startswith(b"<") and any(
        tag in head for tag in (b"<table", b"<html", b"<!doctype html")
    )


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Rows] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self._close_cell()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self._close_cell()
            self._cell = []
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), 256) if span.isdecimal() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _close_cell(self) -> None:
        if self._cell is not None:
            self.tables[-1][-1].extend(["".join(self._cell), *[""] * (self._span - 1)])
            self._cell = None


def html_rows(text: str) -> Rows:
    """All table rows of a page in order: exports put the preamble in a table of its own."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return [row for table in parser.tables for row in table]
