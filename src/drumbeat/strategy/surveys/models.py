"""Questionnaires in versions, their questions and quotas, and what people answered."""

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Brand
from drumbeat.people.records import Owned, Record, in_language, named
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.surveys.kinds import KINDS
from drumbeat.strategy.surveys.states import QUESTIONNAIRE


def public_code():
    """The part of a public address: long enough that nobody finds a survey by guessing."""
    return secrets.token_urlsafe(9).replace("_", "x").replace("-", "z")


class Questionnaire(Record):
    """One version of a study's questions; its title is what respondents read on top."""

    MODES = [("steps", _("Step by step, one question at a time")), ("page", _("All on one page"))]
    LANGUAGES = [
        ("both", _("Chinese and English")),
        ("zh", _("Chinese only")),
        ("en", _("English only")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("qnr"))
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="questionnaires")
    number = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    code = models.CharField(max_length=16, unique=True, default=public_code, editable=False)
    languages = models.CharField(_("languages"), max_length=4, choices=LANGUAGES, default="both")
    mode = models.CharField(_("how it is shown"), max_length=5, choices=MODES, default="steps")
    intro_en = models.TextField(_("welcome (English)"), blank=True)
    intro_zh = models.TextField(_("welcome (Chinese)"), blank=True)
    consent_en = models.TextField(_("consent text (English)"), blank=True)
    consent_zh = models.TextField(_("consent text (Chinese)"), blank=True)
    thanks_en = models.TextField(_("thanks (English)"), blank=True)
    thanks_zh = models.TextField(_("thanks (Chinese)"), blank=True)
    fast_seconds = models.PositiveSmallIntegerField(
        _("too fast below (seconds)"),
        default=0,
        help_text=_("Quicker answers are set aside as careless; 0 sets none aside."),
    )
    wording_sha256 = models.CharField(
        _("frozen wording"), max_length=64, blank=True, editable=False
    )
    state = models.CharField(
        max_length=20, choices=QUESTIONNAIRE.choices, default="draft", editable=False
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=named(), name="questionnaire_named"),
            models.UniqueConstraint(fields=["study", "number"], name="questionnaire_version_once"),
        ]

    def wording(self, name, language):
        """Its `intro`, `consent` or `thanks` in "en" or "zh", in the other one where it lacks."""
        english, chinese = getattr(self, f"{name}_en"), getattr(self, f"{name}_zh")
        return (chinese or english) if language == "zh" else (english or chinese)

    def get_absolute_url(self):
        return reverse("strategy:questionnaire", args=[self.pk])


class Question(Owned):
    """One question. `key` names it in answers and files, and stays the same over versions.

    options: [{"key", "en", "zh", "role"}], the rows of a matrix too; role: see kinds.ROLES.
    show_if: asked only when `depends_on` was answered with one of these option keys (or numbers).
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("qst"))
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="questions"
    )
    key = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    text_en = models.CharField(_("question (English)"), max_length=400, blank=True)
    text_zh = models.CharField(_("question (Chinese)"), max_length=400, blank=True)
    help_en = models.CharField(_("help (English)"), max_length=300, blank=True)
    help_zh = models.CharField(_("help (Chinese)"), max_length=300, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=True)
    options = models.JSONField(default=list, blank=True)
    shuffle = models.BooleanField(
        _("random order"), default=False, help_text=_("Everybody sees the options in another order")
    )
    points = models.PositiveSmallIntegerField(
        _("points of the scale"), default=5, choices=[(n, str(n)) for n in (3, 4, 5, 6, 7, 10)]
    )
    low_en = models.CharField(_("low end (English)"), max_length=60, blank=True)
    low_zh = models.CharField(_("low end (Chinese)"), max_length=60, blank=True)
    high_en = models.CharField(_("high end (English)"), max_length=60, blank=True)
    high_zh = models.CharField(_("high end (Chinese)"), max_length=60, blank=True)
    depends_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="dependents"
    )
    show_if = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key_once")
        ]

    def __str__(self):
        return in_language(self.text_en, self.text_zh) or self.key

    @property
    def label(self):
        """`Q3`: what people call it."""
        return self.key.upper()

    def option(self, key):
        return next((option for option in self.options if option["key"] == key), None)

    @property
    def is_drawn(self):
        """Not asked: chance gives everybody one of its options, which then stands on every page."""
        return self.kind == "single" and bool(self.with_role("shown"))

    def with_role(self, role):
        """Keys of the options that play this role."""
        return [option["key"] for option in self.options if option.get("role") == role]

    def get_absolute_url(self):
        return f"{self.questionnaire.get_absolute_url()}#{self.key}"


class Quota(Owned):
    """How many may answer so; without a question, how many in all. `filled` only counts up."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("quo"))
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="quotas"
    )
    question = models.ForeignKey(
        Question,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="quotas",
        verbose_name=_("question"),
    )
    option = models.CharField(_("answer"), max_length=12, blank=True)
    limit = models.PositiveIntegerField(_("at most"))
    filled = models.PositiveIntegerField(_("filled"), default=0, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "option"], condition=~Q(question=None), name="quota_once"
            ),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(question=None), name="quota_in_all_once"
            ),
        ]

    @property
    def is_full(self):
        return self.filled >= self.limit

    def get_absolute_url(self):
        return self.questionnaire.get_absolute_url()


