"""Strengths, weaknesses, opportunities and threats: weighed, owned, answered, evidenced."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.plans.models import Plan
from drumbeat.strategy.register.states import ITEM

_ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class SwotItem(Record):
    """A statement about where we stand; the title is the statement. Score = impact × likelihood."""

    KINDS = [
        ("strength", _("Strength")),
        ("weakness", _("Weakness")),
        ("opportunity", _("Opportunity")),
        ("threat", _("Threat")),
    ]
    HORIZONS = [
        ("quarter", _("this quarter")),
        ("year", _("this year")),
        ("three_years", _("within three years")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("swt"))
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default="opportunity")
    detail = models.TextField(_("what it rests on"), blank=True)
    impact = models.PositiveSmallIntegerField(
        _("impact"),
        default=3,
        validators=_ONE_TO_FIVE,
        help_text=_("1 = hardly felt, 5 = decides the year"),
    )
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood"),
        default=3,
        validators=_ONE_TO_FIVE,
        help_text=_("1 = hardly, 5 = all but certain"),
    )
    horizon = models.CharField(_("horizon"), max_length=12, choices=HORIZONS, default="year")
    response = models.TextField(_("how we respond"), blank=True)
    review_on = models.DateField(_("look again on"))
    plans = models.ManyToManyField(
        Plan, blank=True, related_name="swot_items", verbose_name=_("initiatives")
    )
    state = models.CharField(max_length=20, choices=ITEM.choices, default="open", editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="swot_named"),
            models.CheckConstraint(
                condition=Q(impact__range=(1, 5), likelihood__range=(1, 5)), name="swot_scale"
            ),
        ]
        indexes = [models.Index(fields=["brand", "state"], name="swot_by_state")]

    @property
    def score(self):
        return self.impact * self.likelihood

    def get_absolute_url(self):
        return reverse("strategy:swot_item", args=[self.pk])


class SwotEvidence(Owned):
    """What an item rests on: any object of the thread, and what it shows."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("swe"))
    item = models.ForeignKey(SwotItem, on_delete=models.CASCADE, related_name="evidence")
    ref = models.CharField(_("object"), max_length=60, help_text=_("kind:id on the thread"))
    note = models.CharField(_("what it shows"), max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["item", "ref"], name="swot_evidence_once")]
        indexes = [models.Index(fields=["ref"], name="swot_evidence_ref")]

    def __str__(self):
        return self.note

    def get_absolute_url(self):
        return self.item.get_absolute_url()
