"""Findings: what is wrong with a version, and how it was put right."""

from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Finding, Version
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed, Problem, Refused, WrongState
from drumbeat.people.members.models import Member
from drumbeat.work.files.models import StoredFile


def raise_finding(version: Version, *, by: Member, note: str, severity: str) -> Finding:
    """Raises NotAllowed, WrongState for a retired version, Refused without a note."""
    by.must("asset.comment", version)
    if version.state == "retired":
        raise WrongState(_("It is retired already."))
    if not note.strip():
        raise Refused(Problem(_("Say what is wrong."), "note"))
    finding = Finding(
        brand=version.brand, owner=by, version=version, note=note.strip(), severity=severity
    )
    with recorded(by, "raised", finding):
        finding.save()
    return finding


def resolve(finding: Finding, *, by: Member, resolution: str) -> Finding:
    """Say how it was put right. A blocking one needs other eyes than the writer's (I-03).

    What a rule finds is put right by rewording it, which resolves it by itself.
    """
    by.must("asset.edit", finding)
    if finding.law_key:
        raise WrongState(_("Reword it, and this finding goes by itself."))
    if finding.severity == "block" and by.pk in finding.version.writers:
        raise NotAllowed(_("A blocking finding is resolved by somebody who did not write this."))
    return _close(finding, by, "resolved", resolution, is_waived=False)


def waive(
    finding: Finding, *, by: Member, reason: str, exemption="", proof: StoredFile | None = None
) -> Finding:
    """Let it stand, on the lead's responsibility and with the reason on the record.

    One by the advertising law needs an exemption with its proof, or that it is a false alarm.
    """
    by.must("finding_waiver.approve", finding)
    return _let_stand(finding, by, "waived", reason, exemption, proof)


def clear(
    finding: Finding, *, by: Member, reason: str, exemption: str, proof: StoredFile | None = None
) -> Finding:
    """The strategist's way with a high finding by the law: the same, short of what blocks."""
    by.must("finding_clearance.approve", finding)
    if not finding.law_key or finding.severity != "high":
        raise WrongState(_("Only a high finding by the advertising law is cleared."))
    return _let_stand(finding, by, "cleared", reason, exemption, proof)


def call_false(finding: Finding, *, by: Member, reason: str) -> Finding:
    """The author says that a warning or note is none; it counts against the rule."""
    by.must("asset.edit", finding)
    if not finding.is_authors:
        raise WrongState(_("Only a warning or note is the author's to judge."))
    return _let_stand(finding, by, "called false", reason, Finding.FALSE_ALARM, None)


def confirm_warnings(version: Version, *, by: Member) -> list[Finding]:
    """The author looked at the warnings and means the words as they are."""
    by.must("asset.edit", version)
    warnings = list(version.findings.filter(resolved_at=None, severity="warn").exclude(law_key=""))
    said = _("The author confirms these words.")
    return [_close(each, by, "confirmed", said, is_waived=True) for each in warnings]


def _let_stand(finding, by, verb, reason, exemption, proof):
    if finding.law_key and not exemption:
        raise Refused(Problem(_("Say why the law allows it."), "exemption"))
    if exemption not in ("", Finding.FALSE_ALARM) and proof is None:
        raise Refused(Problem(_("Attach the proof: a licence, a report, a ruling."), "proof"))
    finding.exemption, finding.proof = exemption, proof
    return _close(finding, by, verb, reason, is_waived=True)


def _close(finding, by, verb, words, *, is_waived):
    if not finding.is_open:
        raise WrongState(_("It is resolved already."))
    if not words.strip():
        raise Refused(Problem(_("Say how, or why: it goes on the record."), "resolution"))
    with recorded(by, verb, finding, reason=words.strip()):
        finding.resolved_at, finding.resolved_by = timezone.now(), by
        finding.resolution, finding.is_waived = words.strip()[:300], is_waived
        finding.row_version += 1
        finding.save()
    return finding
