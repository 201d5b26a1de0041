"""Runs: a playbook version set to real dates, for one object of the thread."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named
from drumbeat.work.playbooks.models import PlaybookVersion
from drumbeat.work.runs.states import RUN


class Run(Record):
    """`subject`: the thread ref (`"campaign:cmp_…"`) whose work this is."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("run"))
    version = models.ForeignKey(PlaybookVersion, on_delete=models.PROTECT, related_name="runs")
    subject = models.CharField(max_length=60, blank=True)
    anchor_at = models.DateTimeField(_("anchor date"))
    calendar = models.CharField(max_length=10)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=RUN.choices, default="running", editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.CheckConstraint(condition=named(), name="run_named")]
        indexes = [models.Index(fields=["brand", "subject"])]

    def get_absolute_url(self):
        return reverse("work:run", args=[self.pk])
