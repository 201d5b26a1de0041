"""A KPI tree: written while it does not tie yet, agreed once it does, open again with a reason."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.machine import Machine, Step


def _ties(tree):
    # Late import: the guard asks the tables that themselves declare their choices from here.
    from drumbeat.strategy.kpis.queries import what_does_not_tie

    return what_does_not_tie(tree)


KPI_TREE = Machine(
    "kpi_tree",
    {
        "draft": (pgettext_lazy("KPI tree", "Draft"), "quiet"),
        "agreed": (pgettext_lazy("KPI tree", "Agreed"), "good"),
    },
    (
        Step("agree", _("Agree and freeze"), ("draft",), "agreed", "goal.approve", _ties),
        Step("reopen", _("Open again"), ("agreed",), "draft", "goal.approve", needs_reason=True),
    ),
)
