"""The cells of the matrix as they are drawn. Here and not in a template: a page has three hundred."""

from urllib.parse import quote

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from drumbeat.content.planning.matrix import Cell, Matrix, Row
from drumbeat.ui.templatetags.format import number


def cells_of(row: Row, matrix: Matrix, pillar: str, address: str) -> SafeString:
    """address: the page of one cell; which one, a query says."""
    narrowed = f"&pillar={quote(pillar)}" if pillar else ""
    start = f"{address}?{matrix.rows_by}={row.key}&{matrix.columns_by}="
    drawn = (
        (
            _look(cell),
            f"{start}{cell.column}{narrowed}",
            f"{row.label}: {cell.made}{'' if cell.target is None else f' / {cell.target}'}",
            number(cell.made) if cell.made else "·",
            _wanted(cell),
        )
        for cell in row.cells
    )
    return format_html_join(
        "",
        '<td class="matrix-cell{}"><a href="{}" aria-label="{}"><b>{}</b>{}</a></td>',
        drawn,
    )


def _look(cell: Cell) -> str:
    return " short" if cell.missing else " hole" if cell.is_hole else ""


def _wanted(cell: Cell) -> str:
    if cell.target is None:
        return ""
    return format_html('<span class="small">/ {}</span>', number(cell.target))
