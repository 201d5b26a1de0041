"""Checks over the whole file: its own totals, repeated rows, ranges, and what looks odd."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from ..cells import Cell, as_text, parse_number
from ..currencies import from_minor, to_minor
from ..dates import Period
from ..problems import RowProblem, Unreadable
from .layout import Layout
from .lines import Lines
from .model import MeasureCheck, SpendRow, Totals
from .rows import MONEY, RowReader

# Reach is not here: people reached on two days are not twice as many people (I-21).
_ADDITIVE = ("spend", "impressions", "clicks", "clicks_link", "conversions", "conv_value")
_SAMPLE = 200


def check_totals(
    lines: Lines, layout: Layout, reader: RowReader, rows: Sequence[SpendRow]
) -> Totals | None:
    """The first totals row that covers the whole file, against the rows; None if there is none."""
    whole = [line for line in lines.totals if not layout.is_part_total(line[1])]
    if not whole:
        return None
    number, label, cells = whole[0]
    checks = []
    for name in _ADDITIVE:
        declared = _declared(reader, cells, name)
        if declared is None:
            continue
        field = MONEY.get(name, name)
        summed = sum((getattr(row, field) or 0 for row in rows), Decimal(0))
        checks.append(MeasureCheck(field, declared, Decimal(summed)))
    return Totals(number, label, tuple(checks))


def _declared(reader: RowReader, cells: Sequence[Cell], name: str) -> Decimal | None:
    try:
        figure = parse_number(reader.cell(cells, name), decimal_comma=reader.decimal_comma)
    except Unreadable:
        return None
    if figure.value is None or name not in MONEY:
        return figure.value
    return Decimal(to_minor(figure.value * reader.scale(name), reader.currency))


def repeated_rows(rows: Sequence[SpendRow], text_headers: Sequence[str]) -> list[RowProblem]:
    """Rows that say the same day and ad twice, with the same figures or, worse, with others.

    `text_headers`: unread columns that hold text; they may be a breakdown we do not know, so rows
    that differ there are different rows.
    """
    first: dict[tuple, SpendRow] = {}
    problems = []
    for row in rows:
        key = (*entity(row), *(row.raw.get(header) for header in text_headers))
        seen = first.setdefault(key, row)
        if seen is row:
            continue
        code = "duplicate_row" if _figures(seen) == _figures(row) else "conflicting_row"
        problems.append(RowProblem(row.row_number, None, code, {"first": seen.row_number}))
    return problems


def entity(row: SpendRow) -> tuple:
    """What one row is about; ids beat names, because names change."""
    return (
        row.account,
        row.date,
        row.campaign_id or row.campaign,
        row.adgroup_id or row.adgroup,
        row.ad_id or row.ad,
        row.clock,
        tuple(row.breakdown.items()),
    )


def _figures(row: SpendRow) -> tuple:
    return (
        row.spend_minor,
        row.impressions,
        row.clicks,
        row.clicks_link,
        row.conversions,
        row.conv_value_minor,
    )


def text_columns(lines: Lines, headers: Sequence[str], read: set[int]) -> list[str]:
    """Headers of unread columns whose cells are text, judged by the first rows."""
    sample = [cells for _, cells in lines.data[:_SAMPLE]]
    return [
        header
        for index, header in enumerate(headers)
        if header and index not in read and any(_is_text(cells, index) for cells in sample)
    ]


def _is_text(cells: Sequence[Cell], index: int) -> bool:
    cell = cells[index] if index < len(cells) else None
    try:
        parse_number(cell)
    except Unreadable:
        return bool(as_text(cell))
    return False


def range_problems(
    ranges: Sequence[tuple[int, Period]], daily_rows: int, header: str | None
) -> list[RowProblem]:
    """Spend is booked by day, so a row that covers a week or month cannot be placed."""
    code = "range_among_daily" if daily_rows else "range_row"
    return [
        RowProblem(
            number, header, code, {"start": day.start.isoformat(), "end": day.end.isoformat()}
        )
        for number, day in ranges
    ]


def remarks(
    reader: RowReader, rows: Sequence[SpendRow], declared: Period | None
) -> list[RowProblem]:
    """Odd but readable: rounded amounts, micros, days outside the period, renamed campaigns."""
    notes = []
    if reader.rounded:
        notes.append(_about_file("rounded_amounts", count=reader.rounded))
    if reader.too_fine:
        notes.append(
            _about_file("finer_than_cents", count=reader.too_fine, currency=reader.currency)
        )
    clicks = sum(row.clicks or 0 for row in rows)
    if (
        clicks
        and from_minor(sum(row.spend_minor for row in rows), reader.currency) > 10**6 * clicks
    ):
        notes.append(_about_file("looks_like_micros"))
    outside = [r for r in rows if declared and not declared.start <= r.date <= declared.end]
    if outside:
        start, end = (day.isoformat() for day in declared)
        notes.append(_about_file("outside_period", count=len(outside), start=start, end=end))
    return notes + _renamed(rows)


def _renamed(rows: Sequence[SpendRow]) -> list[RowProblem]:
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        if row.campaign_id:
            names[row.campaign_id][row.campaign] = None
    return [
        _about_file("campaign_renamed", campaign_id=campaign_id, names=", ".join(seen))
        for campaign_id, seen in names.items()
        if len(seen) > 1
    ]


def _about_file(code: str, **params: object) -> RowProblem:
    return RowProblem(None, None, code, params)
