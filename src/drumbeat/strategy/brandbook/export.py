"""The rules of a version as a table."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def rules_file(kind: str, rules):
    """One row a rule, both languages; kind: csv or xlsx."""
    columns = [
        Column("kind", _("Kind")),
        Column("severity", _("Weight")),
        Column("words_en", _("Words (English)")),
        Column("words_zh", _("Words (Chinese)")),
        Column("instead_en", _("Write instead (English)")),
        Column("instead_zh", _("Write instead (Chinese)")),
        Column("limit", _("Greatest ΔE"), "amount"),
        Column("reason_en", _("Reason (English)")),
        Column("reason_zh", _("Reason (Chinese)")),
    ]
    rows = [
        {column.key: getattr(rule, column.key) for column in columns}
        | {"kind": str(rule.get_kind_display()), "severity": str(rule.get_severity_display())}
        for rule in rules
    ]
    return table_file(kind, _("Brand rules"), columns, rows)
