"""Content and channels agree, each for its side, on the very bytes that will run (L11)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.channels.placements.checks import bytes_changed
from drumbeat.channels.placements.models import Handshake, Placement
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed, Problem, Refused, WrongState

# Whose word counts for which side.
SIDES = {
    "content": {"cl", "cw", "ds", "brand"},
    "channels": {"cm", "pr", "ev", "lead"},
}

# The trail's verbs, shown translated.
AGREED = {
    "content": gettext_noop("agreed for content"),
    "channels": gettext_noop("agreed for channels"),
}


def side_of(member) -> str:
    """The side the member would speak for, content first; "" when for none."""
    return next((side for side, roles in SIDES.items() if member.roles & roles), "")


@transaction.atomic
def shake(placement: Placement, *, by, side: str, single_person_waiver: str = "") -> Handshake:
    """Say for one side: these bytes, in this place. Raises NotAllowed, WrongState, Refused."""
    by.must("placement_handshake.approve")
    if not by.roles & SIDES.get(side, set()):
        raise NotAllowed(_("Your roles do not speak for this side."))
    if placement.state not in ("planned", "booked"):
        raise WrongState(_("Hands are shaken before a placement is armed."))
    sha256s = sorted(placement.pins.values_list("sha256", flat=True))
    if not sha256s:
        raise Refused(Problem(_("Choose the asset versions first.")))
    _must_be_intact(placement)
    _must_be_two(placement, by, side, single_person_waiver)
    placement.handshakes.filter(side=side).delete()
    hand = Handshake(
        brand=placement.brand,
        owner=by,
        placement=placement,
        side=side,
        by=by,
        at=timezone.now(),
        sha256s=sha256s,
        single_person_waiver=single_person_waiver.strip(),
    )
    with recorded(by, AGREED[side], placement, reason=single_person_waiver.strip()):
        hand.save()
    return hand


def _must_be_intact(placement):
    """Who signs, signs what is there: every byte is hashed anew."""
    for pin in placement.pins.select_related("version__asset", "version__file"):
        if not pin.is_intact():
            raise Refused(Problem(bytes_changed(pin)))


def _must_be_two(placement, by, side, waiver):
    other = placement.handshakes.exclude(side=side).filter(by__person=by.person_id)
    if other.exists() and not waiver.strip():
        raise Refused(
            Problem(
                _(
                    "You spoke for the other side already. Ask a colleague, or give the reason why one "
                    "person does both."
                ),
                "single_person_waiver",
            )
        )
