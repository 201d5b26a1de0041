"""Workbooks of a plan that somebody changed and brought back."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned
from drumbeat.strategy.plans.models import Plan
from drumbeat.work.files.models import StoredFile


class PlanUpload(Owned):
    """An uploaded workbook. Its difference is read anew until it is taken in, then kept as told."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("pup"))
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="uploads")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, editable=False)
    taken_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    told = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="taken_by_somebody",
            )
        ]

    def __str__(self):
        return self.file.name

    def get_absolute_url(self):
        return reverse("strategy:plan_upload", args=[self.pk])