class Response(models.Model):
    """What one respondent answered. Nothing here says who: no name, no address, no device.

    answers: {"q1": "a", "q2": ["a", "c"], "q3": 4, "q4": {"a": 5}, "q5": "text"}; path: the keys of
    each page that was answered, in order. token_hash: of the cookie that lets the same browser go
    on and not start twice. outside_hash: of the id that a panel or a file gave.
    """

    STATES = [
        ("open", _("Begun")),
        ("complete", pgettext_lazy("survey", "Complete")),
        ("screened", _("Screened out")),
        ("full", _("Quota full")),
    ]
    FLAGS = {
        "fake": _("named a brand that does not exist"),
        "fast": _("answered too fast"),
        "straight": _("gave the same answer down a whole table"),
        "twice": _("said what somebody of the same network had just said"),
    }

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("rsp"))
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="responses"
    )
    state = models.CharField(max_length=10, choices=STATES, default="open")
    language = models.CharField(max_length=2, default="zh")
    via = models.CharField(max_length=4, choices=[("link", _("Link")), ("file", _("File"))])
    answers = models.JSONField(default=dict)
    path = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    seed = models.PositiveIntegerField(default=0)
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    outside_hash = models.CharField(max_length=64, null=True)
    consented_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["questionnaire", "state"], name="response_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "outside_hash"],
                condition=~Q(outside_hash=None),
                name="response_outside_once",
            )
        ]


class HeldOff(models.Model):
    """How many beginnings of a day were held off the public form, by the reason why."""

    REASONS = {
        "trap": _("filled in a field that nobody sees"),
        "unsigned": _("never opened the first page"),
        "fast": _("pressed within a second"),
        "old": _("had the page open for more than a day"),
        "many": _("too many from one network in a day"),
    }

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="held_off"
    )
    day = models.DateField()
    reason = models.CharField(max_length=10, choices=list(REASONS.items()))
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "day", "reason"], name="held_off_once_a_day"
            )
        ]


class Weighting(Owned):
    """Whom the sample should stand for: population shares by question, and the band of weights.

    targets: {"q12": {"a": 0.48, "b": 0.52}}, each question's shares summing to 1.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("wgt"))
    questionnaire = models.OneToOneField(
        Questionnaire, on_delete=models.CASCADE, related_name="weighting"
    )
    targets = models.JSONField(default=dict)
    source = models.CharField(
        _("source of the shares"), max_length=200, help_text=_("e.g. census 2020, own customers")
    )
    low = models.FloatField(_("least weight"), default=0.3)
    high = models.FloatField(_("largest weight"), default=3.0)

    def get_absolute_url(self):
        return reverse("strategy:survey_results", args=[self.questionnaire_id])
