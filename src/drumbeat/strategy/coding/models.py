"""Words made countable: a study's themes, and which answers and passages carry them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.surveys.models import Question, Response


class Theme(Record):
    """One code of a study's frame; open answers and interviews share it."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("thm"))
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="themes")
    definition = models.CharField(
        _("what belongs here"), max_length=300, blank=True, help_text=_("and what does not")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=named(), name="theme_named")]

    def get_absolute_url(self):
        return reverse("strategy:coding", args=[self.study_id])


class Interview(Record):
    """A conversation. Who spoke is described, never named."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("itv"))
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="interviews")
    held_on = models.DateField(_("held on"))
    who = models.CharField(
        _("who spoke"),
        max_length=200,
        help_text=_("A description such as “runner, 34, Chengdu”; no name"),
    )
    consent = models.CharField(
        _("consent"), max_length=200, blank=True, help_text=_("How and when it was given")
    )

    class Meta:
        ordering = ["-held_on", "id"]
        constraints = [models.CheckConstraint(condition=named(), name="interview_named")]

    def get_absolute_url(self):
        return reverse("strategy:interview", args=[self.pk])


class Passage(Owned):
    """A paragraph of an interview's notes: what themes are put on."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("psg"))
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField(default=0)
    text = models.TextField(_("note"))

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.text[:120]

    def get_absolute_url(self):
        return f"{self.interview.get_absolute_url()}#{self.pk}"


class Coded(Owned):
    """A theme on one open answer or on one passage."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cod"))
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="coded")
    response = models.ForeignKey(
        Response, null=True, on_delete=models.CASCADE, related_name="coded"
    )
    question = models.ForeignKey(
        Question, null=True, on_delete=models.CASCADE, related_name="coded"
    )
    passage = models.ForeignKey(Passage, null=True, on_delete=models.CASCADE, related_name="coded")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(passage=None, response__isnull=False, question__isnull=False)
                | Q(passage__isnull=False, response=None, question=None),
                name="coded_one_thing",
            ),
            models.UniqueConstraint(
                fields=["theme", "response", "question"],
                condition=Q(passage=None),
                name="coded_answer_once",
            ),
            models.UniqueConstraint(
                fields=["theme", "passage"],
                condition=Q(response=None),
                name="coded_passage_once",
            ),
        ]
