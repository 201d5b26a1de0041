"""Insight cards: X because Y, so Z, with how sure we are and until when."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.coding.models import Passage
from drumbeat.strategy.insights.states import INSIGHT
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.surveys.models import Question


class Insight(Record):
    """The title is X, what is so; `because` and `so` make it something one can act on."""

    STRENGTHS = [
        (1, _("1 · a hunch")),
        (2, _("2 · a few voices")),
        (3, _("3 · seen in one study")),
        (4, _("4 · measured, with a margin")),
        (5, _("5 · measured more than once")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ins"))
    because = models.TextField(_("because"), blank=True)
    so = models.TextField(_("so"), blank=True)
    strength = models.PositiveSmallIntegerField(_("strength"), choices=STRENGTHS, default=3)
    source = models.CharField(_("source"), max_length=300, help_text=_("Who found it, how"))
    observed_on = models.DateField(_("observed on"))
    expires_on = models.DateField(_("valid until"))
    state = models.CharField(
        max_length=20, choices=INSIGHT.choices, default="draft", editable=False
    )

    class Meta:
        ordering = ["-observed_on", "-id"]
        indexes = [models.Index(fields=["brand", "-observed_on"], name="insight_newest")]
        constraints = [
            models.CheckConstraint(condition=named(), name="insight_named"),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("observed_on")), name="insight_forward"
            ),
            models.CheckConstraint(
                condition=Q(strength__gte=1, strength__lte=5), name="insight_strength"
            ),
        ]

    def get_absolute_url(self):
        return reverse("strategy:insight", args=[self.pk])


class InsightEvidence(Owned):
    """What an insight rests on: a study, or one question's result or one note in it.

    figures: the result as it stood when it was linked, {"name": "text"}.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("iev"))
    insight = models.ForeignKey(Insight, on_delete=models.CASCADE, related_name="evidence")
    study = models.ForeignKey(
        Study, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("study")
    )
    question = models.ForeignKey(
        Question,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("question"),
    )
    passage = models.ForeignKey(
        Passage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="insight_evidence",
        verbose_name=_("note"),
    )
    note = models.CharField(_("what it shows"), max_length=300)
    figures = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.note

    def get_absolute_url(self):
        return self.insight.get_absolute_url()
