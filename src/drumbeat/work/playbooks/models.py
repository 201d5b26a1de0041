"""Playbooks: versioned templates of tasks. A run is pinned to one version."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned, Record, named


class Playbook(Record):
    """A way of working under one key; its versions hold the tasks."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("pbk"))
    key = models.SlugField(max_length=40)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=named(), name="playbook_named"),
            models.UniqueConstraint(fields=["brand", "key"], name="playbook_key_once"),
        ]

    def get_absolute_url(self):
        return reverse("work:playbook", args=[self.pk])


class PlaybookVersion(Owned):
    """The tasks, gates, phases and parameters as one document (schema `drumbeat.playbook/1`)."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("pbv"))
    playbook = models.ForeignKey(Playbook, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    note = models.CharField(_("what changed"), max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["playbook", "number"], name="playbook_version_once")
        ]

    def __str__(self):
        return f"{self.playbook} v{self.number}"

    def get_absolute_url(self):
        return f"{self.playbook.get_absolute_url()}?version={self.number}"
