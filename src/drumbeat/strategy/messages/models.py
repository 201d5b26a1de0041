"""The message house: one umbrella, a few pillars, key messages, proof under each."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, in_language, named
from drumbeat.strategy.audiences.models import Audience
from drumbeat.work.files.models import StoredFile


class MessageHouse(Record):
    """What one product or brand wants remembered. The umbrella is its roof."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("hou"))
    umbrella_en = models.CharField(_("umbrella (English)"), max_length=200, blank=True)
    umbrella_zh = models.CharField(_("umbrella (Chinese)"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="house_named"),
            models.CheckConstraint(
                condition=~models.Q(umbrella_en="", umbrella_zh=""), name="house_has_roof"
            ),
        ]

    @property
    def umbrella(self):
        return in_language(self.umbrella_en, self.umbrella_zh)

    def get_absolute_url(self):
        return reverse("strategy:house", args=[self.pk])


class Pillar(Record):
    """A lasting reason under the umbrella."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("pil"))
    house = models.ForeignKey(MessageHouse, on_delete=models.CASCADE, related_name="pillars")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=named(), name="pillar_named")]

    def get_absolute_url(self):
        return self.house.get_absolute_url()


class KeyMessage(Record):
    """A sentence we want remembered; its title is the sentence itself."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("msg"))
    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, related_name="messages")
    tone = models.CharField(_("tone"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=named(), name="message_named")]

    def get_absolute_url(self):
        return reverse("strategy:message", args=[self.pk])


class ProofPoint(Record):
    """Why a message is true: a claim with its evidence and the day it stops being valid."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("prf"))
    message = models.ForeignKey(KeyMessage, on_delete=models.CASCADE, related_name="proofs")
    source = models.CharField(_("source"), max_length=300, help_text=_("Who measured it, when"))
    evidence = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("evidence file"),
    )
    evidence_url = models.URLField(_("evidence link"), blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=named(), name="proof_named")]

    @property
    def is_substantiated(self):
        return bool(self.evidence_id or self.evidence_url)

    def holds_on(self, day):
        return self.is_substantiated and (self.valid_until is None or self.valid_until >= day)

    def get_absolute_url(self):
        return self.message.get_absolute_url()


class Wording(Record):
    """The message as one audience hears it; its title is the sentence."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("wrd"))
    message = models.ForeignKey(KeyMessage, on_delete=models.CASCADE, related_name="wordings")
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, related_name="wordings", verbose_name=_("audience")
    )
    why = models.CharField(
        _("why these words"),
        max_length=200,
        blank=True,
        help_text=_("What these people care about"),
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="wording_named"),
            models.UniqueConstraint(
                fields=["message", "audience"],
                condition=models.Q(archived_at=None),
                name="one_wording_an_audience",
            ),
        ]

    def get_absolute_url(self):
        return self.message.get_absolute_url()
