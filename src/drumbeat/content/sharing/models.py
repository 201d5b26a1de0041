"""Secret addresses under which people outside see a collection, or one asset."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.models import Asset
from drumbeat.content.collections.models import Collection
from drumbeat.people.identity import prefixed_ulid, unguessable
from drumbeat.people.records import Owned


class Share(Owned):
    """Works until the end of a day, or until it is switched off (archived).

    recipient: for whom it is; it stands on every face. password: hashed, "" for none.
    opened: how often, never by whom.
    """

    MODES = [("view", _("Look only")), ("download", _("Look and download"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("shr"))
    code = models.CharField(max_length=32, unique=True, default=unguessable, editable=False)
    collection = models.ForeignKey(
        Collection, null=True, blank=True, on_delete=models.PROTECT, related_name="shares"
    )
    asset = models.ForeignKey(
        Asset, null=True, blank=True, on_delete=models.PROTECT, related_name="shares"
    )
    recipient = models.CharField(_("for whom"), max_length=80)
    ends_on = models.DateField(_("works until"))
    mode = models.CharField(_("what they may do"), max_length=8, choices=MODES, default="view")
    password = models.CharField(max_length=128, blank=True, default="")
    opened = models.PositiveIntegerField(default=0, editable=False)
    opened_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = "shared address"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(collection__isnull=False, asset=None)
                | Q(collection=None, asset__isnull=False),
                name="share_shows_one_thing",
            ),
            models.CheckConstraint(condition=~Q(recipient=""), name="share_is_for_somebody"),
        ]

    def __str__(self):
        # The trail is read by more people than may open the address.
        return f"{self.shown} → {self.recipient}"

    @property
    def shown(self):
        return self.collection if self.collection_id else self.asset

    @property
    def lets_download(self):
        return self.mode == "download"

    def stands(self, today):
        """open, ended or off."""
        if self.archived_at is not None:
            return "off"
        return "open" if today <= self.ends_on else "ended"

    def get_absolute_url(self):
        return reverse("content:shares")
