"""Retrospectives: the page writes itself; closing it freezes the numbers (I-28)."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned
from drumbeat.strategy.models import Campaign


class Retrospective(Owned):
    """The team's words beside the numbers; exists from the first word somebody writes."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ret"))
    campaign = models.OneToOneField(
        Campaign, on_delete=models.PROTECT, related_name="retrospective"
    )
    helped = models.TextField(_("what helped"), blank=True)
    hurt = models.TextField(_("what hurt"), blank=True)
    surprised = models.TextField(_("what surprised us"), blank=True)
    next_time = models.TextField(_("what we change next time"), blank=True)

    def __str__(self):
        return str(self.campaign)

    @property
    def paragraphs(self) -> list[str]:
        """What was written, in the order of the form; empty parts left out."""
        return [text for text in (self.helped, self.hurt, self.surprised, self.next_time) if text]

    def get_absolute_url(self):
        return reverse("review:retrospective", args=[self.campaign_id])


class Closing(Owned):
    """The lead closed the campaign on these numbers."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cls"))
    retrospective = models.OneToOneField(
        Retrospective, on_delete=models.PROTECT, related_name="closing"
    )
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    partial_cost_reason = models.CharField(max_length=300, blank=True)
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
