"""What a question page tells, as a file: the same rows as on the page, and what they mean."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.formats.csv_out import write_csv
from drumbeat.formats.workbook import Sheet, write_workbook
from drumbeat.insight.behaviour.asking import Question
from drumbeat.insight.behaviour.told import Told


def told_file(told: Told, question: Question, kind: str, *, title: str) -> bytes:
    """CSV or XLSX ("csv", "xlsx")."""
    if kind == "csv":
        return write_csv(told.columns, told.rows)
    period = question.period
    about = [
        (_("From"), period.start.isoformat()),
        (_("To"), period.end.isoformat()),
        (_("Time zone"), period.tz),
        (_("Fresh as of"), told.freshness.isoformat() if told.freshness else ""),
        *(
            (str(one.metric.name), f"{one.metric.definition} {one.metric.formula}")
            for one in told.figures
        ),
        *([(_("Note"), told.note)] if told.note else []),
        (_("Query"), told.sql),
    ]
    columns = [Column("what", _("What")), Column("value", _("Value"), width=80)]
    has_totals = bool(told.total) and told.adds_up
    with_totals = {"totals": True, "totals_label": _("Total")} if has_totals else {}
    return write_workbook(
        [
            Sheet(title[:31], told.columns, told.rows, **with_totals),
            Sheet(_("About"), columns, [{"what": what, "value": value} for what, value in about]),
        ],
        title=title,
    )
