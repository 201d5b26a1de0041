"""Content strategy: lasting pillars, the topics under them, and angles that a brief can take."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.content.kinds import KINDS
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.models import Audience, KeyMessage, Signal

STAGES = [
    ("aware", pgettext_lazy("stage", "Aware")),
    ("consider", pgettext_lazy("stage", "Consider")),
    ("buy", pgettext_lazy("stage", "Buy")),
    ("recommend", pgettext_lazy("stage", "Recommend")),
]


class ContentPillar(Record):
    """A lasting theme that the brand speaks about, whatever the campaign."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cpl"))
    why = models.TextField(
        _("why we speak about it"),
        blank=True,
        help_text=_("What people want from it, and what gives us the right to speak"),
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=named(), name="content_pillar_named")]

    def get_absolute_url(self):
        return f"{reverse('content:topics')}#{self.pk}"


class Topic(Record):
    """What one audience wants to know under a pillar; its title is how they ask it."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("tpc"))
    pillar = models.ForeignKey(
        ContentPillar, on_delete=models.PROTECT, related_name="topics", verbose_name=_("pillar")
    )
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, related_name="topics", verbose_name=_("audience")
    )
    # What somebody published that led to it; kept whatever becomes of the evidence below.
    signal = models.ForeignKey(
        Signal, null=True, editable=False, on_delete=models.PROTECT, related_name="topics"
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=named(), name="topic_named")]

    def get_absolute_url(self):
        return reverse("content:topic", args=[self.pk])


class Angle(Record):
    """How we speak about a topic: carrying which message, to people at which stage."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("agl"))
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="angles")
    message = models.ForeignKey(
        KeyMessage, on_delete=models.PROTECT, related_name="angles", verbose_name=_("key message")
    )
    stage = models.CharField(_("stage"), max_length=10, choices=STAGES)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=named(), name="angle_named")]

    def get_absolute_url(self):
        return self.topic.get_absolute_url()


class Demand(Owned):
    """Evidence that people ask: what was measured or said, where, on which day."""

    KINDS = [
        ("search", _("Search volume a month")),
        ("question", _("Question asked")),
        ("comment", _("Comments or mentions")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("dmd"))
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="demand")
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="search")
    words = models.CharField(_("their words"), max_length=200)
    count = models.PositiveBigIntegerField(
        _("how many"), null=True, blank=True, help_text=_("e.g. 12,000 or 1.2万")
    )
    source = models.CharField(
        _("source"), max_length=200, help_text=_("e.g. Baidu Index, customer service, Zhihu")
    )
    observed_on = models.DateField(_("as of"), default=timezone.localdate)
    signal = models.ForeignKey(
        Signal, null=True, editable=False, on_delete=models.PROTECT, related_name="demand"
    )

    class Meta:
        ordering = ["-count", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="search") | Q(count__isnull=False), name="search_has_a_volume"
            )
        ]

    def __str__(self):
        return self.words

    def get_absolute_url(self):
        return self.topic.get_absolute_url()


class ContentCell(Owned):
    """How many pieces of a format are wanted for a stage under a pillar."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ccl"))
    pillar = models.ForeignKey(ContentPillar, on_delete=models.CASCADE, related_name="cells")
    format = models.CharField(_("format"), max_length=12, choices=KINDS)
    stage = models.CharField(_("stage"), max_length=10, choices=STAGES)
    target = models.PositiveSmallIntegerField(_("wanted"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["pillar", "format", "stage"], name="cell_once")
        ]

    def __str__(self):
        return f"{self.pillar}: {self.get_format_display()}, {self.get_stage_display()}"

    def get_absolute_url(self):
        return reverse("content:matrix")
