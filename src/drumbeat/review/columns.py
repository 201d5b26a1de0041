"""Columns of results and costs, the same on pages and in every file."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.insight.results.scoreboard import Row
from drumbeat.insight.spend.lines import CostRow


def result_columns(currency: str) -> list[Column]:
    """Plan and actual of one cut; CPA and ROAS stay formulas of the row's own cells."""
    return [
        Column("label", _("Name")),
        Column("planned", _("Planned"), "money", currency=currency),
        Column("spend", _("Spend"), "money", currency=currency),
        Column("expected", _("Expected orders"), "integer"),
        Column("touches", _("Touches"), "integer"),
        Column("outcomes", _("Orders"), "amount"),
        Column("revenue", _("Revenue"), "money", currency=currency),
        Column("cpa", _("Cost per order"), "ratio", formula="spend / outcomes"),
        Column("roas", _("ROAS (attributed)"), "ratio", formula="revenue / spend"),
    ]


def result_cells(row: Row) -> dict:
    return {
        "label": row.label,
        "planned": row.planned_minor,
        "spend": row.spend_minor,
        "expected": row.expected_outcomes,
        "touches": row.touches,
        "outcomes": row.outcomes,
        "revenue": row.revenue_minor,
    }


def cost_columns(currency: str) -> list[Column]:
    """A budget line, its plan and what is known of its cost, from platforms and on paper."""
    return [
        Column("line", _("Budget line")),
        Column("category", _("Category")),
        Column("planned", _("Planned"), "money", currency=currency),
        Column("reported", _("Reported by platforms"), "money", currency=currency),
        Column("booked", _("Booked on paper"), "money", currency=currency),
    ]


def cost_cells(row: CostRow) -> dict:
    return {
        "line": row.label,
        "category": row.category,
        "planned": row.planned_minor,
        "reported": row.reported_minor,
        "booked": row.booked_minor,
    }
