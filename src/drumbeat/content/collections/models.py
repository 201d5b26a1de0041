"""Assets put together by hand: for a launch, an agency, a shop."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.models import Asset
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named


class Collection(Record):
    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("col"))
    description = models.TextField(_("what it is for"), max_length=1000, blank=True)
    assets = models.ManyToManyField(Asset, through="Collected", related_name="collections")

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=named(), name="collection_named")]

    def get_absolute_url(self):
        return reverse("content:collection", args=[self.pk])


class Collected(models.Model):
    """An asset's place in a collection; places are in order, not without gaps."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="places")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "asset"], name="collected_once")
        ]
        indexes = [models.Index(fields=["collection", "position"], name="collected_in_order")]
