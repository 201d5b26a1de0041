"""Trackers of a brand's health, the brands they ask about, and their waves."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned, Record, in_language, named
from drumbeat.strategy.competitors.models import Competitor
from drumbeat.strategy.goals.models import Goal
from drumbeat.strategy.surveys.models import Questionnaire
from drumbeat.strategy.trackers.core import DEFAULT_WEIGHTS, STATEMENTS


def default_weights():
    return dict(DEFAULT_WEIGHTS)


def default_statements():
    return [{"en": en, "zh": zh} for en, zh in STATEMENTS]


class Tracker(Record):
    """The same questions about the same brands, wave after wave.

    weights: of the equity index by part, summing to 1. targets: population shares by question of
    the core block, {"q12a": {"a": 0.2, …}}. Each wave takes both along as they are when it begins.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("trk"))
    category_en = models.CharField(
        _("category (English)"),
        max_length=60,
        help_text=_("As it stands in a question: “Which brands of … come to mind?”"),
    )
    category_zh = models.CharField(
        _("category (Chinese)"), max_length=60, help_text=_("As it stands in a question: “提到…”")
    )
    weights = models.JSONField(default=default_weights)
    statements = models.JSONField(default=default_statements)
    targets = models.JSONField(default=dict, blank=True)
    source = models.CharField(
        _("source of the shares"),
        max_length=200,
        blank=True,
        help_text=_("e.g. census 2020, own customers"),
    )
    low = models.FloatField(_("least weight"), default=0.3)
    high = models.FloatField(_("largest weight"), default=3.0)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["brand", "-created_at"], name="tracker_newest")]
        constraints = [
            models.CheckConstraint(condition=named(), name="tracker_named"),
            models.CheckConstraint(
                condition=Q(low__gt=0, low__lte=1, high__gte=1), name="tracker_band_around_one"
            ),
        ]

    @property
    def category(self):
        return in_language(self.category_en, self.category_zh)

    def get_absolute_url(self):
        return reverse("strategy:tracker", args=[self.pk])


class TrackedBrand(Record):
    """A brand that is asked about. `key` names it in answers and stays the same over waves."""

    ROLES = [
        ("us", _("our own brand")),
        ("rival", _("competitor")),
        ("fake", _("does not exist (quality check)")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("tbr"))
    tracker = models.ForeignKey(Tracker, on_delete=models.CASCADE, related_name="brands")
    key = models.CharField(max_length=2, editable=False)
    role = models.CharField(_("part it plays"), max_length=5, choices=ROLES, default="rival")
    spellings = models.TextField(
        _("other spellings"),
        blank=True,
        help_text=_("One a line: how people write it when nobody helps them"),
    )
    competitor = models.ForeignKey(
        Competitor,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("in the competitor register"),
        help_text=_("From there come its shares of voice and of the market"),
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_en="") & ~Q(title_zh=""), name="tracked_brand_in_both_languages"
            ),
            models.UniqueConstraint(fields=["tracker", "key"], name="tracked_brand_key_once"),
            models.UniqueConstraint(
                fields=["tracker", "role"],
                condition=Q(role__in=["us", "fake"], archived_at=None),
                name="tracked_brand_role_once",
            ),
        ]

    def get_absolute_url(self):
        return self.tracker.get_absolute_url()


class Wave(Owned):
    """One round of a tracker: the survey it asks by, and what it took along from the tracker.

    brands: [{"key", "en", "zh", "role", "spellings", "competitor"}]; weights: of the equity index.
    goals: those with a key result that it measures.
    Its state is that of its questionnaire, and `computed` once there are results. STATES: the label
    and how the tag looks.
    """

    STATES = {
        "draft": (_("Draft"), ""),
        "fielded": (_("In the field"), "info"),
        "closed": (_("Closed"), "caution"),
        "computed": (_("Computed"), "good"),
    }

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("wav"))
    tracker = models.ForeignKey(Tracker, on_delete=models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField(_("wave"), editable=False)
    questionnaire = models.OneToOneField(
        Questionnaire, on_delete=models.PROTECT, related_name="wave"
    )
    starts_on = models.DateField(_("fieldwork starts"))
    ends_on = models.DateField(_("fieldwork ends"))
    brands = models.JSONField()
    weights = models.JSONField()
    goals = models.ManyToManyField(Goal, related_name="waves", editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["tracker", "number"], name="wave_number_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="wave_forward"),
        ]

    def __str__(self):
        return pgettext("tracker", "%(tracker)s · wave %(n)s") % {
            "tracker": self.tracker,
            "n": self.number,
        }

    @property
    def is_computed(self):
        return hasattr(self, "result")

    @property
    def state(self):
        return "computed" if self.is_computed else self.questionnaire.state

    @property
    def state_label(self):
        return self.STATES[self.state][0]

    @property
    def tone(self):
        return self.STATES[self.state][1]

    def get_absolute_url(self):
        return reverse("strategy:wave", args=[self.pk])


class WaveResult(Owned):
    """The numbers of a wave as they were computed; nothing changes them any more.

    numbers: see figures.Figures. series: hash of the core wording; waves of another series asked
    other questions. Owner is who computed it.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("wvr"))
    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, related_name="result")
    series = models.CharField(max_length=64)
    numbers = models.JSONField()

    def __str__(self):
        return str(self.wave)

    def get_absolute_url(self):
        return self.wave.get_absolute_url()
