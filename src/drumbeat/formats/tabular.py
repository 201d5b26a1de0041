"""From candidate grids to the one table inside: header row, preamble, body."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .cells import Cell, as_text
from .currencies import currency_code
from .preamble import Preamble, read_preamble
from .sniff import Grid

MAX_PREAMBLE_ROWS = 15
ENOUGH_HITS = 3
_SUFFIX = re.compile(r"\s*\(([^()]{1,8})\)$|\s*\[([^\[\]]{1,8})\]$")
_SCALED_UNITS = {"万元": 10_000, "千元": 1_000, "亿元": 100_000_000}


class Header(NamedTuple):
    """A header cell taken apart: “Amount spent (CNY)” → amount spent, CNY, × 1."""

    name: str
    currency: str | None
    scale: int


@lru_cache(maxsize=4096)
def read_header(text: str) -> Header:
    """Compare headers by `name`: width, case, blanks and a currency suffix do not count."""
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()
    found = _SUFFIX.search(name)
    if found is None:
        return Header(name, None, 1)
    unit = (found[1] or found[2]).strip()
    if unit in _SCALED_UNITS:
        return Header(name[: found.start()], "CNY", _SCALED_UNITS[unit])
    code = currency_code(unit)
    return Header(name[: found.start()], code, 1) if code else Header(name, None, 1)


@dataclass(slots=True)
class Table:
    """The table found in a grid. `header_row` and the row numbers count from 1."""

    grid: Grid
    header_row: int
    headers: list[str]
    preamble: Preamble

    def body(self) -> Iterator[tuple[int, list[Cell]]]:
        """(row number, cells) below the header, rows without any content left out."""
        for number in range(self.header_row + 1, len(self.grid.rows) + 1):
            cells = self.grid.rows[number - 1]
            if any(cell is not None and cell != "" for cell in cells):
                yield number, cells


def hits(cells: Iterable[Cell], vocabulary: Collection[str]) -> int:
    """How many different cells are known header names."""
    names = {read_header(text).name for cell in cells if (text := as_text(cell))}
    return sum(name in vocabulary for name in names)


def find_tables(grids: Iterable[Grid], vocabulary: Collection[str]) -> list[Table]:
    """The table of the first reading in which somebody recognises a header.

    `vocabulary` holds every header name known to the caller, as `read_header` spells it. Several
    tables for a workbook with data on several sheets; empty when no row has three hits.
    """
    found: list[Table] = []
    for grid in grids:
        row = _header_row(grid, vocabulary)
        if row is None:
            continue
        found.append(_table_at(grid, row))
        if grid.sheet is None:
            break
    return found


def _header_row(grid: Grid, vocabulary: Collection[str]) -> int | None:
    for number, cells in enumerate(grid.rows[: MAX_PREAMBLE_ROWS + 1], start=1):
        if hits(cells, vocabulary) >= ENOUGH_HITS:
            return number
    return None


def _table_at(grid: Grid, row: int) -> Table:
    headers = [as_text(cell) for cell in grid.rows[row - 1]]
    while headers and not headers[-1]:
        headers.pop()
    return Table(grid, row, headers, read_preamble(grid.rows[: row - 1]))
