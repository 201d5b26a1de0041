"""Dates and date ranges in every form the exports use."""

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

from .cells import Cell, as_text
from .problems import Unreadable

DayOrder = Literal["day_first", "month_first"]

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_WEEKDAY = re.compile(
    r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+|\s*\(?(星期|周)[一二三四五六日天]\)?$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(\s*[ap]m)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_YMD = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_FIRST_NAME = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.I)
_DAY_FIRST_NAME = re.compile(r"(\d{1,2})[\s-]([a-z]{3,9})\.?,?[\s-](\d{4})", re.I)
_TWO_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_RANGE = re.compile(r"(.*\d.*?)\s*(?:~|至|到|–|—|\sto\s|\s-\s|(?<=[\d日])-(?=\d{4}))\s*(.*\d.*)")
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)


class Period(NamedTuple):
    """Both days included."""

    start: dt.date
    end: dt.date


def parse_date(cell: Cell, order: DayOrder | None = None) -> dt.date | Period | None:
    """A day, a period of several days, or None for an empty cell.

    `order` settles 03/04/2026; without it such a cell raises Unreadable("ambiguous_date").
    Anything that is no date raises Unreadable("not_a_date").
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    return _from_text(as_text(cell), order)


@lru_cache(maxsize=16_384)
def _from_text(raw: str, order: DayOrder | None) -> dt.date | Period | None:
    text = unicodedata.normalize("NFKC", raw).strip()
    if text in ("", "-", "--", "—"):
        return None
    day = _one_day(text, order)
    if day is not None:
        return day
    between = _RANGE.fullmatch(text)
    if between is not None:
        start, end = (_one_day(side, order) for side in between.groups())
        if start is not None and end is not None and start <= end:
            return start if start == end else Period(start, end)
    raise Unreadable("not_a_date", value=raw)


def _one_day(text: str, order: DayOrder | None) -> dt.date | None:
    text = _WEEKDAY.sub("", _TIME.sub("", text.strip()).rstrip(", ")).strip()
    if found := _YMD.fullmatch(text):
        year, month, day = (part for part in found.groups() if part)
        return _calendar(year, month, day)
    if found := _COMPACT.fullmatch(text):
        return _calendar(*found.groups())
    if found := _MONTH_FIRST_NAME.fullmatch(text):
        return _calendar(found[3], _MONTHS.get(found[1][:3].lower(), 0), found[2])
    if found := _DAY_FIRST_NAME.fullmatch(text):
        return _calendar(found[3], _MONTHS.get(found[2][:3].lower(), 0), found[1])
    if found := _TWO_NUMBERS.fullmatch(text):
        return _numeric(found, text, order)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and 32_874 <= float(text) < 73_050:
        return _EXCEL_DAY_ZERO + dt.timedelta(days=int(float(text)))
    return None


def _numeric(found: re.Match[str], text: str, order: DayOrder | None) -> dt.date | None:
    first, second = int(found[1]), int(found[2])
    order = day_order_of(text) or order
    if order is None and first != second:
        raise Unreadable("ambiguous_date", value=text)
    day, month = (first, second) if order == "day_first" else (second, first)
    return _calendar(found[3], month, day)


def _calendar(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return date if 1990 <= date.year < 2100 else None


def day_order_of(cell: Cell) -> DayOrder | None:
    """Which of day and month comes first, when this cell alone proves it (13/11/2026)."""
    found = _TWO_NUMBERS.search(as_text(cell))
    if found is None:
        return None
    if int(found[1]) > 12:
        return "day_first"
    return "month_first" if int(found[2]) > 12 else None


def find_period(text: str) -> Period | None:
    """The date range inside a line such as “时间范围：2026-11-01 至 2026-11-30”, or None."""
    candidates = [text, *re.split(r"[:：]\s*", text, maxsplit=1)[1:]]
    for candidate in candidates:
        try:
            found = parse_date(candidate.strip(" \"'()（）"))
        except Unreadable:
            continue
        if isinstance(found, Period):
            return found
        if found is not None:
            return Period(found, found)
    return None
