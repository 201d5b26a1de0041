"""Learnings: claim + evidence + scope + expiry, also when the result was null or negative."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.knowledge.learnings.states import LEARNING
from drumbeat.people.audit.models import AuditEvent
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned, Record, named


class Learning(Record):
    """What we now hold true; the title is the claim itself."""

    KINDS = [
        ("positive", _("It worked")),
        ("negative", _("It did not work")),
        ("null", _("No effect found")),
        ("process", _("How we work")),
    ]
    CONFIDENCE = [("high", _("High")), ("medium", _("Medium")), ("low", _("Low"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("lrn"))
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="positive")
    detail = models.TextField(_("what happened, and why we think so"), blank=True)
    scope = models.CharField(
        _("where it holds"),
        max_length=200,
        blank=True,
        help_text=_("audience, channel, stage, market"),
    )
    effect = models.CharField(_("size of the effect, with its range"), max_length=200, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=CONFIDENCE, default="medium"
    )
    expires_on = models.DateField(_("valid until"))
    state = models.CharField(
        max_length=20, choices=LEARNING.choices, default="draft", editable=False
    )

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.CheckConstraint(condition=named(), name="learning_named")]

    @property
    def published_at(self):
        """When it was first published, None before; read from the trail, stored nowhere else."""
        first = AuditEvent.objects.filter(
            brand=self.brand_id, kind="learning", object_id=self.pk, verb="publish"
        ).last()
        return first and first.at

    def get_absolute_url(self):
        return reverse("knowledge:learning", args=[self.pk])


class Evidence(Owned):
    """What a learning rests on: an object of the thread, with the number as it stood then."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("evi"))
    learning = models.ForeignKey(Learning, on_delete=models.CASCADE, related_name="evidence")
    ref = models.CharField(_("object"), max_length=60, help_text=_("kind:id on the thread"))
    note = models.CharField(_("what it shows"), max_length=300)
    figures = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["learning", "ref", "note"], name="evidence_once")
        ]

    def __str__(self):
        return self.note

    def get_absolute_url(self):
        return self.learning.get_absolute_url()
