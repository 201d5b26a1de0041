"""What must be settled before a placement can be booked."""

from django.utils.translation import gettext as _

from drumbeat.channels.placements import checks
from drumbeat.channels.placements.models import Placement
from drumbeat.channels.placements.preflight import flights
from drumbeat.people.errors import Problem

_SETTLED = (
    checks.versions_are_approved,
    checks.briefs_are_acknowledged,
    checks.consent_allows_the_channel,
    checks.both_sides_shook_hands,
)


def problems(placement: Placement) -> list[Problem]:
    """Everything that stands in the way of booking, each with the field to mend."""
    found = []
    if placement.message_id is None:
        found.append(Problem(_("Choose the key message it carries."), "message"))
    if placement.budget_line_id is None:
        found.append(Problem(_("Choose the budget line that pays for it."), "budget_line"))
    if placement.channel.is_paid and not placement.planned_minor:
        found.append(Problem(_("Paid media costs something: plan the amount."), "planned_minor"))
    (flight,) = flights(Placement.objects.filter(pk=placement.pk), rereads=False)
    return found + [Problem(reason) for look in _SETTLED for reason in look(flight)]
