"""Reviewing a version: four eyes on exactly these bytes (I-03, I-04)."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.content.assets.findings import raise_finding
from drumbeat.content.assets.models import Approval, Version
from drumbeat.content.assets.states import VERSION
from drumbeat.content.briefs.actions import deliver_if_complete
from drumbeat.content.notices import tell
from drumbeat.content.signals import version_approved, version_retired
from drumbeat.people.errors import NotAllowed, Problem, Refused
from drumbeat.people.matrix import carries
from drumbeat.people.members.models import Member
from drumbeat.people.members.queries import members_who_may

ACT = "asset_approval.approve"

# Approving roles that stand for some kinds of assets only (domain.md §2.6); others for all.
ONLY_KINDS = {"pr": {"press"}}


def may_approve_kind(member: Member, kind: str) -> bool:
    """Does one of the member's approving roles reach assets of this kind?"""
    return any(
        kind in ONLY_KINDS.get(role, {kind})
        for role in member.roles
        if carries({role}, ACT, own=False)
    )


def other_approvers(version: Version, *, besides=()) -> list[Member]:
    """Active members who may approve this version: neither its author nor its last editor."""
    return [
        member
        for member in members_who_may(version.brand, ACT, version, besides=besides)
        if member.pk not in version.writers and may_approve_kind(member, version.asset.kind)
    ]


def send_to_review(version: Version, *, by: Member) -> Version:
    """From here on the bytes stand still. Raises NotAllowed, WrongState, Refused."""
    with VERSION.step(version, "send_to_review", by):
        tell(
            other_approvers(version, besides=[by]),
            "version_in_review",
            gettext_lazy("“%(name)s” waits for your review."),
            version,
        )
    return version


def request_changes(version: Version, *, by: Member, reason: str, findings=(), severity="warn"):
    """Send it back to its author, with findings where there are any (texts of one severity)."""
    _must_approve_kind(version, by)
    with VERSION.step(version, "request_changes", by, reason=reason):
        for note in findings:
            raise_finding(version, by=by, note=note, severity=severity)
        tell(
            _writers(version),
            "version_changes_requested",
            gettext_lazy("“%(name)s”: changes are requested. Read what and why."),
            version,
        )
    return version


@transaction.atomic
def approve(version: Version, *, by: Member, note="", waiver="") -> Approval:
    """Say yes to exactly these bytes. Raises NotAllowed, WrongState, Refused.

    by: neither the author nor the last editor (I-03). Where no second active member has the
    right, one of them may, with `waiver` saying why; that stays on the record.
    """
    by.must(ACT, version)
    _must_approve_kind(version, by)
    waiver = _four_eyes(version, by, waiver)
    with VERSION.step(version, "approve", by, reason=waiver):
        approval = Approval.objects.create(
            brand=version.brand,
            owner=by,
            by=by,
            version=version,
            sha256=version.sha256,
            note=note,
            single_person_waiver=waiver,
        )
        tell(
            [member for member in _writers(version) if member != by],
            "version_approved",
            gettext_lazy("“%(name)s” is approved."),
            version,
        )
    version_approved.send(Version, version=version, by=by)
    deliver_if_complete(version.asset.brief)
    return approval


def needs_waiver(version: Version, by: Member) -> bool:
    """Is this member a writer of it while nobody else could approve it?"""
    return by.pk in version.writers and not other_approvers(version, besides=[by])


def _four_eyes(version, by, waiver):
    """The waiver to record, empty when four eyes look. Raises NotAllowed, Refused."""
    if by.pk not in version.writers:
        return ""
    others = other_approvers(version, besides=[by])
    if others:
        raise NotAllowed(
            _("You wrote or last edited this version; somebody else approves it. Ask %(names)s.")
            % {"names": ", ".join(member.name for member in others[:5])}
        )
    if not waiver.strip():
        raise Refused(
            Problem(
                _(
                    "Nobody else here may approve it. Say why you do so alone: it goes on the record."
                ),
                "single_person_waiver",
            )
        )
    return waiver.strip()


def publish(version: Version) -> Version:
    """The system's own step when its first placement goes live."""
    return VERSION.take(version, "publish", None)


def retire(version: Version, *, by: Member, reason: str) -> Version:
    """Take it out of use; whoever shows it hears of it. Raises NotAllowed, WrongState, Refused."""
    with VERSION.step(version, "retire", by, reason=reason):
        concerned = {*_writers(version), version.asset.owner} - {by}
        tell(
            concerned,
            "version_retired",
            gettext_lazy("“%(name)s” was retired. The reason is on its page."),
            version,
        )
        version_retired.send(Version, version=version, by=by, reason=reason)
    return version


def _must_approve_kind(version, by):
    if by.may(ACT, version) and not may_approve_kind(by, version.asset.kind):
        raise NotAllowed(_("Your role approves press releases only."))


def _writers(version):
    return [version.owner] + ([version.edited_by] if version.edited_by_id else [])
