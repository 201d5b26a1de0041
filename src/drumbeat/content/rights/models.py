"""Licences that assets rest on: who gave them, where, on which channels, from when to when."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.models import Asset
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record
from drumbeat.work.files.models import StoredFile

EXPIRY_WARNING_DAYS = 30


class Right(Record):
    """A licence that an asset rests on: who gave it, where, on which channels, from when to when.

    warned_at: when its owner was told that it ends soon; empty again once the end is moved.
    """

    KINDS = [
        ("talent", _("Talent")),
        ("music", _("Music")),
        ("font", _("Font")),
        ("photo", _("Photo")),
        ("stock", _("Stock")),
        ("ugc", _("User content")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("rgt"))
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="rights")
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS)
    licensor = models.CharField(_("licensor"), max_length=160)
    territory = models.CharField(_("territory"), max_length=160)
    channel_kinds = models.JSONField(_("channels (empty = all)"), default=list, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    cost_minor = models.BigIntegerField(_("cost"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    warned_at = models.DateTimeField(null=True, editable=False)
    paper = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("contract file"),
    )

    class Meta:
        ordering = ["ends_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="right_forward"),
            models.CheckConstraint(
                condition=Q(cost_minor=None) | Q(cost_minor__gte=0) & ~Q(currency=""),
                name="right_cost_has_a_currency",
            ),
        ]
        indexes = [models.Index(fields=["brand", "ends_on"], name="rights_by_end")]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.licensor}"

    def covers(self, channel_kind, starts_on, ends_on):
        on_channel = not self.channel_kinds or channel_kind in self.channel_kinds
        return on_channel and self.starts_on <= starts_on and ends_on <= self.ends_on

    def is_expired(self, today):
        return self.ends_on < today

    def expires_soon(self, today):
        """Within 30 days: time enough to renew it or to take the asset down."""
        return today <= self.ends_on <= today + timedelta(days=EXPIRY_WARNING_DAYS)

    def get_absolute_url(self):
        return self.asset.get_absolute_url()
