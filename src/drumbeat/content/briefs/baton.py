"""The handoff strategy → content that travels with a brief: offered when it is submitted,
accepted by the restatement, returned with the brief, withdrawn when the brief is cancelled.
"""

from drumbeat.content.briefs.models import Brief
from drumbeat.people.members.models import Member
from drumbeat.thread.registry import ref
from drumbeat.work.handoffs.actions import (
    accept_handoff,
    may_receive,
    offer,
    offer_again,
    return_handoff,
)
from drumbeat.work.handoffs.models import Handoff
from drumbeat.work.handoffs.states import HANDOFF


def pass_to_content(brief: Brief, *, by: Member) -> Handoff:
    """Offer the brief, or offer it again when it was returned before."""
    returned = _newest(brief, "returned")
    if returned:
        return offer_again(returned, by=by)
    return offer(
        Handoff(
            brand=brief.brand,
            owner=by,
            from_module="strategy",
            to_module="content",
            ref=ref(brief),
            subject=ref(brief.campaign) if brief.campaign_id else ref(brief.plan),
            title_en=brief.title_en,
            title_zh=brief.title_zh,
            note=brief.proposition,
        ),
        by=by,
    )


def accept(brief: Brief, *, by: Member, words: str) -> None:
    """The restatement is the playback. A second one, after a correction, has nothing to answer."""
    offered = _newest(brief, "offered")
    if offered and may_receive(offered, by):
        accept_handoff(offered, by=by, words=words)


def give_back(brief: Brief, *, by: Member, reason: str) -> None:
    offered = _newest(brief, "offered")
    if offered and may_receive(offered, by):
        return_handoff(offered, by=by, reason=reason)


def drop(brief: Brief, *, by: Member, reason: str) -> None:
    for state in ("offered", "returned"):
        waiting = _newest(brief, state)
        if waiting:
            HANDOFF.take(waiting, "withdraw", by, reason=reason)


def _newest(brief, state):
    handoffs = Handoff.objects.of(brief.brand).filter(
        ref=ref(brief), to_module="content", state=state
    )
    return handoffs.order_by("-offered_at").first()
