"""Tidy XLSX: typed cells, live formulas with their values, nothing a cell could be tricked into."""

import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Format, Workbook
from xlsxwriter.worksheet import Worksheet

from .columns import Column, Row
from .currencies import from_minor, minor_digits
from .formulas import evaluate, excel_formula

MAX_ROWS = 1_048_575
_MAX_TEXT = 32_767
_ADDITIVE = ("integer", "amount", "money")
_INK, _PAPER, _LINE = "#221d17", "#f1ebe0", "#c9bfb0"
_SIGNS = {"CNY": "¥", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$"}
_FORMATS = {
    "integer": "#,##0",
    "amount": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "ratio": "0.00",
}
_NEVER = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the zip format's own zero, and it has no zone


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table on one sheet. `rows` are dicts by column key; a missing key is an empty cell."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: bool = False
    totals_label: str = "Total"


def write_workbook(
    sheets: Sequence[Sheet], *, title: str = "", created: dt.datetime | None = None
) -> bytes:
    """XLSX bytes; the same input gives the same bytes.

    Text is always written as text, also when it starts with = + - @. Totals add integers, amounts and
    money (money only while the column holds one currency) and re-apply formulas; they never average.
    Raises ValueError for no sheet, a row beyond Excel's limit or a formula that is no arithmetic.
    """
    if not sheets:
        raise ValueError("a workbook has at least one sheet")
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title, "author": "Drumbeat", "created": created or _NEVER})
    styles = _Styles(book)
    for sheet, name in zip(sheets, _sheet_names(sheet.name for sheet in sheets), strict=True):
        if len(sheet.rows) > MAX_ROWS - sheet.totals:
            raise ValueError(f"“{name}” has more rows than a sheet can hold")
        _Writer(book.add_worksheet(name), sheet, styles).write()
    book.close()
    return out.getvalue()


class _Styles:
    """Cell formats by number format and role, made once each."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Format] = {}

    def get(self, number_format: str, role: str = "body") -> Format:
        key = (number_format, role)
        if key not in self._made:
            looks: dict[str, object] = {"num_format": number_format, "font_color": _INK}
            if role == "header":
                looks |= {"bold": True, "bg_color": _PAPER, "bottom": 1, "bottom_color": _INK}
                looks |= {"text_wrap": True, "valign": "vcenter"}
            elif role == "totals":
                looks |= {"bold": True, "top": 1, "top_color": _LINE}
            self._made[key] = self._book.add_format(looks)
        return self._made[key]


def money_format(currency: str | None) -> str:
    """Excel number format with the currency's sign and decimals."""
    digits = minor_digits(currency) if currency else 2
    number = "#,##0" + ("." + "0" * digits if digits else "")
    sign = _SIGNS.get(currency or "", f"{currency} " if currency else "")
    return f'"{sign}"{number};[Red]-"{sign}"{number}' if sign else number


