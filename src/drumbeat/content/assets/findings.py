"""Findings: what is wrong with a version, and how it was put right."""

from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Finding, Version
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed, Problem, Refused, WrongState
from drumbeat.people.members.models import Member


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
    """Say how it was put right. A blocking one needs other eyes than the writer's (I-03)."""
    by.must("asset.edit", finding)
    if finding.severity == "block" and by.pk in finding.version.writers:
        raise NotAllowed(_("A blocking finding is resolved by somebody who did not write this."))
    return _close(finding, by, "resolved", resolution, is_waived=False)


def waive(finding: Finding, *, by: Member, reason: str) -> Finding:
    """Let it stand, on the lead's responsibility and with the reason on the record."""
    by.must("finding_waiver.approve", finding)
    return _close(finding, by, "waived", reason, is_waived=True)


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
