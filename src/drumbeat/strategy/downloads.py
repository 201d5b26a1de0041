"""Tables as files, for the people who want to count again."""

from django.http import HttpResponse

from drumbeat.formats.columns import Column
from drumbeat.formats.csv_out import write_csv


def csv_file(name: str, columns: list[Column], rows) -> HttpResponse:
    """A CSV answer called `name`.csv. rows: dicts by column key, money in minor units."""
    return HttpResponse(
        write_csv(columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
