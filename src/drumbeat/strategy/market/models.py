"""The market wall: what others publish, gathered under lists of words."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.crisis.models import Crisis


class WatchList(Record):
    """A topic we watch: words that matter, and the sources that may say them."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("wal"))
    words = models.TextField(
        _("words"),
        blank=True,
        help_text=_(
            "One a line: “cold brew”, “冷泡*3” counts three times, “+tea” must occur, “!hiring” is thrown out"
        ),
    )
    tell_from = models.PositiveSmallIntegerField(
        _("tell me from this score"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Empty: never. A new story at or above it leaves a notice for the owner."),
    )

    risk_words = models.TextField(
        _("risk words"),
        blank=True,
        help_text=_(
            "One a line, as above. When far more of what comes in than usual has such a word, a crisis report is opened for a person to score. Empty: never."
        ),
    )
    on_call = models.ForeignKey(
        Member,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("on call"),
        help_text=_("Who hears of such a report first. Empty: the owner."),
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=named(), name="watch_list_named")]

    def get_absolute_url(self):
        return reverse("strategy:watch_list", args=[self.pk])


class Feed(Record):
    """A source of a list: an address asked every hour or so, or files uploaded by hand (no url)."""

    RHYTHMS = [
        (15, _("every quarter of an hour")),
        (60, _("every hour")),
        (360, _("every six hours")),
        (1440, _("once a day")),
    ]
    TRUST = [
        (1, _("1 · hearsay")),
        (2, _("2 · weak")),
        (3, _("3 · normal")),
        (4, _("4 · good")),
        (5, _("5 · first hand")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("fed"))
    watch_list = models.ForeignKey(
        WatchList, on_delete=models.PROTECT, related_name="feeds", verbose_name=_("watch-list")
    )
    url = models.URLField(_("address of the feed"), max_length=1000, blank=True)
    trust = models.PositiveSmallIntegerField(_("trust"), choices=TRUST, default=3)
    every_minutes = models.PositiveSmallIntegerField(
        _("how often it is asked"), choices=RHYTHMS, default=60
    )
    is_paused = models.BooleanField(_("paused"), default=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    next_at = models.DateTimeField(default=timezone.now, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    problem = models.CharField(max_length=40, blank=True, editable=False)
    problem_params = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["next_at"], name="feed_due")]
        constraints = [
            models.CheckConstraint(condition=named(), name="feed_named"),
            models.UniqueConstraint(
                fields=["watch_list", "url"],
                condition=~Q(url="") & Q(archived_at=None),
                name="feed_once_a_list",
            ),
        ]

    def get_absolute_url(self):
        return self.watch_list.get_absolute_url()


class Signal(Record):
    """One thing somebody published. The title is its headline, in the language it is in.

    points and rank: science/text/relevance. told_by: the first telling of the same story, under
    which this one is folded; None for a story's head.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("sig"))
    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="signals")
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="signals")
    key = models.CharField(max_length=64)
    url = models.URLField(max_length=1000, blank=True)
    summary = models.TextField(blank=True)
    author = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(null=True)
    published_at = models.DateTimeField()
    is_dated = models.BooleanField(default=True)
    points = models.PositiveSmallIntegerField()
    hits = models.JSONField(default=list)
    rank = models.FloatField()
    is_risky = models.BooleanField(default=False)
    told_by = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="tellings"
    )

    class Meta:
        ordering = ["-rank", "-id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="signal_named"),
            models.UniqueConstraint(fields=["feed", "key"], name="signal_once_a_feed"),
        ]
        indexes = [
            models.Index(
                fields=["brand", "-rank", "-id"],
                condition=Q(told_by=None, archived_at=None),
                name="signal_wall",
            ),
            models.Index(
                fields=["watch_list", "-rank", "-id"],
                condition=Q(told_by=None, archived_at=None),
                name="signal_wall_list",
            ),
            models.Index(fields=["brand", "-published_at"], name="signal_recent"),
            models.Index(
                fields=["watch_list", "-published_at"],
                condition=Q(is_risky=True),
                name="signal_risky",
            ),
        ]

    def get_absolute_url(self):
        return reverse("strategy:signal", args=[self.pk])


class RiskReport(Owned):
    """A crisis report that listening opened, with what it heard. mean, deviation: tellings a day."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("rrp"))
    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="risk_reports")
    crisis = models.OneToOneField(Crisis, on_delete=models.PROTECT, related_name="risk_report")
    signals = models.ManyToManyField(Signal, related_name="risk_reports")
    heard = models.PositiveIntegerField()
    mean = models.FloatField()
    deviation = models.FloatField()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return str(self.crisis)

    def get_absolute_url(self):
        return self.crisis.get_absolute_url()


class SignalTag(Owned):
    """A word that the team put on a signal, to find it again."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("stg"))
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(_("tag"), max_length=40)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["signal", "name"], name="signal_tag_once")]
        indexes = [models.Index(fields=["brand", "name"], name="signal_tag_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return self.signal.get_absolute_url()
