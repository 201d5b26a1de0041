"""Metrics that a brand defines itself, by a formula over what the lake counts."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named

A_KEY = RegexValidator(
    r"^[a-z][a-z0-9_]*$", _("Small letters a–z, digits and _, a letter first: cost_per_visit.")
)


class OwnMetric(Record):
    """One line of the brand's dictionary: key, formula, unit, grain, source, owner, direction,
    caveat. Its value is worked out wherever a built-in one is."""

    UNITS = [
        ("count", _("Count")),
        ("money", _("Money")),
        ("share", _("Share (shown in per cent)")),
        ("ratio", _("Ratio")),
    ]
    GRAINS = [
        ("day", _("Day")),
        ("week", _("Week")),
        ("month", _("Month")),
        ("quarter", _("Quarter")),
    ]
    DIRECTIONS = [("up", _("up is good")), ("down", _("down is good"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("met"))
    key = models.CharField(
        _("key"),
        max_length=40,
        validators=[A_KEY],
        help_text=_("Its name in other formulas, e.g. cost_per_visit."),
    )
    formula = models.CharField(
        _("formula"),
        max_length=200,
        help_text=_("+ − × ÷, brackets, numbers and names, e.g. (revenue * 0.45 - spend) / spend"),
    )
    unit = models.CharField(_("unit"), max_length=10, choices=UNITS, default="ratio")
    grain = models.CharField(
        _("shortest period it is read for"), max_length=10, choices=GRAINS, default="week"
    )
    direction = models.CharField(_("direction"), max_length=5, choices=DIRECTIONS, default="up")
    definition = models.TextField(_("what it means"))
    source_note = models.CharField(
        _("source"), max_length=200, help_text=_("Where its numbers are from, or whose rule it is.")
    )
    caveat = models.TextField(_("what it does not say"))

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=named(), name="own_metric_named"),
            models.UniqueConstraint(
                fields=["brand", "key"],
                condition=models.Q(archived_at=None),
                name="own_metric_key_once",
            ),
        ]

    def get_absolute_url(self):
        return reverse("strategy:metric", args=[self.pk])
