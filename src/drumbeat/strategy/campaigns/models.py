"""Campaigns: time-bound sets of placements that serve one goal."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.campaigns.states import CAMPAIGN
from drumbeat.strategy.goals.models import Goal
from drumbeat.strategy.plans.models import Plan


class Campaign(Record):
    """The container in which all modules share dates, budget, assets, codes and outcomes."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cmp"))
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("plan")
    )
    goal = models.ForeignKey(
        Goal, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("goal")
    )
    slug = models.SlugField(
        _("short name for links"),
        max_length=40,
        help_text=_("lower-case latin letters, part of every tracking link"),
    )
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))
    landing_url = models.URLField(_("landing page"), max_length=500)
    state = models.CharField(
        max_length=20, choices=CAMPAIGN.choices, default="draft", editable=False
    )

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=named(), name="campaign_named"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_forward"
            ),
            models.UniqueConstraint(fields=["brand", "slug"], name="campaign_slug_once"),
        ]

    @property
    def is_frozen(self):
        return self.freezes.filter(lifted_at=None).exists()

    def get_absolute_url(self):
        """The campaign's room, the page where all modules meet (a route of `review`)."""
        return reverse("review:campaign", args=[self.pk])


class Freeze(Owned):
    """A campaign held still, by whom and why; nothing of it may go live until lifted."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("frz"))
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="freezes")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(lifted_at=None), name="frozen_once"
            )
        ]
