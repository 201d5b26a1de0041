"""Plan: draft → in review → approved → active → closed (domain.md §2.5)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.machine import Machine, Step


def _ready(plan):
    # Late import: the guard asks the tables that themselves declare their choices from here.
    from drumbeat.strategy.plans.readiness import problems

    return problems(plan)


PLAN = Machine(
    "plan",
    {
        "draft": (_("Draft"), "quiet"),
        "in_review": (_("In review"), "caution"),
        "approved": (_("Approved"), "good"),
        "active": (_("Active"), "live"),
        "closed": (_("Closed"), "quiet"),
        "superseded": (_("Superseded"), "quiet"),
    },
    (
        Step("submit", _("Send to review"), ("draft",), "in_review", "plan.edit", _ready),
        Step("approve", _("Approve"), ("in_review",), "approved", "plan.approve", _ready),
        Step("return", _("Return"), ("in_review",), "draft", "plan.approve", needs_reason=True),
        Step("activate", _("Activate"), ("approved",), "active", "sys"),
        Step(
            "close",
            pgettext_lazy("plan", "Close"),
            ("approved", "active"),
            "closed",
            "plan.approve",
        ),
        Step("supersede", _("Supersede"), ("approved", "active"), "superseded", "sys"),
    ),
)
