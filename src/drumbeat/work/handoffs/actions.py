"""Offering a handoff, answering it, offering it again."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed, Problem, Refused
from drumbeat.people.matrix import MODULE_OF_ROLE
from drumbeat.people.models import Member
from drumbeat.people.notices.actions import notify
from drumbeat.thread.registry import resolve
from drumbeat.work.handoffs.batons import announce
from drumbeat.work.handoffs.clock import due_after, hours_between
from drumbeat.work.handoffs.models import Handoff, HandoffAnswer
from drumbeat.work.handoffs.states import HANDOFF

# A playback shorter than this repeats a word, not a thought. One Chinese character says more.
SHORTEST_PLAYBACK, SHORTEST_PLAYBACK_ZH = 20, 8


@transaction.atomic
def offer(handoff: Handoff, *, by: Member) -> Handoff:
    """Hold out the baton; the clock starts. Raises NotAllowed, Refused."""
    by.must("handoff.create")
    if handoff.from_module == handoff.to_module:
        raise Refused(Problem(_("A handoff goes to another module."), "to_module"))
    if handoff.ref and handoff.ref not in resolve(by.brand, [handoff.ref]):
        raise Refused(Problem(_("This object is not there any more."), "ref"))
    with recorded(by, "offered", handoff):
        handoff.save()
    announce(handoff)
    return handoff


@transaction.atomic
def accept_handoff(handoff: Handoff, *, by: Member, words: str) -> HandoffAnswer:
    """The receiver takes it on and says in their own words what was understood."""
    _must_receive(handoff, by)
    shortest = SHORTEST_PLAYBACK_ZH if _is_chinese(words) else SHORTEST_PLAYBACK
    if len(words.strip()) < shortest:
        message = _("Play it back in your own words, in at least %(count)d characters.")
        raise Refused(Problem(message % {"count": shortest}, "words"))
    with HANDOFF.step(handoff, "accept", by):
        answer = _answer(handoff, by, words, is_accepted=True)
    _tell_giver(handoff, by, gettext_lazy("Accepted, with a playback: {handoff}"))
    return answer


@transaction.atomic
def return_handoff(handoff: Handoff, *, by: Member, reason: str) -> HandoffAnswer:
    """The receiver gives it back, saying what is missing."""
    _must_receive(handoff, by)
    if not reason.strip():
        raise Refused(Problem(_("Say why: the reason goes on the record."), "words"))
    with HANDOFF.step(handoff, "return", by, reason=reason[:500]):
        answer = _answer(handoff, by, reason, is_accepted=False)
    _tell_giver(handoff, by, gettext_lazy("Returned to you: {handoff}"), is_urgent=True)
    return answer


@transaction.atomic
def offer_again(handoff: Handoff, *, by: Member, reason="") -> Handoff:
    """The giver has mended it; the clock starts anew."""
    HANDOFF.take(handoff, "offer_again", by, reason=reason, offered_at=timezone.now())
    announce(handoff)
    return handoff


def may_receive(handoff: Handoff, by: Member) -> bool:
    """The named receiver; else the receiving module, but not the giver; a lead for any other."""
    if handoff.receiver_id:
        is_named = handoff.receiver_id == by.pk
    else:
        is_named = handoff.to_module in {MODULE_OF_ROLE[role] for role in by.roles}
    is_giver = handoff.owner_id == by.pk and handoff.receiver_id != by.pk
    return not is_giver and (is_named or "lead" in by.roles)


def _must_receive(handoff, by):
    by.must("handoff.edit", handoff)
    if not may_receive(handoff, by):
        raise NotAllowed(_("Only the receiver answers a handoff."))


def _is_chinese(words):
    return sum("\u4e00" <= letter <= "\u9fff" for letter in words) * 2 >= len(words.strip())


def _answer(handoff, by, words, *, is_accepted):
    now = timezone.now()
    return HandoffAnswer.objects.create(
        brand=handoff.brand,
        owner=by,
        handoff=handoff,
        by=by,
        at=now,
        is_accepted=is_accepted,
        words=words.strip(),
        working_hours=hours_waited(handoff, now),
    )


def hours_waited(handoff: Handoff, now: datetime) -> Decimal:
    """Working hours since it was offered, on the calendar of its work, two decimals."""
    return hours_between(handoff.brand, handoff.offered_at, now, _calendar(handoff))


def answer_due(handoff: Handoff) -> datetime:
    """The moment by which the receiver should have answered."""
    hours = handoff.answer_within_hours
    return due_after(handoff.brand, handoff.offered_at, hours, _calendar(handoff))


def _calendar(handoff):
    """The key of the calendar of its run; "" for the brand's own."""
    run = handoff.task.run if handoff.task else None
    return run.calendar if run else ""


def _tell_giver(handoff, by, words, *, is_urgent=False):
    if handoff.owner != by:
        notify(
            handoff.owner,
            "handoff",
            format_lazy(words, handoff=handoff),
            url=handoff.get_absolute_url(),
            is_urgent=is_urgent,
        )
