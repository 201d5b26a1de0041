"""Spend as platforms report it: files in, facts out, all or nothing (I-09, I-11)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.spend.states import SPEND_IMPORT
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned
from drumbeat.work.files.models import StoredFile


class SpendImport(Owned):
    """One uploaded file: what was read, what its totals said, what became of it."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("imp"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    platform = models.CharField(max_length=30)
    account = models.CharField(max_length=120, blank=True)
    currency = models.CharField(max_length=3)
    clock = models.CharField(max_length=12, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_kept = models.PositiveIntegerField(default=0)
    spend_minor = models.BigIntegerField(default=0)
    declared_minor = models.BigIntegerField(null=True)
    totals = models.JSONField(default=list)
    entities = models.JSONField(default=list)
    detected = models.JSONField(default=dict)
    difference_accepted_because = models.CharField(max_length=300, blank=True)
    problems = models.JSONField(default=list)
    difference = models.JSONField(default=dict)
    committed_at = models.DateTimeField(null=True, blank=True)
    committed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=20, choices=SPEND_IMPORT.choices, default="checked", editable=False
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.file.name

    def get_absolute_url(self):
        return reverse("channels:spend_import", args=[self.pk])


class MappingRule(Owned):
    """“On this platform, what is called so is that placement”, confirmed by a person."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("map"))
    platform = models.CharField(max_length=30)
    account = models.CharField(max_length=120, blank=True)
    entity = models.CharField(
        _("campaign › ad group › ad, by id where there is one"), max_length=400
    )
    label = models.CharField(_("campaign › ad group › ad"), max_length=400)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="rules")
    confirmed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["platform", "entity"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "platform", "account", "entity"], name="rule_once"
            )
        ]


class SpendFact(models.Model):
    """What a platform reports of one ad on one day. Of each key one is current; old ones stay.

    `campaign` and `entity` are keys (the platform's ids, else names), `label` is what people read.
    """

    brand = models.ForeignKey("people.Brand", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(SpendImport, on_delete=models.PROTECT, related_name="facts")
    replaced_by = models.ForeignKey(
        SpendImport, null=True, on_delete=models.PROTECT, related_name="replaced"
    )
    platform = models.CharField(max_length=30)
    account = models.CharField(max_length=120, blank=True)
    date = models.DateField()
    campaign = models.CharField(max_length=400)
    entity = models.CharField(max_length=400)
    label = models.CharField(max_length=400)
    placement = models.ForeignKey(
        Placement, null=True, on_delete=models.SET_NULL, related_name="spend_facts"
    )
    currency = models.CharField(max_length=3)
    spend_minor = models.BigIntegerField()
    impressions = models.BigIntegerField(null=True)
    clicks = models.BigIntegerField(null=True)
    conversions = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    conversion_value_minor = models.BigIntegerField(null=True)
    raw = models.JSONField(default=dict)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "platform", "account", "date", "entity"],
                condition=Q(is_current=True),
                name="one_current_fact_a_key",
            )
        ]
        indexes = [
            # With the amount in it, sums over a placement are read from the index alone.
            models.Index(
                fields=["placement", "date", "spend_minor"],
                condition=Q(is_current=True),
                name="current_by_placement",
            ),
            models.Index(
                fields=["brand", "date"], condition=Q(is_current=True), name="current_by_date"
            ),
            models.Index(
                fields=["brand", "date"],
                condition=Q(is_current=True, placement=None),
                name="current_unmapped",
            ),
        ]
