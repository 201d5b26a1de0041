"""Saved funnels: the steps of a way that matters to the brand, asked again and again."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named

LONGEST_WINDOW_HOURS = 90 * 24


class Funnel(Record):
    """steps: [{"kind": event, page or code, "value": …}] in order, at least two."""

    KINDS = [
        ("page", _("Page")),
        ("event", _("Tracked event")),
        ("code", _("Tracking code")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("fnl"))
    window_hours = models.PositiveSmallIntegerField(
        _("time for all steps (hours)"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_WINDOW_HOURS)],
    )
    steps = models.JSONField(_("steps"), default=list)

    class Meta:
        ordering = ["title_en", "title_zh", "id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="funnel_named"),
            models.CheckConstraint(
                condition=models.Q(window_hours__gte=1), name="funnel_window_hours"
            ),
        ]

    def get_absolute_url(self):
        return reverse("insight:funnel", args=[self.pk])
