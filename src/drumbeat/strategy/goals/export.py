"""The goal tree as a table."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def goals_file(kind, tree):
    """A row a key result, goals without one with empty figures. Numbers in the metric's unit."""
    columns = [
        Column("goal", _("Goal")),
        Column("depth", _("Depth"), "integer"),
        Column("level", _("Level")),
        Column("owner", _("Owner")),
        Column("starts", _("Starts"), "date"),
        Column("ends", _("Ends"), "date"),
        Column("confidence", _("Confidence"), "ratio"),
        Column("key_result", _("Key result")),
        Column("unit", _("Unit")),
        Column("baseline", _("Baseline"), "ratio"),
        Column("target", _("Target"), "ratio"),
        Column("now", _("Now"), "ratio"),
        Column("share", _("Progress"), "percent"),
        Column("parts", _("Parts add up to"), "ratio"),
        Column("due", _("Due"), "date"),
    ]
    return table_file(kind, _("Goals"), columns, (row for branch in tree for row in _rows(branch)))


def _rows(branch):
    goal = branch.goal
    named = {
        "goal": str(goal),
        "depth": branch.depth,
        "level": str(goal.get_level_display()),
        "owner": str(goal.owner),
        "starts": goal.starts_on,
        "ends": goal.ends_on,
        "confidence": goal.confidence,
    }
    if not branch.standings:
        yield named
    for stands in branch.standings:
        result = stands.key_result
        yield named | {
            "key_result": str(result),
            "unit": result.unit,
            "baseline": result.baseline,
            "target": result.target,
            "now": stands.now,
            "share": stands.share,
            "parts": stands.parts,
            "due": result.due_on,
            "owner": str(result.owner),
        }
