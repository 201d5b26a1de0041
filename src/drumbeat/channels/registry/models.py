"""Channels: the routes to people, each with the source and medium its links carry."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.registry import kinds
from drumbeat.content.models import Brief
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named


class Channel(Record):
    """One route on one platform: “百度 search ads”, “Newsletter”, “Shanghai pop-up”."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("chn"))
    key = models.SlugField(_("key"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=kinds.CHOICES)
    peso = models.CharField(_("type"), max_length=8, choices=list(kinds.PESO.items()))
    platform = models.CharField(_("platform"), max_length=40, blank=True)
    utm_source = models.CharField(_("UTM source"), max_length=60)
    utm_medium = models.CharField(_("UTM medium"), max_length=60)
    # What is asked for it, before anything is placed in it.
    briefs = models.ManyToManyField(Brief, editable=False, related_name="channels")

    class Meta:
        ordering = ["kind", "key"]
        constraints = [
            models.CheckConstraint(condition=named(), name="channel_named"),
            models.UniqueConstraint(fields=["brand", "key"], name="channel_key_once"),
        ]

    @property
    def is_offline(self):
        return kinds.KINDS[self.kind][3]

    @property
    def is_personal(self):
        """Reaches people under their own address, so that they must have agreed."""
        return self.kind in kinds.PERSONAL

    @property
    def is_paid(self):
        return self.peso == "paid"

    def get_absolute_url(self):
        return reverse("channels:channel", args=[self.pk])
