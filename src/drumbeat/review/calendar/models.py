"""Kept looks at the calendar, and secret addresses under which it is read without signing in."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from drumbeat.people.identity import prefixed_ulid, unguessable
from drumbeat.people.records import Owned, Record, named
from drumbeat.review.calendar.window import VIEWS


class CalendarView(Record):
    """A look at the calendar that somebody named: how much at once, narrowed to what.

    filters: the `Filters` that are chosen, by their names. The whole team sees it.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("clv"))
    view = models.CharField(max_length=10, choices=list(VIEWS.items()), default="month")
    filters = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=named(), name="calendar_view_named")]

    def get_absolute_url(self):
        return reverse("review:sharing")


class CalendarLink(Owned):
    """An address that whoever has it may read, as far as its owner may, until it is switched off.

    kept_view: what it shows; without one, the whole calendar.
    """

    KINDS = [("feed", _("Calendar feed")), ("page", _("Read-only page"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cll"))
    kind = models.CharField(_("kind"), max_length=4, choices=KINDS)
    kept_view = models.ForeignKey(
        CalendarView,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="links",
        verbose_name=_("view"),
    )
    code = models.CharField(max_length=32, unique=True, default=unguessable, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        # The trail is read by more people than may open the address.
        return pgettext("calendar", "secret address")

    def get_absolute_url(self):
        return reverse("review:sharing")
