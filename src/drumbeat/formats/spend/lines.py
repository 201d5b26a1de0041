"""Tell data lines from totals, footers, repeated headers and second tables."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..cells import Cell, as_text, is_blank, parse_number
from ..dates import Period, parse_date
from ..problems import FileRefused, RowProblem, Unreadable
from ..tabular import ENOUGH_HITS, Table, hits
from .layout import Layout

_ENTITY = ("campaign", "campaign_id", "adgroup", "adgroup_id", "ad", "ad_id")
_FOOTER_MARKS = ("©", "#")


@dataclass(slots=True)
class Lines:
    """A file's lines sorted by kind; totals as (row number, label, cells)."""

    data: list[tuple[int, Sequence[Cell]]] = field(default_factory=list)
    totals: list[tuple[int, str, Sequence[Cell]]] = field(default_factory=list)
    remarks: list[RowProblem] = field(default_factory=list)


def sort_lines(table: Table, layout: Layout, columns: dict[str, int]) -> Lines:
    """Raises FileRefused("second_table") when another header starts below the first."""
    lines = Lines()
    for number, cells in table.body():
        if _is_plain_data(cells, columns):
            lines.data.append((number, cells))
            continue
        filled = [text for cell in cells if (text := as_text(cell)) and not is_blank(cell)]
        if not filled or _is_footer(filled):
            continue
        label = filled[0]
        if _is_totals(label, cells, layout, columns):
            named = label if layout.is_totals(label) else ""
            lines.totals.append((number, named, cells))
        elif _is_header(cells, layout, columns):
            _expect_same_header(number, cells, table)
            lines.remarks.append(RowProblem(number, None, "header_repeated", {"row": number}))
        elif len(filled) == 1 and _day_or_period(label) is None and not _is_number(label):
            lines.remarks.append(RowProblem(number, None, "note_skipped", {"row": number}))
        else:
            lines.data.append((number, cells))
    return lines


def _at(cells: Sequence[Cell], columns: dict[str, int], name: str) -> Cell:
    index = columns.get(name)
    return None if index is None or index >= len(cells) else cells[index]


def _is_plain_data(cells: Sequence[Cell], columns: dict[str, int]) -> bool:
    day = _day_or_period(_at(cells, columns, "date"))
    single = day is not None and not isinstance(day, Period)
    return single and not is_blank(_at(cells, columns, "campaign"))


def _day_or_period(cell: Cell) -> dt.date | Period | None:
    try:
        return parse_date(cell, "day_first")
    except Unreadable:
        return None


def _is_number(cell: Cell) -> bool:
    try:
        return parse_number(cell).value is not None
    except Unreadable:
        return False


def _is_footer(filled: list[str]) -> bool:
    return len(filled) == 1 and filled[0].startswith(_FOOTER_MARKS)


def _is_totals(label: str, cells: Sequence[Cell], layout: Layout, columns: dict[str, int]) -> bool:
    if layout.is_totals(label):
        return True
    day = _at(cells, columns, "date")
    whole_period = isinstance(_day_or_period(day), Period)
    if whole_period and layout.is_totals(as_text(_at(cells, columns, "campaign"))):
        return True
    if any(not is_blank(_at(cells, columns, name)) for name in _ENTITY):
        return False
    if not _is_number(_at(cells, columns, "spend")):
        return False
    return layout.blank_name_is_total or is_blank(day) or whole_period


def _is_header(cells: Sequence[Cell], layout: Layout, columns: dict[str, int]) -> bool:
    return hits(cells, layout.headers) >= ENOUGH_HITS and not _is_number(
        _at(cells, columns, "spend")
    )


def _expect_same_header(number: int, cells: Sequence[Cell], table: Table) -> None:
    again = [as_text(cell) for cell in cells]
    if [text for text in again if text] != [text for text in table.headers if text]:
        raise FileRefused("second_table", row=number)
