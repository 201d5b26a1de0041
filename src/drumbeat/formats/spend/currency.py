"""Which currency is the file in? Header, column, lead lines, signs, the platform; never a guess."""

from collections.abc import Callable, Sequence

from ..cells import Cell, as_text, is_blank, parse_number
from ..currencies import currency_code
from ..problems import CurrencyUnknown, FileRefused, Unreadable
from ..tabular import Table, read_header
from .layout import Layout


def file_currency(
    table: Table,
    layout: Layout,
    columns: dict[str, int],
    *,
    asked: str | None,
    filename: str,
) -> str:
    """ISO code. Raises CurrencyUnknown, or FileRefused("currency_conflict")."""
    found = (
        read_header(table.headers[columns["spend"]]).currency
        or _first(table, columns.get("currency"), _code)
        or table.preamble.currency
        or _first(table, columns["spend"], _sign)
        or layout.settles_in
    )
    if found and asked and found != asked.upper():
        raise FileRefused("currency_conflict", filename=filename, found=found, asked=asked.upper())
    if not found and not asked:
        raise CurrencyUnknown(filename)
    return found or asked.upper()


def _first(table: Table, index: int | None, read: Callable[[Cell], str | None]) -> str | None:
    if index is None:
        return None
    for _, cells in table.body():
        if code := read(_cell(cells, index)):
            return code
    return None


def _code(cell: Cell) -> str | None:
    return None if is_blank(cell) else currency_code(as_text(cell))


def _sign(cell: Cell) -> str | None:
    if not isinstance(cell, str) or cell.isdecimal():
        return None
    try:
        mark = parse_number(cell).mark
    except Unreadable:
        return None
    return currency_code(mark) if mark else None


def _cell(cells: Sequence[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else None
