"""Gate decisions: pass, conditional, fail. Never edited, only superseded (I-13)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.errors import WrongState
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned, RecordQuerySet
from drumbeat.work.tasks.models import Task


class Decisions(RecordQuerySet):
    """Decisions are written once: neither in bulk nor one by one can they be changed (I-13)."""

    def update(self, **values):
        raise WrongState(_("A gate decision stands as it was made. Decide again instead."))

    def delete(self):
        raise WrongState(_("A gate decision stands as it was made. Decide again instead."))


class GateDecision(Owned):
    """What was decided at a gate, with the checklist as it stood at that moment."""

    DECISIONS = [("pass", _("Pass")), ("conditional", _("Conditional pass")), ("fail", _("Fail"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("gat"))
    gate = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(_("decision"), max_length=12, choices=DECISIONS)
    reason = models.TextField(_("reason"))
    conditions = models.JSONField(default=list, blank=True)
    snapshot = models.JSONField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    objects = Decisions.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["gate"], condition=models.Q(supersedes=None), name="gate_first_decided_once"
            )
        ]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise WrongState(_("A gate decision stands as it was made. Decide again instead."))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise WrongState(_("A gate decision stands as it was made. Decide again instead."))
