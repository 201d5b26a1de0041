"""What people decided about pieces, with the numbers as they stood then."""

from django.db import models
from django.db.models import Q
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
