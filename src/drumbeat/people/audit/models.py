"""The audit trail: who did what to which object, before and after, and why."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Brand, Member


class AuditEvent(models.Model):
    """Append-only. `by` is empty when the system itself acted."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("aud"))
    # Each act writes here, so the brand is looked up by the indexes below, not by one more.
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=30)
    object_label = models.CharField(max_length=200)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["brand", "kind", "object_id", "at"]),
            models.Index(fields=["brand", "-at"]),
        ]
