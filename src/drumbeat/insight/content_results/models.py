"""What people decided about pieces, with the numbers as they stood then, and the brand's values
for the rules that advise them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.content.models import Asset
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned

ADVICE = {
    "renew": _("Renew the right"),
    "boost": _("Boost"),
    "refresh": _("Refresh"),
    "repeat": _("Repeat"),
    "retire": _("Retire"),
    "leave": _("Leave"),
}


class ContentDecision(Owned):
    """Somebody (its owner) took an advice, learned from it, or dismissed it with a reason. Of a
    right to renew there is another way: refresh the piece without what it rests on.

    figures: what the advice was based on. outcome: what came of it, kind:id on the thread.
    """

    ANSWERS = [
        ("taken", _("Do it")),
        ("refreshed", _("Refresh without it")),
        ("learned", _("Write it down as a learning")),
        ("dismissed", _("Dismiss it")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cdc"))
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="decisions")
    advice = models.CharField(max_length=8, choices=[*ADVICE.items()])
    why = models.CharField(max_length=300)
    answer = models.CharField(_("what to do"), max_length=10, choices=ANSWERS, default="taken")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    figures = models.JSONField(default=dict)
    outcome = models.CharField(max_length=60, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="dismissed") | ~Q(reason=""), name="dismissed_with_a_reason"
            )
        ]

    def __str__(self):
        return f"{self.get_advice_display()}: {self.asset}"

    def get_absolute_url(self):
        return reverse("insight:piece", args=[self.asset_id])


def _between(least: int, most: int) -> dict:
    return {"validators": [MinValueValidator(least), MaxValueValidator(most)]}


class AdviceRules(Owned):
    """The values by which pieces are advised; without a row the product's, which are the defaults.

    *_percent: of a hundred, percentiles or shares.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("adr"))
    upper_percent = models.PositiveIntegerField(
        _("does well: from percentile"), default=75, **_between(51, 99)
    )
    lower_percent = models.PositiveIntegerField(
        _("does badly: up to percentile"), default=25, **_between(1, 49)
    )
    series_pieces = models.PositiveIntegerField(
        _("fewest pieces of a series"), default=5, **_between(5, 1000)
    )
    old_days = models.PositiveIntegerField(
        _("out for long: from days"), default=60, **_between(7, 3650)
    )
    fading_days = models.PositiveIntegerField(
        _("fades: half-life below, days"), default=7, **_between(1, 365)
    )
    fading_touches = models.PositiveIntegerField(
        _("half-life: fewest touches"), default=30, **_between(10, 1_000_000)
    )
    tired_percent = models.PositiveIntegerField(
        _("tired: click-through rate below, per cent"), default=70, **_between(10, 95)
    )
    tired_days = models.PositiveIntegerField(
        _("tired: days at either end"), default=7, **_between(3, 60)
    )
    tired_impressions = models.PositiveIntegerField(
        _("tired: fewest impressions at either end"), default=1000, **_between(100, 10_000_000)
    )

    class Meta:
        verbose_name = _("advice rules")
        constraints = [
            models.UniqueConstraint(fields=["brand"], name="advice_rules_once"),
            models.CheckConstraint(
                condition=Q(upper_percent__gt=F("lower_percent"), upper_percent__lt=100),
                name="advice_rules_upper_above_lower",
            ),
        ]

    def __str__(self):
        return str(_("Rules of the advice"))

    def get_absolute_url(self):
        return reverse("insight:content_rules")

    @property
    def tired_share(self) -> float:
        return self.tired_percent / 100
