"""Crises: what happened, how grave it is, who works on it, what was said, what was learned."""

import hashlib
import json

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.knowledge.models import Learning
from drumbeat.people.errors import Refused
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned, Record, RecordQuerySet, in_language, named
from drumbeat.strategy.crisis import rules
from drumbeat.strategy.crisis.states import CRISIS, STATEMENT
from drumbeat.work.files.models import StoredFile

STAYS = _("What belongs to a crisis stays: it is the record of what was done.")


class KeptQuerySet(RecordQuerySet):
    """Rows that are written once and stay (I-26)."""

    def delete(self):
        raise Refused(STAYS)


class Kept(models.Model):
    """Nobody takes it back, not even its author."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def delete(self, *args, **kwargs):
        raise Refused(STAYS)


class Words:
    """A word of the rules in the reader's language."""

    def __init__(self, word):
        self.key, self._word = word.key, word

    def __str__(self):
        return in_language(self._word.en, self._word.zh)


class Crisis(Kept, Record):
    """An event that threatens trust in the brand. Opened by anybody, deleted by nobody (I-26).

    `rules`: what the playbook said when it was opened (see `rules.py`). `level`: "" until scored;
    its history are the `assessments`.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("crs"))
    what_happened = models.TextField(_("what happened"))
    seen_url = models.URLField(_("where it was seen"), max_length=1000, blank=True)
    t0 = models.DateTimeField(_("first seen"))
    rules = models.JSONField(editable=False)
    level = models.CharField(max_length=2, blank=True, editable=False)
    meets_at = models.DateTimeField(_("next meeting of the cell"), null=True, blank=True)
    state = models.CharField(
        max_length=20, choices=CRISIS.choices, default="signal", editable=False
    )

    class Meta:
        verbose_name = "crisis"
        ordering = ["-t0", "-id"]
        indexes = [models.Index(fields=["brand", "-t0"])]
        constraints = [
            models.CheckConstraint(condition=named(), name="crisis_named"),
            models.CheckConstraint(
                condition=Q(archived_at=None), name="crisis_is_never_put_out_of_sight"
            ),
        ]

    @property
    def is_over(self):
        return self.state in ("closed", "dismissed")

    @property
    def grade(self):
        """The `rules.Level` it has; None until scored."""
        return rules.level(self.rules, self.level)

    @property
    def may_freeze(self):
        """From the second level on (L2)."""
        ladder = [level.key for level in rules.levels(self.rules)]
        return self.level in ladder[1:]

    @property
    def needs_second_word(self):
        """From the third level on (L3) a second person confirms the score."""
        ladder = [level.key for level in rules.levels(self.rules)]
        return self.level in ladder[2:]

    @property
    def cell(self):
        return [Words(one) for one in rules.cell(self.rules)]

    def get_absolute_url(self):
        return reverse("strategy:crisis", args=[self.pk])


class Part(Kept, Owned):
    """Something of a crisis, by its owner at `at`."""

    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]

    def get_absolute_url(self):
        return self.crisis.get_absolute_url()


class Assessment(Part):
    """How grave somebody judged it: scores by factor, overrides, and the level they gave."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("csa"))
    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="assessments")
    scores = models.JSONField()
    overrides = models.JSONField(default=list)
    score = models.DecimalField(max_digits=4, decimal_places=1)
    level = models.CharField(max_length=2)
    reason = models.CharField(max_length=500, blank=True)


class Confirmation(Part):
    """A second person's word that the score is right."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ccf"))
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="confirmation"
    )
    single_person_waiver = models.CharField(max_length=300, blank=True)


class Seat(Owned):
    """Who does what in the cell: a member, or somebody outside by name."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cst"))
    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=20)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["crisis", "role"], name="one_seat_a_role"),
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(name=""), name="a_seat_is_somebodys"
            ),
        ]

    def __str__(self):
        return str(self.member) if self.member_id else self.name


class Reading(Part):
    """How far it spreads: critical mentions an hour as somebody counted them."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("crd"))
    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="readings")
    mentions = models.PositiveIntegerField(_("critical mentions an hour"))
    note = models.CharField(_("where they were counted"), max_length=300, blank=True)


class Statement(Owned):
    """What the brand says. Without a crisis it is prepared, approved before it is needed."""

    KINDS = [
        ("holding", _("Holding statement")),
        ("update", _("Update")),
        ("full", _("Full response")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("stm"))
    crisis = models.ForeignKey(
        Crisis, null=True, on_delete=models.PROTECT, related_name="statements"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="holding")
    text_en = models.TextField(_("text (English)"), blank=True)
    text_zh = models.TextField(_("text (Chinese)"), blank=True)
    edited_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=20, choices=STATEMENT.choices, default="draft", editable=False
    )

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(text_en="") & ~Q(text_zh=""),
                name="approved_statement_speaks_both_languages",
            )
        ]

    def __str__(self):
        return str(self.get_kind_display())

    @property
    def sha256(self):
        """Of both texts as they would go out."""
        said = json.dumps([self.kind, self.text_en, self.text_zh], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def text(self):
        return in_language(self.text_en, self.text_zh)

    @property
    def writers(self):
        return {self.owner_id, self.edited_by_id} - {None}

    def get_absolute_url(self):
        return reverse("strategy:statement", args=[self.pk])


class StatementApproval(Part):
    """A second person's yes to exactly these words (I-03)."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("csp"))
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="approval")
    sha256 = models.CharField(max_length=64)
    single_person_waiver = models.CharField(max_length=300, blank=True)


class Publication(Part):
    """Where the approved words went out, and that they were those (I-26)."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cpb"))
    statement = models.OneToOneField(
        Statement, on_delete=models.PROTECT, related_name="publication"
    )
    url = models.URLField(_("where it can be read"), max_length=1000)
    sha256 = models.CharField(max_length=64)


class Deescalation(Part):
    """The lead's decision that it calms down: which conditions of the rule held, and why."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cde"))
    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="deescalations")
    met = models.JSONField(default=list)
    unmet = models.JSONField(default=list)
    reason = models.CharField(max_length=500)


class CrisisReview(Part):
    """Looking back without blame. Published, it gives the team a learning to decide on."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("crv"))
    crisis = models.OneToOneField(Crisis, on_delete=models.PROTECT, related_name="review")
    causes = models.TextField(_("causes"), blank=True)
    helped = models.TextField(_("what helped"), blank=True)
    hurt = models.TextField(_("what hurt"), blank=True)
    cost = models.TextField(_("what it cost"), blank=True)
    lesson = models.CharField(_("what we do differently from now on"), max_length=160, blank=True)
    published_at = models.DateTimeField(null=True, editable=False)
    learning = models.ForeignKey(Learning, null=True, on_delete=models.PROTECT, related_name="+")


class EntryQuerySet(KeptQuerySet):
    def update(self, **values):
        raise Refused(STAYS)


class Entry(Kept):
    """A line of the log, in both languages as it was written. Append-only.

    file: what shows it, a screenshot or a letter, with the SHA-256 of its bytes.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cen"))
    brand = models.ForeignKey("people.Brand", on_delete=models.PROTECT, related_name="+")
    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="entries")
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12)
    text_en = models.TextField()
    text_zh = models.TextField()
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["crisis", "at"])]

    def belongs_to(self, member):
        return member.pk == self.by_id

    def get_absolute_url(self):
        return self.crisis.get_absolute_url()

    @property
    def text(self):
        return in_language(self.text_en, self.text_zh)
