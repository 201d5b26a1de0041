"""Models side by side as a file: the same rows, rests and totals as on the page."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.formats.csv_out import write_csv
from drumbeat.formats.workbook import Sheet, write_workbook
from drumbeat.insight.attribution.asking import KEYS, MEASURES
from drumbeat.insight.attribution.comparison import Comparison
from drumbeat.insight.metrics.models import CREDIT_MODELS


def comparison_file(comparison: Comparison, kind: str) -> bytes:
    """CSV or XLSX ("csv", "xlsx"): a row a key or rest, a column a model, then the range."""
    columns = _columns(comparison)
    rows = [
        {
            "name": line.label,
            **line.credits,
            "lowest": line.lowest,
            "highest": line.highest,
        }
        for line in comparison.rows
    ]
    if kind == "csv":
        return write_csv(columns, rows)
    asked = comparison.asked
    about = [
        (_("From"), asked.period.start.isoformat()),
        (_("To"), asked.period.end.isoformat()),
        (_("Time zone"), asked.period.tz),
        (_("Share out"), str(MEASURES[asked.measure])),
        (_("Currency"), comparison.currency),
        (_("Fresh as of"), _moment(comparison.answer.freshness)),
        *((str(model.name), f"{model.definition} {model.source}") for model in _models(comparison)),
        (_("Query"), comparison.answer.sql),
    ]
    told = [Column("what", _("What")), Column("value", _("Value"), width=80)]
    return write_workbook(
        [
            Sheet(_("Attribution"), columns, rows, totals=True, totals_label=_("Total")),
            Sheet(_("About"), told, [{"what": what, "value": value} for what, value in about]),
        ],
        title=_("Attribution"),
    )


def _columns(comparison: Comparison) -> list[Column]:
    credit = {"kind": "amount"}
    edge = {"kind": "ratio"}
    if comparison.asked.measure == "revenue":
        credit = edge = {"kind": "money", "currency": comparison.currency}
    return [
        Column("name", str(KEYS[comparison.asked.by])),
        *(Column(model.key, str(model.name), **credit) for model in _models(comparison)),
        Column("lowest", _("Lowest"), **edge),
        Column("highest", _("Highest"), **edge),
    ]


def _models(comparison: Comparison):
    return [CREDIT_MODELS[model] for model in comparison.totals]


def _moment(moment) -> str:
    return moment.isoformat() if moment else ""
