"""Comments on any object of the thread."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned


class Comment(Owned):
    """`ref` names the object; the owner is the author."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cmt"))
    ref = models.CharField(max_length=60)
    body = models.TextField(_("comment"))
    at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["brand", "ref", "at"])]
