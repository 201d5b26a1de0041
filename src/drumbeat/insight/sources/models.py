"""Sources: who may send events, each with a write key (public by nature, like every SDK's)."""

import secrets

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named


def new_write_key():
    return secrets.token_urlsafe(18)


class Source(Record):
    """A site, app or server that sends events."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("src"))
    write_key = models.CharField(max_length=40, unique=True, default=new_write_key)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [models.CheckConstraint(condition=named(), name="source_named")]

    def get_absolute_url(self):
        return reverse("insight:source", args=[self.pk])
