"""Tracking links: minted from a placement, unique for ever, never typed (I-25)."""

from django.db import models
from django.utils import timezone

from drumbeat.channels.placements.models import Placement
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned


class TrackingLink(Owned):
    """`/g/<code>` and where it leads. A retired link still answers, on its safe page."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("lnk"))
    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="link")
    code = models.CharField(max_length=7, unique=True)
    destination_url = models.URLField(max_length=2048)
    utm = models.JSONField()
    fallback_url = models.URLField(max_length=1000, blank=True)
    minted_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(
        null=True, blank=True, help_text="the newest touch that came through this link"
    )

    def __str__(self):
        return f"/g/{self.code}"
