"""A platform's spend export → SpendFile."""

import hashlib

from ..cells import decimal_mark_of
from ..dates import DayOrder, Period, day_order_of
from ..preamble import find_time_zone
from ..problems import FileRefused
from ..tabular import Table, read_header
from .checks import check_totals, range_problems, remarks, repeated_rows, text_columns
from .currency import file_currency
from .layout import Layout, match_columns
from .lines import Lines, sort_lines
from .locate import locate
from .model import SpendFile, SpendRow
from .rows import RowReader, numeric_columns


def read_spend(
    data: bytes,
    filename: str,
    *,
    layout: str | None = None,
    currency: str | None = None,
    sheet: str | None = None,
) -> SpendFile:
    """Read an export as the platform made it: any container, encoding, language it is known for.

    `layout` (a key of `platforms.BY_KEY`), `currency` (ISO code) and `sheet` settle what the file
    leaves open. Raises UnknownLayout, CurrencyUnknown or another FileRefused; problems with single
    rows are collected in the result instead.
    """
    table, chosen = locate(data, filename, layout=layout, sheet=sheet)
    columns = match_columns(chosen, table.headers)
    lines = sort_lines(table, chosen, columns)
    if not lines.data:
        raise FileRefused("no_rows", filename=filename)
    code = file_currency(table, chosen, columns, asked=currency, filename=filename)
    reader = _row_reader(table, chosen, columns, lines, code)
    rows = [row for number, cells in lines.data if (row := reader.read(number, cells))]
    totals = check_totals(lines, chosen, reader, rows)
    unread = text_columns(lines, table.headers, {*columns.values(), *reader.breakdowns.values()})
    problems = [
        *reader.problems,
        *range_problems(reader.ranges, len(rows), reader.header("date")),
        *repeated_rows(rows, [h for h in unread if read_header(h).name not in chosen.headers]),
    ]
    accounts = {row.account for row in rows}
    return SpendFile(
        layout=chosen.key,
        platform=chosen.platform_en,
        account=accounts.pop() if len(accounts) == 1 else "",
        currency=code,
        tz=table.preamble.tz or _header_time_zone(table, columns),
        period=table.preamble.period or _covered(rows),
        rows=rows,
        totals=totals,
        warnings=[*lines.remarks, *reader.warnings, *remarks(reader, rows, table.preamble.period)],
        problems=sorted(problems, key=lambda problem: problem.row or 0),
        sha256=hashlib.sha256(data).hexdigest(),
        container=table.grid.container,
        encoding=table.grid.encoding,
        delimiter=table.grid.delimiter,
        sheet=table.grid.sheet,
        header_row=table.header_row,
        headers=table.headers,
        preamble=table.preamble,
    )


def _row_reader(
    table: Table, layout: Layout, columns: dict[str, int], lines: Lines, currency: str
) -> RowReader:
    period = table.preamble.period
    known = {read_header(name).name for name in layout.breakdowns}
    return RowReader(
        headers=table.headers,
        columns=columns,
        breakdowns={
            header: index
            for index, header in enumerate(table.headers)
            if read_header(header).name in known
        },
        currency=currency,
        account=table.preamble.account,
        clock=_clock(table, layout, columns),
        decimal_comma=_decimal_comma(table, lines, columns),
        day_order=_day_order(lines, columns),
        only_day=period.start if period else None,
    )


def _clock(table: Table, layout: Layout, columns: dict[str, int]) -> str:
    """To which day conversions are booked: the person's choice in the lead lines, or the header."""
    for line in table.preamble.lines:
        for words, clock in layout.clock_preamble.items():
            if words in line:
                return clock
    if "conversions" in columns:
        used = read_header(table.headers[columns["conversions"]]).name
        for header, clock in layout.clock_headers.items():
            if read_header(header).name == used:
                return clock
    return layout.clock


def _decimal_comma(table: Table, lines: Lines, columns: dict[str, int]) -> bool:
    indices = numeric_columns(columns)
    for _, cells in lines.data:
        for index in indices:
            if index < len(cells) and (mark := decimal_mark_of(cells[index])):
                return mark == ","
    return table.grid.delimiter == ";"


def _day_order(lines: Lines, columns: dict[str, int]) -> DayOrder | None:
    """One order proven by the file itself; None when nothing or both are proven."""
    indices = [columns[name] for name in ("date", "date_end") if name in columns]
    written = {
        cells[i]
        for _, cells in lines.data
        for i in indices
        if i < len(cells) and isinstance(cells[i], str)
    }
    proven = {order for text in written if (order := day_order_of(text))}
    return proven.pop() if len(proven) == 1 else None


def _covered(rows: list[SpendRow]) -> Period | None:
    if not rows:
        return None
    return Period(min(row.date for row in rows), max(row.date for row in rows))


def _header_time_zone(table: Table, columns: dict[str, int]) -> str:
    """LinkedIn names the zone in the column: “Start Date (in UTC)”."""
    return find_time_zone(table.headers[columns["date"]]) if "date" in columns else ""
