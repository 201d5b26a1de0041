"""Segments: people who answered alike, with a rule, a size and the day it was counted."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named
from drumbeat.strategy.surveys.models import Questionnaire


class Segment(Record):
    """Who gave one of the ticked answers to every question of the rule.

    rule: {"q1": ["a", "b"], "q3": ["a"]}. share, margin: 0–1, weighted, as counted on that day.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("seg"))
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="segments"
    )
    rule = models.JSONField(default=dict)
    needs = models.TextField(
        _("what they need"), blank=True, help_text=_("The persona: a day, a worry, a wish")
    )
    population = models.PositiveBigIntegerField(
        _("people the sample stands for"), null=True, blank=True
    )
    share = models.FloatField(_("share"), null=True, editable=False)
    margin = models.FloatField(_("margin of error"), null=True, editable=False)
    base = models.PositiveIntegerField(_("answers"), default=0, editable=False)
    counted_at = models.DateTimeField(_("counted"), null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.CheckConstraint(condition=named(), name="segment_named")]

    @property
    def size(self) -> int | None:
        """People, where it is known how many the sample stands for."""
        if self.share is None or self.population is None:
            return None
        return round(self.share * self.population)

    def get_absolute_url(self):
        return reverse("strategy:segment", args=[self.pk])
