"""A change as a file: each channel in both periods, and the effects that sum to its change."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.formats.csv_out import write_csv
from drumbeat.formats.workbook import Sheet, write_workbook
from drumbeat.insight.attribution.change import EFFECTS, Change, ChannelChange
from drumbeat.insight.attribution.words import NAMES, headline


def change_file(change: Change, kind: str) -> bytes:
    """CSV or XLSX ("csv", "xlsx"). Rests are rows of their own, so that the sums are everything."""
    columns = _columns(change)
    rows = [_row(row) for row in change.rows]
    if kind == "csv":
        return write_csv(columns, rows)
    about = [
        (_("Why revenue changed"), headline(change)),
        (_("Before"), f"{change.earlier.start} – {change.earlier.end}"),
        (_("After"), f"{change.later.start} – {change.later.end}"),
        (_("Time zone"), change.later.tz),
        (_("Currency"), change.currency),
        *((_("Query"), answer.sql) for answer in change.answers[1::2]),
    ]
    told = [Column("what", _("What")), Column("value", _("Value"), width=80)]
    return write_workbook(
        [
            Sheet(_("Why revenue changed"), columns, rows, totals=True, totals_label=_("Total")),
            Sheet(_("About"), told, [{"what": what, "value": value} for what, value in about]),
        ],
        title=_("Why revenue changed"),
    )


def _columns(change: Change) -> list[Column]:
    money = {"kind": "money", "currency": change.currency}
    return [
        Column("name", _("Channel of the visit")),
        Column("sessions_before", _("Visits before"), "integer"),
        Column("sessions_after", _("Visits after"), "integer"),
        Column("orders_before", _("Orders before"), "integer"),
        Column("orders_after", _("Orders after"), "integer"),
        Column("before", _("Revenue before"), **money),
        Column("after", _("Revenue after"), **money),
        Column("change", _("Change"), **money),
        *(Column(name, str(NAMES[name]), **money) for name in EFFECTS),
    ]


def _row(row: ChannelChange) -> dict:
    return {
        "name": str(row.label),
        "sessions_before": row.before.sessions,
        "sessions_after": row.after.sessions,
        "orders_before": row.before.orders,
        "orders_after": row.after.orders,
        "before": row.before.revenue_minor,
        "after": row.after.revenue_minor,
        "change": row.change_minor,
        **row.effects,
    }
