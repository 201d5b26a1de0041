"""Rounds are begun and decided; remarks are pinned to places in files."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.content.assets.models import Version
from drumbeat.content.creative.proofing.models import ProofRound, Reviewer
from drumbeat.content.creative.proofing.queries import could_review
from drumbeat.content.creative.proofing.strokes import Box, Point, bounds, simplified
from drumbeat.content.media.models import FileFacts
from drumbeat.content.notices import tell
from drumbeat.content.studio.models import Remark
from drumbeat.content.studio.remarks import tell_of
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.members.models import Member

# What a remark can be pinned to, by the family of the file.
REGIONS = {"picture", "document", "film"}
TIMES = {"film", "sound"}


def pin(
    version: Version,
    facts: FileFacts,
    *,
    by: Member,
    body: str,
    region: Box | None = None,
    stroke: list[Point] | None = None,
    page: int | None = None,
    at_ms: int | None = None,
) -> Remark:
    """Say something about a place in a file. region: x, y, w, h as fractions of what is seen;
    stroke: points of a line drawn there, whose bounds are the region.

    Raises NotAllowed, Refused.
    """
    by.must("asset.comment", version)
    if not body.strip():
        raise Refused(Problem(_("Say what you see there."), "body"))
    stroke = [(round(x, 4), round(y, 4)) for x, y in simplified(stroke)] if stroke else []
    if stroke:
        region = bounds(stroke)
    _must_be_a_place(facts, region, page, at_ms)
    x, y, w, h = region or (None,) * 4
    said = Remark(
        brand=version.brand,
        owner=by,
        version=version,
        body=body.strip(),
        page=page,
        at_ms=at_ms,
        x=x,
        y=y,
        w=w,
        h=h,
        stroke=stroke,
    )
    with recorded(by, "remarked", said):
        said.save()
        tell_of(said, by)
    return said


def _must_be_a_place(facts, region, page, at_ms):
    if region is not None:
        x, y, w, h = region
        inside = min(region) >= 0 and x + w <= 1.0001 and y + h <= 1.0001
        if facts.family not in REGIONS or not inside:
            raise Refused(Problem(_("The region lies outside of the picture."), "x"))
    if page is not None and facts.pages and not 1 <= page <= facts.pages:
        raise Refused(Problem(_("It has %(n)d pages.") % {"n": facts.pages}, "page"))
    if at_ms is not None and facts.duration_ms and at_ms > facts.duration_ms:
        seconds = f"{facts.seconds:.1f}"
        raise Refused(Problem(_("It lasts %(seconds)s seconds.") % {"seconds": seconds}, "at"))


@transaction.atomic
def begin(
    version: Version,
    *,
    by: Member,
    reviewers: list[Member],
    due_on: date,
    ask="",
    besides: list[Version] | None = None,
) -> ProofRound:
    """Ask members to look at the newest version.

    besides: newest versions of other assets of its brief, that go round with it: each is decided on
    by itself, and whoever is asked hears of all of them once. Raises NotAllowed, WrongState, Refused.
    """
    begun = ProofRound(brand=version.brand, owner=by, version=version, ask=ask, due_on=due_on)
    begun.together = begun.pk if besides else ""
    _open(begun, by)
    told = _seat(begun, reviewers)
    for other in besides or ():
        if other.asset.brief_id != version.asset.brief_id:
            raise Refused(Problem(_("Choose files of the same brief."), "besides"))
        along = ProofRound(
            brand=version.brand,
            owner=by,
            version=other,
            ask=ask,
            due_on=due_on,
            together=begun.together,
        )
        _open(along, by)
        _seat(along, [member for member in reviewers if member.pk != other.owner_id])
    _ask(begun, told)
    return begun


def _open(begun, by):
    version = begun.version
    by.must("asset.edit", version)
    if version.pk != version.asset.newest.pk:
        raise WrongState(_("There is a newer version: begin the round with that one."))
    if ProofRound.objects.filter(version=version).exists():
        raise WrongState(_("This version has its round already."))
    with recorded(by, "began the round", begun):
        begun.save()


def change(begun: ProofRound, *, by: Member, reviewers: list[Member], due_on: date, ask=""):
    """Other reviewers or another day. Who has decided stays. Raises NotAllowed, WrongState, Refused."""
    by.must("asset.edit", begun)
    _must_be_the_last(begun)
    with recorded(by, "edited", begun):
        if due_on != begun.due_on:
            begun.late_told_at = None
        begun.due_on, begun.ask = due_on, ask
        begun.row_version += 1
        begun.save()
        _ask(begun, _seat(begun, reviewers))
    return begun


def _seat(begun, members) -> list[Member]:
    """Returns those who were not asked before."""
    if not members:
        raise Refused(Problem(_("Choose somebody to look at it."), "reviewers"))
    if begun.version.owner_id in {member.pk for member in members}:
        raise Refused(Problem(_("Its author does not review it: choose others."), "reviewers"))
    may = {member.pk for member in could_review(begun.version)}
    if {member.pk for member in members} - may:
        raise Refused(Problem(_("Choose members who may speak about assets."), "reviewers"))
    begun.reviewers.filter(decision="").exclude(member__in=members).delete()
    there = set(begun.reviewers.values_list("member_id", flat=True))
    new = [member for member in members if member.pk not in there]
    Reviewer.objects.bulk_create(Reviewer(round=begun, member=member) for member in new)
    return new


def _ask(begun, members):
    tell(members, "proof", gettext_lazy("“%(name)s” waits for you in a proof round."), begun)


def decide(begun: ProofRound, *, by: Member, decision: str, reason="") -> Reviewer:
    """One reviewer's word; it may be changed until the next round. Raises NotAllowed, WrongState,
    Refused."""
    by.must("asset.comment", begun)
    _must_be_the_last(begun)
    reason = reason.strip()
    if decision == "rejected" and not reason:
        raise Refused(Problem(_("Say why: its author has to know what to do."), "reason"))
    with recorded(by, "decided", begun, reason=reason):
        seat = begun.reviewers.select_for_update().filter(member=by).first()
        if seat is None:
            raise Refused(_("You are not among the reviewers of this round."))
        seat.decision, seat.reason, seat.decided_at = decision, reason, timezone.now()
        seat.save()
        if begun.reviewers.exclude(decision="").count() == begun.reviewers.count():
            words = gettext_lazy("Everybody has decided on “%(name)s”.")
            tell({begun.owner, begun.version.owner} - {by}, "proof", words, begun)
    return seat


def _must_be_the_last(begun):
    if begun.version.asset.newest.pk != begun.version_id:
        raise WrongState(_("A newer version has come: this round is over."))