@dataclass(slots=True)
class _Writer:
    page: Worksheet
    sheet: Sheet
    styles: _Styles
    sums: dict[str, Decimal] = field(default_factory=dict)
    currencies: dict[str, set[str | None]] = field(default_factory=dict)
    widths: dict[str, int] = field(default_factory=dict)

    def write(self) -> None:
        for index, column in enumerate(self.sheet.columns):
            self.page.write_string(0, index, column.header, self.styles.get("@", "header"))
            self.widths[column.key] = _display_width(column.header)
        for line, row in enumerate(self.sheet.rows, start=1):
            self._line(line, row)
        if self.sheet.totals and self.sheet.rows:
            self._totals(len(self.sheet.rows) + 1)
        self.page.freeze_panes(1, 0)
        if self.sheet.rows:
            self.page.autofilter(0, 0, len(self.sheet.rows), len(self.sheet.columns) - 1)
        for index, column in enumerate(self.sheet.columns):
            width = column.width or min(max(self.widths[column.key] + 2, 9), 48)
            self.page.set_column(index, index, width)

    def _line(self, line: int, row: Row) -> None:
        values = {c.key: _numeric(c, row) for c in self.sheet.columns if c.formula is None}
        for index, column in enumerate(self.sheet.columns):
            style = self.styles.get(self._number_format(column, row))
            if column.formula:
                values[column.key] = self._formula(line, index, column, values, style)
                continue
            self._value(line, index, column, row, values[column.key], style)

    def _value(
        self,
        line: int,
        index: int,
        column: Column,
        row: Row,
        number: Decimal | float | None,
        style: Format,
    ) -> None:
        value = row.get(column.key)
        if value is None or value == "":
            self.page.write_blank(line, index, None, style)
        elif column.kind == "text":
            text = str(value)
            self._widen(column, text)
            if len(text) > _MAX_TEXT:
                text = text[: _MAX_TEXT - 1] + "…"
            self.page.write_string(line, index, text, style)
        elif column.kind == "date":
            self.page.write_datetime(line, index, value, style)
            self._widen(column, "2026-11-23")
        elif number is None:
            self.page.write_blank(line, index, None, style)
        else:
            self.page.write_number(line, index, float(number), style)
            self._widen(column, f"{number:,.2f}")
            if column.kind in _ADDITIVE:
                self.sums[column.key] = self.sums.get(column.key, Decimal(0)) + Decimal(number)
                self.currencies.setdefault(column.key, set()).add(column.currency_of(row))

    def _formula(
        self,
        line: int,
        index: int,
        column: Column,
        values: dict[str, Decimal | float | None],
        style: Format,
    ) -> float | None:
        where = {c.key: xl_rowcol_to_cell(line, i) for i, c in enumerate(self.sheet.columns)}
        plain = {key: None if v is None else float(v) for key, v in values.items()}
        result = evaluate(column.formula, plain)
        shown = "" if result is None else result
        self.page.write_formula(line, index, excel_formula(column.formula, where), style, shown)
        return result

    def _totals(self, line: int) -> None:
        labelled = False
        sums: dict[str, Decimal | float | None] = dict(self.sums)
        for index, column in enumerate(self.sheet.columns):
            only = self.currencies.get(column.key, {None})
            style = self.styles.get(self._totals_format(column, only), "totals")
            if column.formula:
                if self._one_currency(column):
                    sums[column.key] = self._formula(line, index, column, sums, style)
                else:
                    self.page.write_blank(line, index, None, style)
            elif column.key in self.sums and len(only) == 1:
                first, last = (xl_rowcol_to_cell(n, index) for n in (1, line - 1))
                total = float(self.sums[column.key])
                self.page.write_formula(line, index, f"=SUM({first}:{last})", style, total)
            elif not labelled and column.kind == "text":
                self.page.write_string(line, index, self.sheet.totals_label, style)
                labelled = True
            else:
                self.page.write_blank(line, index, None, style)

    def _one_currency(self, column: Column) -> bool:
        """No formula over a totals cell that stays empty because its currencies differ."""
        return all(
            len(self.currencies.get(c.key, {None})) == 1
            for c in self.sheet.columns
            if re.search(rf"\b{re.escape(c.key)}\b", column.formula or "")
        )

    def _number_format(self, column: Column, row: Row) -> str:
        if column.kind == "money":
            return money_format(column.currency_of(row))
        return _FORMATS.get(column.kind, "@")

    def _totals_format(self, column: Column, currencies: set[str | None]) -> str:
        if column.kind == "money":
            known = next(iter(currencies)) if len(currencies) == 1 else None
            return money_format(known or column.currency)
        return _FORMATS.get(column.kind, "@")

    def _widen(self, column: Column, text: str) -> None:
        self.widths[column.key] = max(self.widths[column.key], _display_width(text))


def _numeric(column: Column, row: Row) -> Decimal | float | None:
    value = row.get(column.key)
    if column.kind in ("text", "date") or value is None or value == "":
        return None
    if column.kind == "money":
        return from_minor(int(value), column.currency_of(row) or "CNY")
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _display_width(text: str) -> int:
    """East Asian characters take two places."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text.split("\n", 1)[0])


def _sheet_names(names: Iterable[str]) -> list[str]:
    """Excel's rules: at most 31 characters, none of []:*?/\\, unique regardless of case."""
    taken: set[str] = set()
    result = []
    for name in names:
        clean = re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '")[:31] or "Sheet"
        unique, number = clean, 2
        while unique.casefold() in taken:
            suffix = f" ({number})"
            unique = clean[: 31 - len(suffix)] + suffix
            number += 1
        taken.add(unique.casefold())
        result.append(unique)
    return result
