"""One cell at a time: text, numbers and money as the platforms write them."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from .problems import Unreadable

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202b\u202c"))
_SEPARATORS = dict.fromkeys(map(ord, ".,'’ "))
_BLANKS = frozenset({"", "-", "--", "---", "—", "——", "–"})
_NULLS = _BLANKS | {"n/a", "na", "null", "none", "nan", "暂无", "暂无数据", "无"}
_SCALE = {None: 1, "千": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8, "万亿": 10**12}
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_SCIENTIFIC = re.compile(r"-?\d(\.\d+)?E[+-]?\d{1,3}", re.IGNORECASE)
_THRESHOLD = re.compile(r"[<>≤≥]=?\s*[\d.,]+\s*%?")
_DRESSED = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+])?\s*(?P<before>[A-Z]{0,3}[¥$€£₩₹]|[A-Z]{3}(?=[\s\d-]))?\s*"
    r"(?P<sign2>-)?(?P<digits>\d[\d.,'’ ]*|[.,]\d+)\s*(?P<unit>万亿|百万|[千万亿])?\s*"
    r"(?P<after>元|[A-Z]{3}|[¥$€£₩₹])?(?P<percent>%)?\s*(?P<close>\))?"
)
_POINT = re.compile(r"(\d+|\d{1,3}(?:[,'’ ]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})?(\.\d+)?")
_COMMA = re.compile(r"(\d+|\d{1,3}(?:[.'’ ]\d{3})+)?(,\d+)?")


class Number(NamedTuple):
    """`value` is None for an empty cell or a threshold; `percent` values are already / 100.

    `rounded`: written in 万 or 亿. `mark`: the currency sign or code beside it.
    """

    value: Decimal | None
    percent: bool = False
    threshold: bool = False
    rounded: bool = False
    mark: str | None = None


_EMPTY = Number(None)


def as_text(cell: Cell) -> str:
    """The cell as a person would read it; whole floats lose their “.0”."""
    if isinstance(cell, str):
        return cell.strip() if cell.isascii() else _visible(cell)
    if cell is None:
        return ""
    if isinstance(cell, float):
        return format(cell, ".0f" if cell.is_integer() and abs(cell) < 2**53 else ".15g")
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


@lru_cache(maxsize=65_536)
def _visible(text: str) -> str:
    return text.translate(_INVISIBLE).strip()


def is_blank(cell: Cell) -> bool:
    """Empty, or one of the dashes platforms print for “nothing here”."""
    return cell is None or (isinstance(cell, str) and as_text(cell) in _BLANKS)


def name_text(cell: Cell) -> str:
    """A name: trimmed text, "" for a dash."""
    text = as_text(cell)
    return "" if text in _BLANKS else text


def id_text(cell: Cell) -> str:
    """An id: `="0012"` loses its wrapping. Raises Unreadable for one Excel has rounded."""
    text = name_text(cell)
    return text if text.isdecimal() or not text else _unwrapped_id(text)


def _unwrapped_id(text: str) -> str:
    wrapped = re.fullmatch(r'="([^"]*)"', text)
    text = wrapped[1] if wrapped else text
    if _SCIENTIFIC.fullmatch(text):
        raise Unreadable("id_lost_digits", value=text)
    return text


def parse_number(cell: Cell, *, decimal_comma: bool = False) -> Number:
    """Read an amount, count or rate: ¥ 1,234.50 · 1.2万 · 3.4亿 · 12.3% · (5.00) · < 10% · --.

    Raises Unreadable("not_an_amount") for anything else.
    """
    if isinstance(cell, bool | dt.date | dt.time | dt.timedelta):
        raise Unreadable("not_an_amount", value=as_text(cell))
    if isinstance(cell, int):
        return Number(Decimal(cell))
    if isinstance(cell, float):
        # A workbook stores binary floats; 15 digits is what Excel itself shows and compares.
        return Number(Decimal(format(cell, ".15g")))
    return _EMPTY if cell is None else _number_from_text(cell, decimal_comma)


@lru_cache(maxsize=65_536)
def _number_from_text(raw: str, decimal_comma: bool) -> Number:
    if not decimal_comma:
        if _PLAIN.fullmatch(raw):
            return Number(Decimal(raw))
        if _GROUPED.fullmatch(raw):
            return Number(Decimal(raw.replace(",", "")))
    text = unicodedata.normalize("NFKC", as_text(raw)).replace("\u2212", "-").strip()
    if text.casefold() in _NULLS:
        return _EMPTY
    if _THRESHOLD.fullmatch(text):
        return Number(None, percent=text.endswith("%"), threshold=True)
    if _SCIENTIFIC.fullmatch(text):
        return Number(Decimal(text))
    parts = _DRESSED.fullmatch(text)
    if parts is None or bool(parts["open"]) != bool(parts["close"]):
        raise Unreadable("not_an_amount", value=as_text(raw))
    return _assemble(parts, raw, decimal_comma)


def _assemble(parts: re.Match[str], raw: str, decimal_comma: bool) -> Number:
    digits = parts["digits"].strip()
    shape = (_COMMA if decimal_comma else _POINT).fullmatch(digits)
    if shape is None:
        raise Unreadable("not_an_amount", value=as_text(raw))
    whole = (shape[1] or "0").translate(_SEPARATORS)
    fraction = (shape[2] or "").translate(_SEPARATORS)
    value = Decimal(f"{whole}.{fraction}" if fraction else whole) * _SCALE[parts["unit"]]
    if parts["percent"]:
        value /= 100
    if "-" in (parts["sign"], parts["sign2"]) or parts["open"]:
        value = -value
    return Number(
        value,
        percent=bool(parts["percent"]),
        rounded=parts["unit"] is not None,
        mark=parts["before"] or parts["after"],
    )


def decimal_mark_of(cell: Cell) -> str | None:
    """ "." or "," when this cell alone proves which decimal mark its file uses, else None."""
    if not isinstance(cell, str):
        return None
    found = re.search(r"([.,])(\d+)\D*$", cell)
    if found is None:
        return None
    mark, tail = found.groups()
    other = "," if mark == "." else "."
    before = cell[: found.start()]
    proven = len(tail) != 3 or other in before or before.strip() in ("", "0")
    return mark if proven else None
