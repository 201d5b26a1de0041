"""The outlook as tables."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from drumbeat.channels.outlook.outlook import Outlook
from drumbeat.formats.columns import Column

EFFECT_NAMES = {
    "plan": gettext_lazy("Money moved between lines"),
    "volume": gettext_lazy("Volume"),
    "mix": gettext_lazy("Mix"),
    "price": gettext_lazy("Price"),
    "rate": gettext_lazy("Exchange rate"),
    "rest": gettext_lazy("Not measured"),
}


def by_line_and_month(found: Outlook) -> tuple[list[Column], list[dict]]:
    """A row a line and month."""
    money = {"kind": "money", "currency": found.plan.currency}
    columns = [
        Column("line", _("Line")),
        Column("month", _("Month"), "date"),
        Column("baseline", _("Baseline"), **money),
        Column("forecast", _("Forecast"), **money),
        Column("committed", pgettext("budget", "Committed"), **money),
        Column("actual", _("Actual"), **money),
        Column("change", _("Forecast − baseline"), **money),
        Column("currency", _("Currency")),
    ]
    rows = [
        {
            "line": row.name,
            "month": month,
            "baseline": cell.baseline,
            "forecast": cell.forecast,
            "committed": cell.committed,
            "actual": cell.actual,
            "change": cell.change,
            "currency": found.plan.currency,
        }
        for row in found.rows
        for month, cell in row.cells.items()
    ]
    return columns, rows


def by_effect(found: Outlook) -> tuple[list[Column], list[dict]]:
    """A row a line: its difference so far, taken apart."""
    money = {"kind": "money", "currency": found.plan.currency}
    columns = [
        Column("line", _("Line")),
        Column("approved", _("Baseline so far"), **money),
        Column("actual", _("Actual so far"), **money),
        Column("total", _("Difference"), **money),
        *(Column(key, str(name), **money) for key, name in EFFECT_NAMES.items()),
        Column("currency", _("Currency")),
    ]
    rows = [
        {
            "line": row.name,
            "approved": row.so_far.approved,
            "actual": row.so_far.actual,
            "total": row.effects.total,
            **{key: getattr(row.effects, key) for key in EFFECT_NAMES},
            "currency": found.plan.currency,
        }
        for row in found.rows
    ]
    return columns, rows
