"""Shopify's orders export: an order fills its first row; further rows only add line items."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..cells import Cell, as_text, parse_number
from ..currencies import currency_code, to_minor
from ..dates import Period, parse_date
from ..problems import RowProblem, Unreadable
from ..tabular import Table, read_header
from .model import OrderRow

KEY = "shopify"
REQUIRED = ("name", "created at", "currency", "total", "lineitem quantity")
VOCABULARY = frozenset(
    {*REQUIRED, "email", "financial status", "paid at", "fulfillment status", "subtotal", "taxes"}
    | {"lineitem name", "lineitem price", "lineitem sku", "cancelled at", "refunded amount", "id"}
)
_Lines = list[tuple[int, Sequence[Cell]]]


def fits(table: Table) -> bool:
    names = {read_header(header).name for header in table.headers}
    return names.issuperset(REQUIRED)


def read(table: Table) -> tuple[list[OrderRow], list[RowProblem]]:
    """Orders and problems, in the order of the file."""
    position = {read_header(header).name: i for i, header in reversed([*enumerate(table.headers)])}
    rows: list[OrderRow] = []
    problems: list[RowProblem] = []
    for lines in _orders(table, position["name"]):
        try:
            rows.append(_order(lines, position))
        except _BadCell as bad:
            problems.append(RowProblem(bad.row, bad.column, bad.code, bad.params))
    return rows, problems


class _BadCell(Unreadable):
    def __init__(self, row: int, column: str | None, code: str, **params: object) -> None:
        super().__init__(code, **params)
        self.row, self.column = row, column


def _orders(table: Table, name: int) -> Iterator[_Lines]:
    """Consecutive rows with the same order name belong together."""
    lines: _Lines = []
    for number, cells in table.body():
        if lines and _text(cells, name) != _text(lines[0][1], name):
            yield lines
            lines = []
        lines.append((number, cells))
    if lines:
        yield lines


def _order(lines: _Lines, position: dict[str, int]) -> OrderRow:
    number, first = lines[0]

    def text(column: str) -> str:
        index = position.get(column)
        return "" if index is None else _text(first, index)

    name = text("name")
    if not text("total"):
        raise _BadCell(number, "Total", "order_without_total", order=name)
    currency = currency_code(text("currency"))
    if currency is None:
        raise _BadCell(number, "Currency", "unknown_currency", value=text("currency"))
    at = _moment(number, text("created at"))
    return OrderRow(
        row_number=number,
        order_id=text("id") or name,
        customer_id=text("email").lower() or text("phone").lstrip("'"),
        date=at.date() if isinstance(at, dt.datetime) else at,
        at=at if isinstance(at, dt.datetime) else None,
        units=sum(_units(row, cells, position["lineitem quantity"]) for row, cells in lines),
        value_minor=to_minor(_amount(number, "Total", text("total")), currency),
        currency=currency,
        refunded_minor=to_minor(
            _amount(number, "Refunded Amount", text("refunded amount")), currency
        ),
        cancelled=bool(text("cancelled at")),
        state=text("financial status").lower(),
        discount_code=text("discount code"),
    )


def _text(cells: Sequence[Cell], index: int) -> str:
    return as_text(cells[index]) if index < len(cells) else ""


def _amount(row: int, column: str, text: str) -> Decimal:
    try:
        return parse_number(text).value or Decimal(0)
    except Unreadable as bad:
        raise _BadCell(row, column, bad.code, **bad.params) from None


def _units(row: int, cells: Sequence[Cell], index: int) -> int:
    value = _amount(row, "Lineitem quantity", _text(cells, index))
    if value != int(value):
        raise _BadCell(row, "Lineitem quantity", "not_whole", value=str(value))
    return int(value)


def _moment(row: int, text: str) -> dt.datetime | dt.date:
    """“2026-11-11 00:03:12 +0800”, or only a day."""
    exact = re.sub(r"\s+([+-]\d{2}):?(\d{2})$", r"\1:\2", text)
    try:
        if len(exact) > 10:
            return dt.datetime.fromisoformat(exact)
    except ValueError:
        pass
    try:
        day = parse_date(text)
    except Unreadable as bad:
        raise _BadCell(row, "Created at", bad.code, **bad.params) from None
    if day is None or isinstance(day, Period):
        raise _BadCell(row, "Created at", "not_a_date", value=text)
    return day
