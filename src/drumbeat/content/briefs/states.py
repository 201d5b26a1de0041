"""Brief: draft → submitted → restated → acknowledged → in production → delivered → closed.

domain.md §2.5 has one step from submitted to acknowledged that two people take together; here
it is two steps (content restates, strategy confirms), so that each has its actor and its time.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.machine import SYSTEM, Machine, Step


def _complete(brief):
    # Late import: readiness asks the tables that declare their choices from here.
    from drumbeat.content.briefs.readiness import problems

    return problems(brief)


BRIEF = Machine(
    "brief",
    {
        "draft": (_("Draft"), "quiet"),
        "submitted": (_("Submitted"), "caution"),
        "restated": (_("Restated"), "caution"),
        "acknowledged": (_("Acknowledged"), "good"),
        "in_production": (_("In production"), "live"),
        "delivered": (_("Delivered"), "good"),
        "closed": (_("Closed"), "quiet"),
        "cancelled": (_("Cancelled"), "urgent"),
    },
    (
        Step("submit", _("Submit"), ("draft",), "submitted", "brief.edit", _complete),
        Step(
            "restate",
            _("Restate the intent"),
            ("submitted",),
            "restated",
            "brief_acknowledgement.approve",
        ),
        # Strategy's two answers: who may write the plan may say whether it was understood.
        Step("confirm", _("Confirm"), ("restated",), "acknowledged", "plan.edit"),
        Step(
            "correct",
            _("Not what we meant"),
            ("restated",),
            "submitted",
            "plan.edit",
            needs_reason=True,
        ),
        Step(
            "return",
            _("Return"),
            ("submitted",),
            "draft",
            "brief_acknowledgement.approve",
            needs_reason=True,
        ),
        Step("produce", _("Start production"), ("acknowledged",), "in_production", SYSTEM),
        Step("deliver", _("Deliver"), ("in_production",), "delivered", SYSTEM),
        Step("close", pgettext_lazy("brief", "Close"), ("delivered",), "closed", "brief.edit"),
        Step(
            "cancel",
            _("Cancel"),
            ("draft", "submitted", "restated", "acknowledged", "in_production", "delivered"),
            "cancelled",
            "brief.approve",
            needs_reason=True,
        ),
        # The same end, by content or by who asked for it.
        Step(
            "withdraw",
            _("Withdraw"),
            ("draft", "submitted", "restated", "acknowledged", "in_production", "delivered"),
            "cancelled",
            "brief.archive",
            needs_reason=True,
        ),
    ),
)
