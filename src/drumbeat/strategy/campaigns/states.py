"""Campaign: draft → ready → live → closing → closed (domain.md §2.5).

Freezing is a record beside the state (`Freeze`), so that lifting it returns to what was.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.machine import SYSTEM, Machine, Problem, Step


def _plan_is_approved(campaign):
    if campaign.plan.state not in ("approved", "active"):
        yield Problem(_("Its plan is not approved yet."))


def _not_frozen(campaign):
    # What a crisis freezes are the placements, each refused by its pre-flight; one that the lead
    # lets go on takes its campaign along.
    if campaign.freezes.open().filter(crisis=None).exists():
        yield Problem(_("The campaign is frozen: lift that first."))


CAMPAIGN = Machine(
    "campaign",
    {
        "draft": (_("Draft"), "quiet"),
        "ready": (_("Ready"), "caution"),
        "live": (_("Live"), "live"),
        "closing": (_("Closing"), "caution"),
        "closed": (_("Closed"), "quiet"),
    },
    (
        Step("prepare", _("Make ready"), ("draft",), "ready", "campaign.edit", _plan_is_approved),
        Step("go_live", _("Go live"), ("ready",), "live", SYSTEM, _not_frozen),
        Step("wind_down", _("Start closing"), ("live", "ready"), "closing", "campaign.edit"),
        Step("close", pgettext_lazy("plan", "Close"), ("closing",), "closed", SYSTEM),
    ),
)
