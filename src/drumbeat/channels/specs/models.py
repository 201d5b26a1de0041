"""A brand's own formats: what a contract, a partner or a changed network asks for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.registry.models import Channel
from drumbeat.channels.specs.book import Format
from drumbeat.content.studio.limits import UNIT_NAMES
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named

UNITS = ("characters", "width", "weighted")


class OwnFormat(Record):
    """A format of one channel. With the key of a shipped one it stands in its place."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("fmt"))
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="own_formats")
    key = models.SlugField(max_length=40)
    is_off = models.BooleanField(
        _("not used"), default=False, help_text=_("Hides the shipped format of this channel")
    )
    takes = models.JSONField(_("file types"), default=list, blank=True)
    ratios = models.JSONField(_("ratios"), default=list, blank=True)
    within = models.FloatField(_("ratio may be off by (%)"), default=1)
    width = models.PositiveIntegerField(_("least width (px)"), default=0)
    height = models.PositiveIntegerField(_("least height (px)"), default=0)
    kb = models.PositiveIntegerField(_("most weight (kB)"), default=0)
    least_seconds = models.FloatField(_("least seconds"), null=True, blank=True)
    most_seconds = models.FloatField(_("most seconds"), null=True, blank=True)
    headline = models.PositiveIntegerField(_("longest headline"), default=0)
    body = models.PositiveIntegerField(_("longest text"), default=0)
    unit = models.CharField(
        _("counted in"),
        max_length=12,
        choices=[(unit, UNIT_NAMES[unit]) for unit in UNITS],
        default="characters",
    )
    labels = models.JSONField(_("one of these labels"), default=list, blank=True)
    source = models.URLField(_("source"), max_length=300, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(condition=named(), name="own_format_named"),
            models.UniqueConstraint(
                fields=["channel", "key"],
                condition=Q(archived_at=None),
                name="own_format_once",
            ),
        ]

    def get_absolute_url(self):
        return self.channel.get_absolute_url()

    def as_format(self, like: Format | None) -> Format:
        """As the checks read it. like: the shipped one in whose place it stands."""
        ends = (self.least_seconds or 0, self.most_seconds or float("inf"))
        return Format(
            key=self.key,
            name_en=self.title_en,
            name_zh=self.title_zh,
            takes=tuple(self.takes),
            ratios=tuple(self.ratios),
            within=self.within,
            width=self.width,
            height=self.height,
            kb=self.kb,
            seconds=ends if self.least_seconds or self.most_seconds else (),
            headline=self.headline,
            body=self.body,
            body_is=like.body_is if like else "whole",
            unit=self.unit,
            words=like.words if like else "",
            safe=like.safe if like else (),
            labels=tuple(self.labels),
            source=self.source,
            as_of=str(self.as_of or ""),
            is_own=True,
        )
