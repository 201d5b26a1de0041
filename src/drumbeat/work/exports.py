"""Tables of the work room as files."""

from django.http import HttpResponse

from drumbeat.formats.columns import Column
from drumbeat.formats.csv_out import write_csv
from drumbeat.formats.workbook import Sheet, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer_with(kind: str, name: str, columns: list[Column], rows: list[dict]) -> HttpResponse:
    """The table as a download; kind: "csv" or "xlsx"."""
    if kind == "xlsx":
        content = write_workbook([Sheet(str(name)[:31], columns, rows)], title=str(name))
    else:
        content = write_csv(columns, rows)
    media_type = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="drumbeat.{kind}"'},
    )
