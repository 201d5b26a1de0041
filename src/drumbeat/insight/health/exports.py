"""The standing of each source as a file."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.formats.csv_out import write_csv
from drumbeat.formats.workbook import Sheet, write_workbook
from drumbeat.insight.health.standing import Standing


def health_file(standings: list[Standing], kind: str) -> bytes:
    """The table of sources as CSV or XLSX: counts, so that shares can be made of their sums."""
    columns = [
        Column("source", _("Source")),
        Column("last", _("Last event")),
        Column("events", _("Events"), "integer"),
        Column("late", _("Late"), "integer"),
        Column("bots", _("Bots"), "integer"),
        Column("denied", _("Without consent"), "integer"),
        Column("landed", _("Arrivals through something"), "integer"),
        Column("coded", _("Arrivals with a code"), "integer"),
        Column("set_aside", _("Set aside"), "integer"),
        Column("refused", _("Refused"), "integer"),
    ]
    rows = [_row(one) for one in standings]
    if kind == "csv":
        return write_csv(columns, rows)
    return write_workbook([Sheet(_("Data health"), columns, rows)], title=_("Data health"))


def _row(one: Standing) -> dict:
    week = one.week
    row = {
        "source": str(one.source),
        "last": week.last.isoformat(timespec="seconds") if week else None,
        "set_aside": one.set_aside,
        "refused": one.refused,
    }
    for name in ("events", "late", "bots", "denied", "landed", "coded"):
        row[name] = getattr(week, name) if week else 0
    return row
