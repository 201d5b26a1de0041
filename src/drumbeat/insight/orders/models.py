"""Order files that were looked at, and what became of them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned
from drumbeat.work.files.models import StoredFile


class OrderImport(Owned):
    """One order file as it was read. Nothing counts before somebody sent it on (`sent_at`).

    months: [{"month": "2026-11", "orders": n, "minor": n, "refunded": n}]; problems: [{"row",
    "column", "code", "params"}], with any of which the file cannot be sent.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ord"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(_("layout"), max_length=20)
    currency = models.CharField(_("currency"), max_length=3)
    starts_on = models.DateField(_("from"), null=True)
    ends_on = models.DateField(_("to"), null=True)
    orders = models.PositiveIntegerField(_("orders"), default=0)
    customers = models.PositiveIntegerField(_("customers"), default=0)
    value_minor = models.BigIntegerField(_("revenue"), default=0)
    refunded_minor = models.BigIntegerField(_("refunded"), default=0)
    months = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.file.name

    def get_absolute_url(self):
        return reverse("insight:order_import", args=[self.pk])
