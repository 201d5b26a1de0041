"""The table of results as a file: the same rows, rests and totals as on the page."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.formats.csv_out import write_csv
from drumbeat.formats.workbook import Sheet, write_workbook
from drumbeat.insight.metrics.dictionary import METRICS
from drumbeat.insight.metrics.models import CREDIT_MODELS
from drumbeat.insight.results.asking import CUTS, MODELS
from drumbeat.insight.results.board import Board, Line


def results_file(board: Board, kind: str, *, with_money: bool) -> bytes:
    """The board as CSV or XLSX. Rests are rows of their own, so that the sum is everything.

    with_money: with what was spent, for those who may see it.
    """
    columns, rows = (
        _columns(board, with_money),
        [_row(line) for line in (*board.lines, *board.rests)],
    )
    if kind == "csv":
        return write_csv(columns, rows)
    period = board.asked.period
    about = [
        (_("From"), period.start.isoformat()),
        (_("To"), period.end.isoformat()),
        (_("Time zone"), period.tz),
        *((_("Attribution model"), _told(model)) for model in _models(board.asked)),
        (_("Currency"), board.currency),
        (_("Fresh as of"), board.answer.freshness.isoformat() if board.answer.freshness else ""),
        (_("Source"), str(METRICS["revenue"].source)),
        (_("Query"), board.answer.sql),
    ]
    told = [Column("what", _("What")), Column("value", _("Value"), width=80)]
    return write_workbook(
        [
            Sheet(_("Results"), columns, rows, totals=True, totals_label=_("Total")),
            Sheet(_("About"), told, [{"what": what, "value": value} for what, value in about]),
        ],
        title=_("Results"),
    )


def _models(asked):
    return [CREDIT_MODELS[key] for key in (asked.model, asked.against) if key]


def _told(model) -> str:
    return f"{model.name}: {model.definition} ({model.source})"


def _columns(board: Board, with_money: bool) -> list[Column]:
    money = {"kind": "money", "currency": board.currency}
    spend = [Column("spend", _("Spend"), **money)]
    ratios = [
        Column("cpa", _("Cost per order"), "ratio", formula="spend / outcomes"),
        Column("roas", _("ROAS (attributed)"), "ratio", formula="revenue / spend"),
    ]
    columns = [
        Column("name", str(CUTS[board.asked.by])),
        *(spend if with_money else []),
        Column("touches", _("Touches"), "integer"),
        Column("outcomes", _("Orders"), "amount"),
        Column("revenue", _("Revenue"), **money),
        *(ratios if with_money else []),
    ]
    if board.asked.against:
        model = MODELS[board.asked.against]
        columns += [
            Column("other_outcomes", _("Orders: %s") % model, "amount"),
            Column("other_revenue", _("Revenue: %s") % model, **money),
        ]
    return columns


def _row(line: Line) -> dict:
    row = {
        "name": line.row.label or line.row.key,
        "spend": line.row.spend_minor,
        "touches": line.row.touches,
        "outcomes": line.row.outcomes,
        "revenue": line.row.revenue_minor,
    }
    if line.other:
        row |= {"other_outcomes": line.other.outcomes, "other_revenue": line.other.revenue_minor}
    return row
