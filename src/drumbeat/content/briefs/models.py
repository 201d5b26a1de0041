"""Briefs: the order from strategy to content, acknowledged in content's own words (L10)."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.states import BRIEF
from drumbeat.content.planning.models import Angle
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.models import Audience, Campaign, Insight, KeyMessage, Plan


class Brief(Record):
    """What is wanted, for whom, saying what, and how we will know that it worked."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("brf"))
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="briefs", verbose_name=_("plan")
    )
    campaign = models.ForeignKey(
        Campaign,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="briefs",
        verbose_name=_("campaign"),
    )
    audiences = models.ManyToManyField(
        Audience, blank=True, related_name="briefs", verbose_name=_("audiences")
    )
    messages = models.ManyToManyField(
        KeyMessage, blank=True, related_name="briefs", verbose_name=_("key messages")
    )
    insights = models.ManyToManyField(
        Insight, blank=True, related_name="briefs", verbose_name=_("insights")
    )
    angle = models.ForeignKey(
        Angle,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="briefs",
        verbose_name=_("angle"),
    )
    objective = models.TextField(_("objective"), blank=True)
    insight = models.TextField(_("insight"), blank=True, help_text=_("“X because Y, so Z”"))
    proposition = models.TextField(_("single-minded proposition"), blank=True)
    tone = models.CharField(_("tone"), max_length=200, blank=True)
    mandatories = models.TextField(_("mandatories"), blank=True)
    do_not = models.TextField(_("do not"), blank=True)
    formats = models.CharField(_("formats"), max_length=300, blank=True)
    success_metric = models.CharField(_("success metric"), max_length=200, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(max_length=20, choices=BRIEF.choices, default="draft", editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.CheckConstraint(condition=named(), name="brief_named")]

    @property
    def is_acknowledged(self):
        """Content restated the intent and strategy confirmed that restatement."""
        return Confirmation.objects.filter(acknowledgement__brief=self).exists()

    def get_absolute_url(self):
        return reverse("content:brief", args=[self.pk])


class Acknowledgement(Owned):
    """Content takes the brief on, in its own words."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ack"))
    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="acknowledgements")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    restated_intent = models.TextField(_("the intent in your own words"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]


class Confirmation(Owned):
    """Strategy says: yes, that is what we meant. By somebody other than who restated it."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cnf"))
    acknowledgement = models.OneToOneField(
        Acknowledgement, on_delete=models.CASCADE, related_name="confirmation"
    )
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
