"""Types of briefs that a brand adds to those that everybody has."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.kinds import CHECKS, BriefKind
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named


class BriefType(Record):
    """asks, may: names of fields that its briefs must fill, and that they show besides.
    mandatories: lines that each of them begins with. edition: counts what it asked for so far."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("bty"))
    meaning = models.CharField(_("what it is for"), max_length=200, blank=True)
    asks = models.JSONField(default=list, blank=True)
    may = models.JSONField(default=list, blank=True)
    mandatories = models.TextField(_("mandatory lines"), max_length=2000, blank=True)
    edition = models.PositiveIntegerField(_("edition"), default=1, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=named(), name="brief_type_named")]

    @property
    def definition(self) -> dict:
        """What it asks for, as a brief keeps it."""
        return {
            "edition": self.edition,
            "asks": self.asks,
            "may": self.may,
            "mandatories": self.mandatories,
        }

    def get_absolute_url(self):
        return f"{reverse('content:brief_types')}#{self.pk}"


def as_kind(type_: BriefType, definition: dict) -> BriefKind:
    """The type by one of its definitions."""
    return BriefKind(
        str(type_),
        type_.meaning,
        {name: saying for name, saying in CHECKS.items() if name in definition["asks"]},
        tuple(definition["may"]),
        tuple(line.strip() for line in definition["mandatories"].splitlines() if line.strip()),
    )
