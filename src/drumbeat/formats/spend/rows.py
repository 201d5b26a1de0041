"""One line of the export → one SpendRow, or the problems that stand in its way."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..cells import Cell, Number, as_text, id_text, is_blank, name_text, parse_number
from ..currencies import currency_code, mark_fits, minor_digits, to_minor
from ..dates import DayOrder, Period, parse_date
from ..problems import RowProblem, Unreadable
from ..tabular import read_header
from .model import SpendRow

NAMES = ("account", "campaign", "adgroup", "ad")
IDS = ("campaign_id", "adgroup_id", "ad_id")
COUNTS = ("impressions", "reach", "clicks", "clicks_link", "views", "engagements")
MONEY = {"spend": "spend_minor", "conv_value": "conv_value_minor"}
MEASURES = (*MONEY, *COUNTS, "conversions")


@dataclass(slots=True)
class RowReader:
    """Reads the lines of one file. Collects `problems`, `warnings` and counts as it goes."""

    headers: list[str]
    columns: dict[str, int]
    breakdowns: dict[str, int]
    currency: str
    account: str
    clock: str
    decimal_comma: bool
    day_order: DayOrder | None
    only_day: dt.date | None = None
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)
    formula_texts: set[str] = field(default_factory=set)
    rounded: int = 0
    too_fine: int = 0
    ranges: list[tuple[int, Period]] = field(default_factory=list)

    def cell(self, cells: Sequence[Cell], name: str) -> Cell:
        index = self.columns.get(name)
        return None if index is None or index >= len(cells) else cells[index]

    def header(self, name: str) -> str | None:
        index = self.columns.get(name)
        return None if index is None else self.headers[index]

    def scale(self, name: str) -> int:
        """10,000 for a column in 万元, otherwise 1."""
        return read_header(self.header(name) or "").scale

    def read(self, number: int, cells: Sequence[Cell]) -> SpendRow | None:
        """The row, or None when it has problems (they are in `problems`)."""
        before, ranges_before = len(self.problems), len(self.ranges)
        self._check_length(number, cells)
        day = self._day(number, cells)
        measures = {
            name: self.measure(number, cells, name) if name in self.columns else None
            for name in MEASURES
        }
        texts = {name: name_text(self.cell(cells, name)) for name in NAMES}
        texts |= {name: self._id(number, cells, name) for name in IDS if name in self.columns}
        if not any(p.column == self.header("spend") for p in self.problems[before:]):
            self._check_spend(number, measures)
        self._check_currency(number, cells)
        if not texts["campaign"] and not texts.get("campaign_id"):
            self._complain(number, "campaign", "missing_campaign")
        if len(self.problems) > before or len(self.ranges) > ranges_before:
            return None
        self._remark_on_formulas(number, texts)
        return SpendRow(
            row_number=number,
            date=day,
            currency=self.currency,
            clock=self.clock,
            spend_minor=self.minor("spend", measures["spend"]) or 0,
            conv_value_minor=self.minor("conv_value", measures["conv_value"]),
            conversions=measures["conversions"],
            breakdown={
                name: text
                for name, index in self.breakdowns.items()
                if index < len(cells) and (text := name_text(cells[index]))
            },
            raw=self._raw(cells),
            **{name: _whole(measures[name]) for name in COUNTS},
            **texts | {"account": texts["account"] or self.account},
        )

    def measure(self, number: int, cells: Sequence[Cell], name: str) -> Decimal | None:
        """One figure in the file's own unit; amounts are scaled when the header says 万元."""
        cell = self.cell(cells, name)
        if cell is None or cell == "":
            return None
        try:
            figure = parse_number(cell, decimal_comma=self.decimal_comma)
        except Unreadable as bad:
            self._complain(number, name, bad.code, **bad.params)
            return None
        if figure.threshold:
            self.warnings.append(
                RowProblem(number, self.header(name), "threshold_value", {"value": as_text(cell)})
            )
        if figure.value is None:
            return None
        return self._checked(number, name, figure, as_text(cell))

    def minor(self, name: str, amount: Decimal | None) -> int | None:
        """Whole minor units; counts the amounts that were finer than that."""
        if amount is None:
            return None
        if amount != round(amount, minor_digits(self.currency)):
            self.too_fine += 1
        return to_minor(amount, self.currency)

    def _checked(self, number: int, name: str, figure: Number, text: str) -> Decimal | None:
        value = figure.value
        if name in COUNTS and value != value.to_integral_value():
            self._complain(number, name, "not_whole", value=text)
            return None
        if name not in MONEY:
            if value < 0:
                self._complain(number, name, "negative_count", value=text)
            return value
        if figure.mark and not mark_fits(figure.mark, self.currency):
            found = currency_code(figure.mark) or figure.mark
            self._complain(number, name, "mixed_currency", found=found, expected=self.currency)
        if name == "spend" and value < 0:
            self.warnings.append(
                RowProblem(number, self.header(name), "negative_spend", {"value": text})
            )
        self.rounded += figure.rounded
        return value * self.scale(name)

    def _day(self, number: int, cells: Sequence[Cell]) -> dt.date | None:
        if "date" not in self.columns:
            return self.only_day
        try:
            start = parse_date(self.cell(cells, "date"), self.day_order)
            end = parse_date(self.cell(cells, "date_end"), self.day_order) or start
        except Unreadable as bad:
            self._complain(number, "date", bad.code, **bad.params)
            return None
        if start is None:
            self._complain(number, "date", "missing_date")
        elif isinstance(start, Period):
            self.ranges.append((number, start))
        elif start == end:
            return start
        else:
            self.ranges.append((number, Period(start, end)))
        return None

    def _id(self, number: int, cells: Sequence[Cell], name: str) -> str:
        try:
            return id_text(self.cell(cells, name))
        except Unreadable as bad:
            self.warnings.append(RowProblem(number, self.header(name), bad.code, bad.params))
            return ""

    def _check_length(self, number: int, cells: Sequence[Cell]) -> None:
        needed = max(self.columns[name] for name in ("date", "spend") if name in self.columns)
        if len(cells) <= needed:
            self._complain(number, None, "short_row", found=len(cells), expected=len(self.headers))

    def _check_spend(self, number: int, measures: dict[str, Decimal | None]) -> None:
        # A dash means “nothing delivered”; with impressions or clicks beside it, it means “lost”.
        delivered = any(measures[name] for name in ("impressions", "clicks", "clicks_link"))
        if measures["spend"] is None and delivered:
            self._complain(number, "spend", "missing_spend")

    def _check_currency(self, number: int, cells: Sequence[Cell]) -> None:
        cell = self.cell(cells, "currency")
        if is_blank(cell):
            return
        code = currency_code(as_text(cell))
        if code is None:
            self._complain(number, "currency", "unknown_currency", value=as_text(cell))
        elif code != self.currency:
            self._complain(number, "currency", "mixed_currency", found=code, expected=self.currency)

    def _remark_on_formulas(self, number: int, texts: dict[str, str]) -> None:
        for name in NAMES:
            text = texts[name]
            if text.startswith(("=", "+", "@")) and text not in self.formula_texts:
                self.formula_texts.add(text)
                self.warnings.append(
                    RowProblem(number, self.header(name), "formula_text", {"value": text})
                )

    def _raw(self, cells: Sequence[Cell]) -> dict[str, str]:
        return {
            header: text
            for header, cell in zip(self.headers, cells, strict=False)
            if header and (text := cell if isinstance(cell, str) else as_text(cell))
        }

    def _complain(self, number: int, name: str | None, code: str, **params: object) -> None:
        self.problems.append(RowProblem(number, self.header(name) if name else None, code, params))


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def numeric_columns(columns: dict[str, int]) -> list[int]:
    """Where figures stand, for finding out which decimal mark the file uses."""
    return [columns[name] for name in (*MONEY, "conversions") if name in columns]
