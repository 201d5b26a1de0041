"""Handoff: offered → accepted, or returned and offered again."""

from django.utils.translation import gettext_lazy as _

from drumbeat.people.machine import Machine, Step

HANDOFF = Machine(
    "handoff",
    {
        "offered": (_("Offered"), "caution"),
        "accepted": (_("Accepted"), "good"),
        "returned": (_("Returned"), "urgent"),
        "withdrawn": (_("Withdrawn"), "quiet"),
    },
    (
        Step("accept", _("Accept"), ("offered",), "accepted", "handoff.edit"),
        Step("return", _("Return"), ("offered",), "returned", "handoff.edit"),
        Step("offer_again", _("Offer again"), ("returned",), "offered", "handoff.edit"),
        Step(
            "withdraw",
            _("Withdraw"),
            ("offered", "returned"),
            "withdrawn",
            "handoff.edit",
            needs_reason=True,
        ),
    ),
)
