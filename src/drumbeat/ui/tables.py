"""Tables as files: the links beside a table, and the answers behind them."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.urls import register_converter, reverse
from django.urls.converters import StringConverter
from django.utils.http import content_disposition_header

from drumbeat.formats.columns import Column, Row
from drumbeat.formats.csv_out import write_csv
from drumbeat.formats.workbook import Sheet, write_workbook

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class TableKind(StringConverter):
    """<table:kind> in a route: the kinds of file that a table can be had as."""

    regex = "|".join(KINDS)


register_converter(TableKind, "table")


def table_links(route: str, *args: object, query: str = "") -> list[dict[str, str]]:
    """What stands beside a table: a label and an address for each kind; the kind is the route's
    last argument."""
    asked = f"?{query}" if query else ""
    return [
        {"label": kind.upper(), "url": reverse(route, args=[*args, kind]) + asked} for kind in KINDS
    ]


def table_file(
    kind: str, title: str, columns: Sequence[Column], rows: Iterable[Row]
) -> HttpResponse:
    """The table as a file called `title`. rows: dicts by column key, money in minor units."""
    if kind == "csv":
        return file_answer(kind, title, write_csv(columns, rows))
    return file_answer(
        kind, title, write_workbook([Sheet(title, columns, list(rows))], title=title)
    )


def file_answer(kind: str, name: str, body: bytes) -> HttpResponse:
    """The bytes of a table as a file to keep."""
    kept = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
    return HttpResponse(body, content_type=KINDS[kind], headers={"Content-Disposition": kept})
