"""User guidance paths: entry → promise → next step → call to action, with one event a step."""

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.content.paths.states import PATH
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named
from drumbeat.strategy.market.words import sentence
from drumbeat.strategy.models import Audience, Campaign, KeyMessage

LONGEST_WINDOW_HOURS = 90 * 24


class GuidancePath(Record):
    """How a campaign leads somebody from the first touch to the act that it is for.

    number: its version. replaces: the version before, which ends when this one comes into force.
    window_hours: how much time somebody has from the entry to the last step.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("gpa"))
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        related_name="guidance_paths",
        verbose_name=_("campaign"),
    )
    audience = models.ForeignKey(
        Audience,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="guidance_paths",
        verbose_name=_("audience"),
    )
    message = models.ForeignKey(
        KeyMessage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="guidance_paths",
        verbose_name=_("key message"),
    )
    window_hours = models.PositiveSmallIntegerField(
        _("time for the whole path (hours)"),
        default=168,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_WINDOW_HOURS)],
    )
    number = models.PositiveSmallIntegerField(default=1, editable=False)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="successors", editable=False
    )
    state = models.CharField(max_length=20, choices=PATH.choices, default="draft", editable=False)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="guidance_path_named"),
            models.CheckConstraint(
                condition=Q(window_hours__gte=1), name="guidance_path_window_hours"
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(archived_at=None),
                name="guidance_path_one_successor",
            ),
        ]

    def get_absolute_url(self):
        return reverse("content:path", args=[self.pk])


class PathStep(Record):
    """One step of a path, in the order of `position`.

    is_exit: a side exit. It leaves the path after the step before it and leads no further; the
    others are the line, each of which leads to the next of the line. counts_as, counted, on_page:
    the event that says that somebody came this far. target_rate: wanted share of those who entered
    this step that enter the next one, 0–1; of a side exit, of those at its step who take it.
    """

    KINDS = [
        ("ad", _("Advertisement")),
        ("page", _("Page")),
        ("mail", _("Mail")),
        ("chat", _("Chat")),
        ("event", _("Event")),
        ("shop", _("Shop")),
        ("form", _("Form")),
        ("other", _("Other")),
    ]
    COUNTS_AS = [
        ("link", _("A tracking link of the campaign")),
        ("page", _("Page")),
        ("event", _("Tracked event")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("gps"))
    path = models.ForeignKey(GuidancePath, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="page")
    is_exit = models.BooleanField(_("a side exit of the step before"), default=False)
    url = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=("http", "https"))],
    )
    promise = models.CharField(_("promise"), max_length=200, blank=True)
    call_to_action = models.CharField(_("call to action"), max_length=80, blank=True)
    counts_as = models.CharField(_("counted by"), max_length=10, choices=COUNTS_AS, default="page")
    counted = models.CharField(_("path or event"), max_length=200, blank=True)
    on_page = models.CharField(_("only on the page"), max_length=200, blank=True)
    target_rate = models.DecimalField(
        _("target rate"), max_digits=6, decimal_places=5, null=True, blank=True
    )
    checked_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=30, blank=True, editable=False)
    problem_params = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="path_step_named"),
            models.CheckConstraint(
                condition=Q(target_rate=None) | Q(target_rate__gte=0, target_rate__lte=1),
                name="path_step_rate_is_a_share",
            ),
        ]

    @property
    def is_counted(self) -> bool:
        return self.counts_as == "link" or bool(self.counted)

    @property
    def counted_in_words(self) -> str:
        """The event, as people name it."""
        if self.counts_as == "link":
            return str(self.get_counts_as_display())
        return f"{self.counted} @ {self.on_page}" if self.on_page else self.counted

    @property
    def problem_in_words(self) -> str:
        """Why its address was not reached when it was last looked at; "" for no trouble."""
        return sentence(self.problem, self.problem_params) if self.problem else ""

    def belongs_to(self, member):
        return self.path.belongs_to(member)

    def get_absolute_url(self):
        return f"{self.path.get_absolute_url()}#{self.pk}"
