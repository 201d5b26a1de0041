"""Learning: draft → published → expired | refuted (domain.md §2.5, I-17)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.knowledge.learnings.expiry import latest_expiry
from drumbeat.people.machine import SYSTEM, Machine, Problem, Step


def _may_be_published(learning):
    if not learning.evidence.exists():
        yield Problem(_("Link at least one piece of evidence first."), "evidence")
    today = timezone.localdate()
    if learning.expires_on < today:
        yield Problem(_("Its last day is past: choose a later one."), "expires_on")
    if learning.expires_on > latest_expiry(today):
        yield Problem(_("A learning holds for 18 months at most; renew it then."), "expires_on")


def _has_newer_evidence(learning):
    since = learning.published_at
    if since is None or not learning.evidence.filter(created_at__gt=since).exists():
        yield Problem(_("Add the newer evidence that speaks against it first."), "evidence")


LEARNING = Machine(
    "learning",
    {
        "draft": (_("Draft"), "quiet"),
        "published": (_("Published"), "good"),
        "expired": (_("Expired"), "quiet"),
        "refuted": (_("Refuted"), "urgent"),
    },
    (
        Step(
            "publish", _("Publish"), ("draft",), "published", "learning.approve", _may_be_published
        ),
        Step(
            "renew",
            _("Renew"),
            ("published", "expired"),
            "published",
            "learning.approve",
            needs_reason=True,
        ),
        Step("expire", _("Expire"), ("published",), "expired", SYSTEM),
        Step(
            "refute",
            _("Refute"),
            ("published",),
            "refuted",
            "learning.approve",
            _has_newer_evidence,
            needs_reason=True,
        ),
    ),
)
