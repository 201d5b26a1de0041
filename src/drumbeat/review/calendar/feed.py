"""The calendar as an iCalendar feed (RFC 5545), for whatever calendar somebody lives in.

An entry keeps its UID for life. SEQUENCE is the record's own version, which every change of its
days, name or state raises. What was withdrawn is told as CANCELLED, so that it leaves the other
calendar too. The same entries always give the same bytes.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from drumbeat.people.notices.addresses import in_brand
from drumbeat.review.calendar.entries import Entry, Filters, entries
from drumbeat.review.calendar.window import Window
from drumbeat.ui.templatetags.format import daterange

BEFORE, AFTER = timedelta(days=31), timedelta(days=366)
AN_HOUR = timedelta(hours=1)
TENTATIVE = {"campaign": ("draft",), "brief": ("draft",), "placement": ("planned",)}


def feed_entries(brand, filters: Filters, kinds, today: date) -> list[Entry]:
    """What a feed tells of: the last month and the next year, withdrawn entries too (3 queries)."""
    window = Window("feed", today, today - BEFORE, today + AFTER)
    return entries(brand, window, filters, kinds, with_history=True)


def feed(brand, name: str, found: list[Entry]) -> bytes:
    """The feed's bytes in the active language; `name` is what clients call the calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Drumbeat//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", AN_HOUR, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in found:
        calendar.add_component(_event(brand, entry))
    return calendar.to_ical()


def newest(found: list[Entry]) -> datetime | None:
    """When anything in the feed last changed."""
    return max((entry.updated_at for entry in found), default=None)


def _event(brand, entry):
    # A flight of weeks would bury the other calendar: a placement stands on its first day.
    last = entry.first if entry.kind == "placement" else entry.last
    event = Event()
    event.add("uid", f"{entry.pk}@drumbeat")
    event.add("sequence", entry.row_version)
    event.add("dtstamp", entry.updated_at)
    event.add("created", entry.created_at)
    event.add("last-modified", entry.updated_at)
    event.add("dtstart", entry.first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", _summary(entry))
    event.add("description", _description(entry))
    event.add("status", _status(entry))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [entry.kind_label])
    event.add("url", f"{settings.BASE_URL}{in_brand(entry.url, brand)}")
    return event


def _summary(entry):
    return _("%(kind)s: %(name)s") % {"kind": entry.kind_label, "name": entry.title}


def _description(entry):
    facts = [
        (_("State"), entry.state_label),
        (_("Campaign"), entry.campaign),
        (_("Channel"), entry.channel),
        (_("Flight"), daterange(entry.first, entry.last) if entry.kind == "placement" else ""),
        (_("Owner"), entry.owner),
    ]
    return "\n".join(
        _("%(label)s: %(text)s") % {"label": label, "text": text} for label, text in facts if text
    )


def _status(entry):
    if entry.is_withdrawn:
        return "CANCELLED"
    return "TENTATIVE" if entry.state in TENTATIVE[entry.kind] else "CONFIRMED"
