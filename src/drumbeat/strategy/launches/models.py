"""How big a campaign's launch is: scored by stated questions, or set otherwise with a reason."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned
from drumbeat.strategy.campaigns.models import Campaign
from drumbeat.work.vocabulary import VALUES


class LaunchTier(Owned):
    """answers: {factor key: option key}; points and scored: what they came to by the scoring of
    the day `scheme`; tier: what counts, another one only with a reason.
    """

    TIERS = [(key, VALUES[key]) for key in ("T1", "T2", "T3")]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ltr"))
    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="launch_tier")
    answers = models.JSONField(default=dict)
    points = models.PositiveSmallIntegerField()
    scheme = models.DateField()
    scored = models.CharField(max_length=2, choices=TIERS)
    tier = models.CharField(_("tier"), max_length=2, choices=TIERS)
    why = models.CharField(_("why another tier"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tier=F("scored")) | ~Q(why=""), name="launch_tier_otherwise_why"
            )
        ]

    def __str__(self):
        return str(self.get_tier_display())

    def get_absolute_url(self):
        return reverse("strategy:launch_tier", args=[self.campaign_id])
