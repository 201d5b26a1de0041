"""Campaigns: time-bound sets of placements that serve one goal."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned, Record, RecordQuerySet, named
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
        return Freeze.objects.open().over(self).exists()

    def get_absolute_url(self):
        """The campaign's room, the page where all modules meet (a route of `review`)."""
        return reverse("review:campaign", args=[self.pk])


class FreezeQuerySet(RecordQuerySet):
    def open(self):
        return self.filter(lifted_at=None)

    def whole(self):
        """Those that hold whole campaigns still, and not only one channel or message of them."""
        return self.filter(channel_id="", message=None, audience=None)

    def over(self, campaign):
        """Those of the whole campaign: its own, and those of everything of its brand."""
        return self.whole().filter(Q(campaign=campaign) | Q(campaign=None), brand=campaign.brand_id)


class Freeze(Owned):
    """Something held still, by whom and why; nothing of it may go live until lifted.

    Its scope is everything of the brand that has all of the given `SCOPE`; with none given, all.
    """

    # The columns that narrow it. A placement has columns of the same names.
    SCOPE = ("campaign_id", "channel_id", "message_id", "audience_id")

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("frz"))
    crisis = models.ForeignKey(
        "strategy.Crisis", null=True, on_delete=models.PROTECT, related_name="freezes"
    )
    campaign = models.ForeignKey(
        Campaign, null=True, on_delete=models.CASCADE, related_name="freezes"
    )
    # Channels belong to a room above, so this one knows them by their id only.
    channel_id = models.CharField(max_length=30, blank=True)
    message = models.ForeignKey(
        "strategy.KeyMessage", null=True, on_delete=models.PROTECT, related_name="+"
    )
    audience = models.ForeignKey(
        "strategy.Audience", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    objects = FreezeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(lifted_at=None, crisis=None), name="frozen_once"
            ),
            models.CheckConstraint(
                condition=Q(crisis__isnull=False) | Q(campaign__isnull=False),
                name="only_a_crisis_freezes_more_than_a_campaign",
            ),
        ]
        indexes = [
            models.Index(
                fields=["brand"], condition=Q(lifted_at=None), name="open_freezes_of_a_brand"
            )
        ]

    @property
    def scope(self) -> dict[str, str]:
        """The columns that are given, with what they must hold."""
        return {name: wanted for name in self.SCOPE if (wanted := getattr(self, name))}

    def covers(self, placement) -> bool:
        return all(getattr(placement, name) == wanted for name, wanted in self.scope.items())

    def get_absolute_url(self):
        return (self.crisis or self.campaign).get_absolute_url()
