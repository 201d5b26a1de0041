"""CSV that opens right in Excel and cannot run anything there."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from .columns import Column, Row
from .currencies import from_minor
from .formulas import evaluate

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_csv(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """UTF-8 with a byte-order mark, comma, CRLF. Text that Excel would run gets a leading '.

    Numbers stay plain (1234.50, -12, 0.125), dates ISO; formula columns hold their value.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_text(column.header) for column in columns])
    for row in rows:
        writer.writerow(_line(columns, row))
    return out.getvalue().encode("utf-8-sig")


def safe_text(text: str) -> str:
    """The text with a leading ' when a spreadsheet would take it for a formula."""
    return "'" + text if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text


def _line(columns: Sequence[Column], row: Row) -> list[str]:
    numbers: dict[str, float | None] = {}
    cells = []
    for column in columns:
        if column.formula:
            numbers[column.key] = evaluate(column.formula, numbers)
            cells.append(_number(numbers[column.key]))
            continue
        value = row.get(column.key)
        if column.kind == "money" and value is not None:
            value = from_minor(int(value), column.currency_of(row) or "CNY")
        if column.kind not in ("text", "date"):
            numbers[column.key] = None if value is None else float(value)
        cells.append(_cell(column, value))
    return cells


def _cell(column: Column, value: object) -> str:
    if value is None:
        return ""
    if column.kind == "text":
        return safe_text(str(value))
    return value.isoformat() if isinstance(value, dt.date) else f"{value}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
