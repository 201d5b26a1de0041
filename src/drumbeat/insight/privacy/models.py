"""Requests of persons about their data, and how long which data are kept."""

from datetime import date, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.privacy.deadlines import gdpr_due, pipl_due
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Brand, Member
from drumbeat.people.records import Owned

LEGAL_LOG_MONTHS = 6  # 网络安全法 art. 21


class PersonRequest(Owned):
    """One request of a person, without the person: only a keyed hash says whether two are of one.

    subject: that hash. counts: what was found, sent out or removed, by kind.
    """

    class Kind(models.TextChoices):
        FIND = "find", _("Look up")
        EXPORT = "export", _("Export")
        CORRECT = "correct", _("Correction")
        ERASE = "erase", _("Erasure")

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("prq"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=32)
    received_on = models.DateField(_("received on"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["brand", "-created_at"], name="person_requests_newest")]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.received_on.isoformat()}"

    def get_absolute_url(self):
        return reverse("insight:person_request", args=[self.pk])

    @property
    def pipl_due(self) -> date:
        return pipl_due(self.received_on, self.brand.calendar)

    @property
    def gdpr_due(self) -> date:
        return gdpr_due(self.received_on)


class Retention(Owned):
    """How long the brand keeps what; without a row the defaults count (domain.md §5.4)."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ret"))
    touch_days = models.PositiveIntegerField(
        _("ids of touches, days"),
        default=180,
        validators=[MinValueValidator(30), MaxValueValidator(3650)],
    )
    aggregate_months = models.PositiveIntegerField(
        _("counts and revenue, months"),
        default=25,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    import_months = models.PositiveIntegerField(
        _("uploaded files, months"),
        default=13,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    log_months = models.PositiveIntegerField(
        _("logs, months"),
        default=6,
        validators=[MinValueValidator(LEGAL_LOG_MONTHS), MaxValueValidator(120)],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand"], name="retention_once"),
            models.CheckConstraint(
                condition=models.Q(log_months__gte=LEGAL_LOG_MONTHS), name="logs_as_the_law_asks"
            ),
        ]

    def __str__(self):
        return str(_("How long data are kept"))

    def get_absolute_url(self):
        return reverse("insight:retention")


class RetentionRun(models.Model):
    """One night's cleaning of one brand. removed: counts by class; None in it: nothing was due."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("rtr"))
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    night = models.DateField(_("night"))
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    removed = models.JSONField(default=dict)

    class Meta:
        ordering = ["-night"]
        constraints = [models.UniqueConstraint(fields=["brand", "night"], name="cleaned_once")]

    def __str__(self):
        return self.night.isoformat()

    @property
    def took(self) -> timedelta | None:
        return self.finished_at - self.started_at if self.finished_at else None
