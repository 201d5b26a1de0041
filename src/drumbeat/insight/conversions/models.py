"""Conversion definitions: which events count as outcomes, and how."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named


class Conversion(Record):
    """An action we defined as valuable. Macro ones carry the results; micro ones are steps."""

    COUNTS = [("every", _("Every time")), ("once", _("Once a person"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cnv"))
    key = models.SlugField(_("key"), max_length=40)
    event_name = models.CharField(
        _("event"), max_length=120, help_text=_("exactly as sent, e.g. Order Completed")
    )
    refund_event = models.CharField(
        _("event that takes it back"),
        max_length=120,
        blank=True,
        help_text=_("e.g. Order Refunded; matched by order id"),
    )
    counts = models.CharField(_("counts"), max_length=6, choices=COUNTS, default="every")
    window_days = models.PositiveSmallIntegerField(_("look-back (days)"), default=30)
    is_macro = models.BooleanField(_("is a main outcome"), default=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=named(), name="conversion_named"),
            models.UniqueConstraint(fields=["brand", "key"], name="conversion_key_once"),
        ]

    def get_absolute_url(self):
        return reverse("insight:conversions")
