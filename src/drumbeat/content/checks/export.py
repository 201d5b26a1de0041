"""Findings of a text, and how the rules do, as files."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from drumbeat.content.checks.record import Record
from drumbeat.content.checks.remarks import Remark
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def findings_file(kind: str, remarks: Iterable[Remark]) -> HttpResponse:
    """One row a finding, in the order of the text; places count characters from 1."""
    columns = [
        Column("severity", _("Severity")),
        Column("said", _("Words found")),
        Column("start", _("From character"), "integer"),
        Column("end", _("To character"), "integer"),
        Column("instead", _("Write instead")),
        Column("reason", _("Reason")),
        Column("law", _("Law")),
        Column("rule", _("Rule")),
    ]
    return table_file(kind, _("Findings"), columns, (_row(one) for one in remarks))


def records_file(kind: str, records: Iterable[Record]) -> HttpResponse:
    """One row a rule."""
    columns = [
        Column("key", _("Rule")),
        Column("label", _("What it finds")),
        Column("pieces", _("Assets"), "integer"),
        Column("reworded", _("Reworded"), "integer"),
        Column("confirmed", _("Words confirmed"), "integer"),
        Column("waived", _("Waived with proof"), "integer"),
        Column("false", _("False alarms"), "integer"),
        Column("share", _("Share of false alarms"), "percent", formula="false / pieces"),
    ]
    rows = [
        {column.key: getattr(one, column.key) for column in columns[:-1]}
        | {"share": one.false_share}
        for one in records
    ]
    return table_file(kind, _("How the rules do"), columns, rows)


def _row(one):
    return {
        "severity": str(one.get_severity_display()),
        "said": one.said or (one.law.label if one.law else ""),
        "start": None if one.is_missing else one.start + 1,
        "end": one.end,
        "instead": one.instead,
        "reason": one.hint,
        "law": "；".join(one.law.laws) if one.law else "",
        "rule": one.law.key if one.law else _("Brand rule"),
    }
