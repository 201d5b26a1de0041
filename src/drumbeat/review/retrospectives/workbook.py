"""The retrospective as XLSX: one tidy sheet a cut, ratios as live formulas."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.formats.workbook import Sheet, write_workbook
from drumbeat.review.columns import cost_cells, cost_columns, result_cells, result_columns
from drumbeat.review.retrospectives.page import Review


def retrospective_xlsx(review: Review) -> bytes:
    """Goals, a sheet a cut (totals add up all rows, rests included), costs, dates, learnings."""
    sheets = [_goals(review), *(_cut(cut, review.currency) for cut in review.cuts)]
    sheets += [_costs(review), _dates(review), _learnings(review)]
    return write_workbook(sheets, title=str(review.campaign))


def _goals(review):
    columns = [
        Column("name", _("Key result")),
        Column("unit", _("Unit")),
        Column("baseline", _("Baseline"), "ratio"),
        Column("target", _("Target"), "ratio"),
        Column("actual", _("Result"), "ratio"),
        Column("share", _("Reached"), "percent", formula="(actual - baseline) / (target - baseline)"),
        Column("measured", _("Source")),
    ]  # fmt: skip
    rows = [
        {
            "name": str(one.result),
            "unit": one.result.unit,
            "baseline": one.result.baseline,
            "target": one.result.target,
            "actual": one.actual,
            "measured": _("measured") if one.is_measured else _("last check-in"),
        }
        for one in review.outcomes
    ]
    return Sheet(_("Goals"), columns, rows)


def cut_columns(currency) -> list[Column]:
    """Plan and actual; the linear model stands beside the last non-direct touch."""
    return [
        *result_columns(currency),
        Column("linear_outcomes", _("Orders, linear"), "amount"),
        Column("linear_revenue", _("Revenue, linear"), "money", currency=currency),
        Column("linear_roas", _("ROAS, linear"), "ratio", formula="linear_revenue / spend"),
    ]


def cut_rows(cut) -> list[dict]:
    return [
        result_cells(pair.last)
        | {
            "linear_outcomes": pair.linear.outcomes,
            "linear_revenue": pair.linear.revenue_minor,
        }
        for pair in (*cut.rows, *cut.rests)
    ]


def _cut(cut, currency):
    label = str(cut.board.everything.label)
    columns = cut_columns(currency)
    return Sheet(str(cut.label), columns, cut_rows(cut), totals=True, totals_label=label)


def _costs(review):
    currency = review.currency
    columns = [
        *cost_columns(currency),
        Column("actual", _("Actual"), "money", formula="reported + booked", currency=currency),
        Column("state", _("State")),
    ]
    rows = [
        cost_cells(row) | {"state": _("missing") if row.is_missing else _("known")}
        for row in review.costs.rows
    ]
    return Sheet(_("Costs"), columns, rows, totals=True, totals_label=review.costs.roi_label)


def _dates(review):
    columns = [
        Column("what", _("What")),
        Column("kind", _("Kind")),
        Column("planned", _("Planned"), "date"),
        Column("actual", _("Actual"), "date"),
        Column("days", _("Working days late"), "integer"),
        Column("note", _("Note")),
    ]
    time = review.timeline
    rows = [
        {
            "what": str(slip.task),
            "kind": _("Late task"),
            "planned": slip.planned.date(),
            "actual": slip.actual.date(),
            "days": slip.working_days,
        }
        for slip in time.slips
    ]
    rows += [
        {
            "what": str(one.gate),
            "kind": _("Gate"),
            "planned": one.gate.due_at.date(),
            "actual": one.decision.at.date() if one.decision else None,
            "note": one.decision.get_decision_display() if one.decision else _("not decided"),
        }
        for one in time.gates
    ]
    rows += [
        {"what": str(one.task), "kind": _("Waived"), "actual": one.at.date(), "note": one.reason}
        for one in time.waivers
    ]
    return Sheet(_("Timeline"), columns, rows)


def _learnings(review):
    columns = [
        Column("claim", _("Learning")),
        Column("kind", _("Kind")),
        Column("state", _("State")),
        Column("confidence", _("Confidence")),
        Column("evidence", _("Evidence")),
    ]
    rows = [
        {
            "claim": str(one),
            "kind": one.get_kind_display(),
            "state": one.get_state_display(),
            "confidence": one.get_confidence_display(),
            "evidence": "; ".join(each.note for each in one.evidence.all()),
        }
        for one in review.learnings
    ]
    return Sheet(_("Learnings"), columns, rows)
