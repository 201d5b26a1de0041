"""A tree's sheet as a page shows it: every figure in words, every input in its place."""

from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _

from drumbeat.strategy.kpis.columns import Ratio, in_words, unit_of
from drumbeat.strategy.kpis.models import COLUMNS
from drumbeat.strategy.kpis.queries import Row, Sheet, problem
from drumbeat.strategy.metrics.measures import MEASURES, Measure
from drumbeat.ui.templatetags.format import DASH, daterange


@dataclass(frozen=True)
class CellShown:
    """key: names it on the page. field: to type into, None where it is only read. summed: what
    its parts come to, where nobody typed. told: what does not tie, and what to do."""

    key: str
    measure: Measure
    text: str
    field: BoundField | None
    summed: str
    told: str
    short: str


@dataclass(frozen=True)
class RatioShown:
    key: str
    ratio: Ratio
    text: str


@dataclass(frozen=True)
class Line:
    row: Row
    cells: list[CellShown]
    ratios: list[RatioShown]


@dataclass(frozen=True)
class Grid:
    measures: list[Measure]
    ratios: list[Ratio]
    lines: list[Line]
    troubles: int


def grid(sheet: Sheet, form) -> Grid:
    """The sheet with the form's fields in it. No query."""
    currency = sheet.tree.brand.currency
    lines = [_line(row, sheet, form, currency) for row in sheet.rows]
    return Grid(
        [MEASURES[key] for key in COLUMNS],
        sheet.ratios,
        lines,
        sum(bool(cell.told) for line in lines for cell in line.cells),
    )


def _line(row, sheet, form, currency) -> Line:
    return Line(
        row,
        [_cell(row, measure, form, currency) for measure in COLUMNS],
        [
            RatioShown(
                f"{row.node.pk}-{one.key}", one, in_words(row.ratios[one.key], one.unit, currency)
            )
            for one in sheet.ratios
        ],
    )


def _cell(row, measure, form, currency) -> CellShown:
    cell, unit = row.cells[measure], unit_of(measure)
    return CellShown(
        f"{row.node.pk}-{measure}",
        MEASURES[measure],
        in_words(cell.value, unit, currency),
        form.cell(row.node, measure),
        in_words(cell.value, unit, currency) if cell.is_summed else "",
        problem(cell, measure, currency),
        _short(cell, unit, currency),
    )


def _short(cell, unit, currency) -> str:
    """What does not tie, as short as a cell is wide."""
    if cell.ties:
        return ""
    if cell.open:
        return _("Σ %s, not complete") % in_words(cell.parts, unit, currency)
    words = _("%s too little") if cell.gap > 0 else _("%s too much")
    return words % in_words(abs(cell.gap), unit, currency)


@dataclass(frozen=True)
class Branch:
    """A part in the picture, with its parts. actual: share of its orders that are reached, None
    where the lake does not say; pace: share of the days gone by."""

    line: Line
    orders: str
    rates: str
    parts: list["Branch"]
    actual: float | None = None
    actual_text: str = ""
    pace: float | None = None


def branches(lines: list[Line], actual=None) -> list[Branch]:
    """The tree as a picture shows it. actual: by node id, (share, words, pace) where known."""
    below: dict[str | None, list[Line]] = {}
    for line in lines:
        below.setdefault(line.row.node.parent_id, []).append(line)
    return _branches(below, None, actual or {})


def _branches(below, parent, actual) -> list[Branch]:
    return [
        Branch(
            line,
            _orders(line),
            _rates(line),
            _branches(below, line.row.node.pk, actual),
            *actual.get(line.row.node.pk, ()),
        )
        for line in below.get(parent, [])
    ]


def _orders(line) -> str:
    cell = next(cell for cell in line.cells if cell.measure.key == "orders")
    return _("%s orders") % cell.text


def _rates(line) -> str:
    said = {ratio.ratio.key: ratio for ratio in line.ratios}
    shown = [said[key] for key in ("cvr", "cpa") if said[key].text != DASH]
    return " · ".join(f"{one.ratio.short} {one.text}" for one in shown)


def tabs(sheet: Sheet) -> list[dict]:
    """A tab a period and one for all of it; none where there is only one period."""
    if len(sheet.spans) < 2:
        return []
    address = sheet.tree.get_absolute_url()
    found = [
        {
            "label": span.name,
            "url": f"{address}?period={span.starts_on.isoformat()}",
            "current": span == sheet.span,
        }
        for span in sheet.spans
    ]
    whole = {"label": _("The whole time"), "url": f"{address}?period=whole"}
    return [*found, whole | {"current": sheet.span is None}]


def span_name(sheet: Sheet) -> str:
    """The days that the sheet is about."""
    span = sheet.span or sheet.tree
    return daterange(span.starts_on, span.ends_on)
