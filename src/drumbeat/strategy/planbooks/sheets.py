"""Finding the sheets of a plan's workbook in a file, and reading their cells."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from drumbeat.formats.cells import as_text
from drumbeat.formats.messages import MESSAGES
from drumbeat.formats.problems import FileRefused
from drumbeat.formats.sniff import readings
from drumbeat.formats.tabular import read_header
from drumbeat.people.errors import Problem, Refused
from drumbeat.strategy.planbooks.columns import (
    SHEETS,
    BookSheet,
    Value,
    WrongCell,
    headers_of,
    reader,
)
from drumbeat.strategy.planbooks.contents import Contents

SEARCHED_ROWS = 10


@dataclass(frozen=True)
class FoundSheet:
    """A sheet of the file: rows as (number, values by column key, what is wrong by column key)."""

    sheet: BookSheet
    rows: list[tuple[int, dict[str, Value], dict[str, str]]]


def sheets_in(data: bytes, filename: str, now: Contents) -> Iterator[FoundSheet]:
    """Every sheet that is known, by its headers. Raises Refused for a file that cannot be read."""
    taken = set()
    try:
        for grid in readings(data, filename):
            found = _header(grid)
            if found and found[0].key not in taken:
                taken.add(found[0].key)
                yield _values(grid, *found, now)
    except FileRefused as refused:
        said = _(MESSAGES[refused.code].text) % refused.params
        raise Refused(Problem(said, "file")) from None


def _header(grid) -> tuple[BookSheet, int, dict[int, str]] | None:
    """Which sheet it is, the number of its header row, and the column keys by place."""
    for number, cells in enumerate(grid.rows[:SEARCHED_ROWS], start=1):
        names = [read_header(as_text(cell)).name for cell in cells]
        for sheet in SHEETS:
            known = headers_of(sheet)
            at = {place: known[name] for place, name in enumerate(names) if name in known}
            if sheet.needs <= set(at.values()):
                return sheet, number, at
    return None


def _values(grid, sheet, header_row, at, now) -> FoundSheet:
    # The currency of a row says how its amounts are read.
    places = sorted(at.items(), key=lambda one: one[1] not in ("id", "currency"))
    rows = []
    for number, cells in enumerate(grid.rows[header_row:], start=header_row + 1):
        if not any(as_text(cell) for cell in cells):
            continue
        values, wrong = {}, {}
        for place, key in places:
            column, currency = sheet.column(key), now.plan.currency
            if column.kind == "own_money":
                currency = now.currency_of(values)
            read = reader(column, currency, now.choices.get(key, {}))
            try:
                values[key] = read(cells[place] if place < len(cells) else None)
            except WrongCell as error:
                wrong[key] = str(error)
        rows.append((number, values, wrong))
    return FoundSheet(sheet, rows)
