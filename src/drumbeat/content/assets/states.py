"""Asset version: draft → in review → approved → published → retired (domain.md §2.5)."""

from django.utils.translation import gettext_lazy as _

from drumbeat.content.studio.limits import own_words
from drumbeat.people.machine import SYSTEM, Machine, Problem, Step


def _said_what_changed(version):
    if version.number > 1 and not version.change_note.strip():
        yield Problem(_("Say what changed since the version before."), "change_note")


def _ready(version):
    yield from _said_what_changed(version)
    warnings = version.findings.filter(severity="warn", resolved_at=None).exclude(law_key="")
    if count := warnings.count():
        yield Problem(_UNCONFIRMED % {"count": count})
    for network, _words, parts in own_words(version):
        if any(part.is_over for part in parts):
            yield Problem(_TOO_LONG % {"network": network})


def _clean(version):
    for severity, sentence in _OPEN.items():
        count = version.findings.filter(severity=severity, resolved_at=None).count()
        if count:
            yield Problem(sentence % {"count": count})
    if not version.is_intact():
        yield Problem(_("Its bytes are not those that were sent to review. Make a new version."))


_UNCONFIRMED = _("%(count)d warning(s) wait for you: reword them, or confirm the words.")
_TOO_LONG = _("The words for %(network)s are longer than it takes: shorten them.")
_OPEN = {
    "block": _("%(count)d blocking finding(s) are still open."),
    "high": _("%(count)d high finding(s) have no resolution yet."),
}

VERSION = Machine(
    "version",
    {
        "draft": (_("Draft"), "quiet"),
        "in_review": (_("In review"), "caution"),
        "changes_requested": (_("Changes requested"), "urgent"),
        "approved": (_("Approved"), "good"),
        "published": (_("Published"), "live"),
        "retired": (_("Retired"), "quiet"),
    },
    (
        Step(
            "send_to_review",
            _("Send to review"),
            ("draft", "changes_requested"),
            "in_review",
            "asset.edit",
            _ready,
        ),
        Step(
            "request_changes",
            _("Request changes"),
            ("in_review",),
            "changes_requested",
            "asset_approval.approve",
            needs_reason=True,
        ),
        Step("approve", _("Approve"), ("in_review",), "approved", "asset_approval.approve", _clean),
        Step("publish", _("Publish"), ("approved",), "published", SYSTEM),
        Step(
            "retire",
            _("Retire"),
            ("approved", "published"),
            "retired",
            "asset_retirement.approve",
            needs_reason=True,
        ),
    ),
)
