"""Columns of the files we write, shared by the workbook and the CSV."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "amount", "money", "percent", "date", "ratio"]
CellValue = str | int | float | dt.date | None
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its value lies in a row (`key`), its header, how it is written.

    Money values are whole minor units of `currency`, or of the currency found in the row under
    `currency_key`. Percent values are shares, 0–1. Amounts are numbers with parts that add up, as
    credited orders do; ratios never add up. `formula` makes a live column out of others:
    "revenue / spend" (keys, numbers, + - * / and brackets); its totals cell is the same formula
    over the totals, so a ratio stays a ratio of sums.
    """

    key: str
    header: str
    kind: Kind = "text"
    formula: str | None = None
    currency: str | None = None
    currency_key: str | None = None
    width: float | None = None

    def currency_of(self, row: Row) -> str | None:
        """ISO code of this column's money in this row, None when it has none."""
        return str(row[self.currency_key]) if self.currency_key else self.currency
