"""Who looks at a version until when, and what each of them says of it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.models import Version
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned

DECISIONS = [
    ("approved", _("Approve")),
    ("changes", _("Approve with changes")),
    ("rejected", _("Reject")),
]
# The gravest word wins; a round with somebody still to speak has none yet.
OUTCOMES = {
    "rejected": (_("Not accepted"), "urgent"),
    "": (_("Under review"), "caution"),
    "changes": (_("Approved with changes"), "caution"),
    "approved": (_("Approved"), "good"),
}


class ProofRound(Owned):
    """One version shown to its reviewers. What they decide is advice to whoever approves the bytes.

    ask: what to look at. Its owner began it. together: the first of several that were begun in one go,
    for several files of one brief; "" for a round of its own. late_told_at: when those concerned heard that its day
    has passed; empty again once the day is moved.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("prf"))
    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="proof")
    ask = models.CharField(_("what to look at"), max_length=500, blank=True)
    due_on = models.DateField(_("due"))
    together = models.CharField(max_length=30, blank=True, default="", editable=False)
    late_told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["brand", "due_on"], name="proofs_by_due"),
            models.Index(
                fields=["together"], condition=~models.Q(together=""), name="proofs_together"
            ),
        ]

    def __str__(self):
        return str(self.version)

    @property
    def outcome(self):
        """rejected, "" (somebody has still to speak), changes or approved."""
        said = {each.decision for each in self.reviewers.all()}
        return next((one for one in OUTCOMES if one in said), "")

    @property
    def outcome_label(self):
        return OUTCOMES[self.outcome][0]

    @property
    def outcome_tone(self):
        return OUTCOMES[self.outcome][1]

    @property
    def is_late(self):
        return not self.outcome and self.due_on < timezone.localdate()

    def get_absolute_url(self):
        return reverse("content:proof", args=[self.version_id])


class Reviewer(models.Model):
    """A member asked to look, and what they decided."""

    round = models.ForeignKey(ProofRound, on_delete=models.CASCADE, related_name="reviewers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, choices=DECISIONS, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "member"], name="reviewer_once_a_round"),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at=None)
                | ~models.Q(decision="") & models.Q(decided_at__isnull=False),
                name="reviewer_decides_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision="rejected") | ~models.Q(reason=""),
                name="reviewer_rejects_with_reason",
            ),
        ]
