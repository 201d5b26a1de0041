"""What waits for this member's word: to acknowledge, confirm, approve."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from drumbeat.content.models import Brief, Version
from drumbeat.people.models import Member
from drumbeat.strategy.limits.queries import waiting_for as releases_waiting_for
from drumbeat.strategy.models import Plan

MOST = 8

# model, state it waits in, act that answers it, what is asked. The author never answers (four
# eyes); who restated a brief is not its owner, so there the action itself says no.
ASKS = (
    (Brief, "submitted", "brief_acknowledgement.approve", _("Restate in your own words")),
    (Brief, "restated", "plan.edit", _("Confirm the restated intent")),
    (Version, "in_review", "asset_approval.approve", _("Approve or return")),
    (Plan, "in_review", "plan.approve", _("Approve or return")),
)
HAS_FOUR_EYES = (Version, Plan)


@dataclass(frozen=True)
class Ask:
    """One object that waits for the member, and what is asked of them."""

    object: object
    what: str


def waiting_for(member: Member) -> list[Ask]:
    """Oldest first within each kind (one query for each thing the member may answer)."""
    asks = [
        Ask(one, what)
        for model, state, act, what in ASKS
        if member.may(act)
        for one in _found(model, state, member)
    ]
    if member.may("budget_release.approve"):
        asks += [Ask(one, _("Release or decline")) for one in releases_waiting_for(member, MOST)]
    return asks


def _found(model, state, member):
    found = model.objects.of(member.brand_id).current().filter(state=state)
    if model in HAS_FOUR_EYES:
        found = found.exclude(owner=member)
    if model is Version:
        found = found.select_related("asset")
    return found.select_related("owner__person").order_by("created_at")[:MOST]
