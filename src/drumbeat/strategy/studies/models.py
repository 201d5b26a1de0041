"""Studies: a question, how it is answered, and what came in."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import CURRENCIES
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.studies.states import STUDY
from drumbeat.work.files.models import StoredFile


class Study(Record):
    """One piece of research, from the question to the insights that rest on it."""

    METHODS = [
        ("survey", _("Survey")),
        ("interview", _("Interviews")),
        ("desk", _("Desk research")),
        ("social", _("Social listening")),
        ("test", _("Test")),
        ("route", _("Route test")),
    ]
    CONSENT = [
        ("none", _("No personal data is collected")),
        ("informed", _("Consent is asked and kept with each answer")),
        ("panel", _("The panel or agency holds the consent")),
        ("public", _("Published sources only")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("stu"))
    question = models.TextField(
        _("question"), blank=True, help_text=_("What decision will the answer change?")
    )
    method = models.CharField(_("method"), max_length=10, choices=METHODS, default="survey")
    sample_plan = models.TextField(
        _("sample plan"), blank=True, help_text=_("Who is asked, how they are found, quotas")
    )
    sample_size = models.PositiveIntegerField(_("planned sample"), null=True, blank=True)
    starts_on = models.DateField(_("fieldwork starts"), null=True, blank=True)
    ends_on = models.DateField(_("fieldwork ends"), null=True, blank=True)
    consent_basis = models.CharField(
        _("consent basis"), max_length=10, choices=CONSENT, blank=True, default=""
    )
    cost_minor = models.BigIntegerField(_("cost"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="CNY")
    summary = models.TextField(_("what came out"), blank=True)
    state = models.CharField(max_length=20, choices=STUDY.choices, default="draft", editable=False)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["brand", "-created_at"], name="study_newest")]
        constraints = [
            models.CheckConstraint(condition=named(), name="study_named"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="study_forward",
            ),
            models.CheckConstraint(
                condition=Q(cost_minor=None) | Q(cost_minor__gte=0), name="study_cost_positive"
            ),
        ]

    def get_absolute_url(self):
        return reverse("strategy:study", args=[self.pk])


class StudyFile(Owned):
    """A file of a study: a report, a guide, a transcript."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("stf"))
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["study", "file"], name="study_file_once")]

    def __str__(self):
        return self.file.name

    def get_absolute_url(self):
        return self.study.get_absolute_url()
