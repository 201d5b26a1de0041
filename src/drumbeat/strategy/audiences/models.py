"""Audiences: addressable groups with a rule, a size and a source."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named
from drumbeat.strategy.insights.models import Insight


class Audience(Record):
    """Whom we address. `consent_basis` says which channels may reach them at all."""

    PRIORITIES = [
        ("primary", _("Primary")),
        ("secondary", _("Secondary")),
        ("excluded", _("Excluded")),
    ]
    CONSENT = [
        ("none", _("Public media only: no personal data")),
        ("platform", _("Platform's own targeting")),
        ("first_party", _("Own contacts with live consent")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("adc"))
    rule = models.TextField(_("rule"), help_text=_("Who is in: attributes, behaviour, place"))
    excludes = models.TextField(_("who is left out"), blank=True)
    size = models.PositiveIntegerField(_("size (people)"), null=True, blank=True)
    size_source = models.CharField(_("source of the size"), max_length=200, blank=True)
    size_on = models.DateField(_("size as of"), null=True, blank=True)
    priority = models.CharField(_("priority"), max_length=10, choices=PRIORITIES, default="primary")
    jobs = models.TextField(_("jobs to be done"), blank=True)
    media_habits = models.TextField(_("media habits"), blank=True)
    consent_basis = models.CharField(
        _("consent basis"), max_length=12, choices=CONSENT, default="platform"
    )
    insights = models.ManyToManyField(
        Insight, blank=True, related_name="audiences", verbose_name=_("insights")
    )

    class Meta:
        ordering = ["priority", "id"]
        constraints = [models.CheckConstraint(condition=named(), name="audience_named")]

    def get_absolute_url(self):
        return reverse("strategy:audience", args=[self.pk])
