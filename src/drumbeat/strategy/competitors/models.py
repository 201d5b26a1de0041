"""The competitor register: who they are, what they sell, what was seen of them and when."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned, Record, in_language, named
from drumbeat.strategy.competitors.kinds import OBSERVED, OBSERVED_CHOICES, VOICE_CHOICES
from drumbeat.work.files.models import StoredFile


class Competitor(Record):
    """Somebody who wants the same customers; or, once a brand, ourselves, to be measured beside."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cpt"))
    is_us = models.BooleanField(_("this is our own brand"), default=False)
    website = models.URLField(_("website"), max_length=500, blank=True)
    positioning = models.TextField(_("how they position themselves"), blank=True)
    strengths = models.TextField(_("where they are strong"), blank=True)
    weaknesses = models.TextField(_("where they are weak"), blank=True)
    we_win = models.TextField(_("how we win against them"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="competitor_named"),
            models.UniqueConstraint(
                fields=["brand"],
                condition=Q(is_us=True, archived_at=None),
                name="competitor_us_once",
            ),
        ]

    def get_absolute_url(self):
        return reverse("strategy:competitor", args=[self.pk])


class Product(Record):
    """What a competitor sells."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("prd"))
    competitor = models.ForeignKey(Competitor, on_delete=models.CASCADE, related_name="products")
    detail = models.CharField(_("what it is"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=named(), name="product_named")]

    def get_absolute_url(self):
        return self.competitor.get_absolute_url()


class Observation(Record):
    """What was seen of a competitor on a day, and where. The title is what was said, if anything.

    Seeing it again is a new observation; what was seen stays.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("obs"))
    competitor = models.ForeignKey(
        Competitor, on_delete=models.PROTECT, related_name="observations"
    )
    product = models.ForeignKey(
        Product,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("product"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=OBSERVED_CHOICES)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True, help_text=_("e.g. ¥, %, ¥m"))
    seen_on = models.DateField(_("seen on"))
    source = models.CharField(_("source"), max_length=200, help_text=_("Where it was seen"))
    url = models.URLField(_("link"), max_length=1000, blank=True)
    proof = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("screenshot or file"),
    )
    answer = models.TextField(_("what we answer"), blank=True)

    class Meta:
        ordering = ["-seen_on", "-id"]
        indexes = [
            models.Index(fields=["competitor", "-seen_on"], name="observation_recent"),
            models.Index(fields=["brand", "-seen_on"], name="observation_news"),
        ]

    def __str__(self):
        if self.said:
            return self.said
        parts = (str(OBSERVED[self.kind].label), str(self.product or ""), self.figure)
        return " · ".join(part for part in parts if part)

    @property
    def said(self):
        """What was said or shown, in the language of the page; nothing for a bare number."""
        return in_language(self.title_en, self.title_zh)

    @property
    def figure(self):
        """The value with its unit as typed, or nothing."""
        if self.value is None:
            return ""
        number = f"{self.value.normalize():f}"
        return (
            f"{self.unit}{number}"
            if self.unit in ("¥", "$", "€", "£")
            else f"{number} {self.unit}".strip()
        )

    @property
    def age_limit_days(self):
        return OBSERVED[self.kind].holds_days

    def get_absolute_url(self):
        return reverse("strategy:observation", args=[self.pk])


class VoiceReading(Owned):
    """How loud a brand was in a month: money, mentions or searches. Shares are made from these."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("voi"))
    competitor = models.ForeignKey(Competitor, on_delete=models.CASCADE, related_name="voice")
    kind = models.CharField(_("measure"), max_length=10, choices=VOICE_CHOICES)
    month = models.DateField(_("month"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        ordering = ["month", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["competitor", "kind", "month"], name="voice_once_a_month"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="voice_positive"),
            # As text: SQLite's month__day needs a function that only Django brings, and whoever
            # opens the file without it (VACUUM after an erasure) would be refused.
            models.CheckConstraint(condition=Q(month__endswith="-01"), name="voice_on_the_first"),
        ]
        indexes = [models.Index(fields=["brand", "kind", "month"], name="voice_series")]

    def __str__(self):
        return f"{self.competitor} · {self.get_kind_display()} · {self.month:%Y-%m}"
