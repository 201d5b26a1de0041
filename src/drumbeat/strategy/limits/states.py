"""Release: asked → released → used; or declined, or withdrawn before it is used."""

from django.utils.translation import pgettext_lazy

from drumbeat.people.machine import SYSTEM, Machine, Step

RELEASE = Machine(
    "limit_release",
    {
        "asked": (pgettext_lazy("release", "Asked for"), "caution"),
        "released": (pgettext_lazy("release", "Released"), "good"),
        "declined": (pgettext_lazy("release", "Declined"), "quiet"),
        "withdrawn": (pgettext_lazy("release", "Withdrawn"), "quiet"),
        "used": (pgettext_lazy("release", "Used"), "quiet"),
    },
    (
        Step(
            "grant",
            pgettext_lazy("limit", "Release"),
            ("asked",),
            "released",
            "budget_release.approve",
        ),
        Step(
            "decline",
            pgettext_lazy("limit", "Decline"),
            ("asked",),
            "declined",
            "budget_release.approve",
            needs_reason=True,
        ),
        Step(
            "withdraw",
            pgettext_lazy("limit", "Withdraw"),
            ("asked", "released"),
            "withdrawn",
            "budget_release.edit",
        ),
        Step("use", pgettext_lazy("limit", "Use"), ("released",), "used", SYSTEM),
    ),
)
