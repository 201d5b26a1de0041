"""Concepts: the ideas that answer a brief, side by side, before one of them is made."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.models import Brief
from drumbeat.content.creative.concepts.criteria import CHOICES, MOST
from drumbeat.content.creative.concepts.states import CONCEPT
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Record, named
from drumbeat.strategy.models import KeyMessage
from drumbeat.work.files.models import StoredFile


class Concept(Record):
    """One way to answer a brief; its owner thought of it.

    sketches: how it would look in two or three channels, each {"where", "looks"}.
    picture: the key picture's bytes; taken_from: the version that they were taken from, if any.
    said, decided_by, decided_at: of the choice that it was chosen or passed over in.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cpt"))
    brief = models.ForeignKey(
        Brief, on_delete=models.PROTECT, related_name="concepts", verbose_name=_("brief")
    )
    idea = models.CharField(_("the idea in one sentence"), max_length=300, blank=True)
    insight = models.TextField(_("the insight it rests on"), max_length=600, blank=True)
    message = models.ForeignKey(
        KeyMessage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("the message it carries"),
    )
    tone = models.CharField(_("tone"), max_length=200, blank=True)
    sketches = models.JSONField(default=list, blank=True)
    picture = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_from = models.ForeignKey(
        "content.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cost_minor = models.BigIntegerField(_("rough cost"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    state = models.CharField(
        max_length=20, choices=CONCEPT.choices, default="draft", editable=False
    )
    said = models.CharField(max_length=500, blank=True, editable=False)
    decided_by = models.ForeignKey(
        Member, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=named(), name="concept_named"),
            models.CheckConstraint(
                condition=Q(cost_minor=None) | Q(cost_minor__gte=0) & ~Q(currency=""),
                name="concept_cost_has_a_currency",
            ),
            models.UniqueConstraint(
                fields=["brief"], condition=Q(state="chosen"), name="concept_chosen_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("chosen", "not_chosen"))
                | ~Q(said="") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="concept_decided_with_reason",
            ),
        ]

    def get_absolute_url(self):
        return reverse("content:concept", args=[self.pk])


class Scoring(models.Model):
    """Scores for a brief's concepts are asked for, until a day; what was asked for before there were
    days has none.

    late_told_at: when those concerned heard that its day has passed; empty again once it is moved.
    """

    brief = models.OneToOneField(Brief, on_delete=models.CASCADE, related_name="scoring")
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    late_told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_on"], condition=Q(late_told_at=None), name="scores_by_due"),
        ]

    def __str__(self):
        return str(self.brief)

    @property
    def brand(self):
        return self.brief.brand

    def get_absolute_url(self):
        return reverse("content:concepts", args=[self.brief_id])


class Scorer(models.Model):
    """A member asked to score the concepts of a brief."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="scorers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "member"], name="scorer_once_a_brief")
        ]


class Score(models.Model):
    """How many points one member gives one concept by one criterion, and why."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="scores")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=10, choices=CHOICES)
    points = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "by", "criterion"], name="score_once_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=MOST), name="score_within_its_points"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="score_says_why"),
        ]
