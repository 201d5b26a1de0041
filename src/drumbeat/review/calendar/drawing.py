"""The timeline: campaigns and their flights as bars, briefs' due days as diamonds."""

from collections import defaultdict

from babel.dates import format_skeleton
from django.utils.translation import gettext as _

from drumbeat.review.calendar.entries import Entry
from drumbeat.review.calendar.page import Page
from drumbeat.ui.gantt import Task, gantt
from drumbeat.ui.templatetags.format import daterange, locale

LOOKS = {"live": "", "paused": "late", "ended": "done", "reconciled": "done", "closed": "done"}
ROWS = 120


def drawn(page: Page, *, linked: bool = True) -> dict | None:
    """Coordinates for `c-gantt`, cut to the window; None when nothing stands in it.

    linked: whether rows lead to what they stand for; people outside cannot open it.
    """
    found = in_rows(page.found)[:ROWS]
    if not found:
        return None
    window = page.window
    return gantt(
        [_bar(entry, window, linked) for entry in found],
        today=page.today,
        tick_labels=[
            (week[0], format_skeleton("MMMd", week[0], locale=locale())) for week in window.weeks
        ],
        rest_days=page.days_off,
    )


def in_rows(found: list[Entry]) -> list[Entry]:
    """Each campaign with what belongs to it below, then what belongs to none in the window."""
    campaigns = [entry for entry in found if entry.kind == "campaign"]
    parts = defaultdict(list)
    for entry in found:
        if entry.kind != "campaign":
            parts[entry.campaign_id].append(entry)
    rows = [row for one in campaigns for row in (one, *parts.pop(one.pk, ()))]
    homeless = {entry.pk for rest in parts.values() for entry in rest}
    return rows + [entry for entry in found if entry.pk in homeless]


def _bar(entry, window, linked):
    is_within = entry.kind != "campaign" and entry.campaign_id
    title = _("%(kind)s: %(name)s, %(days)s") % {
        "kind": entry.kind_label,
        "name": entry.title,
        "days": daterange(entry.first, entry.last),
    }
    return Task(
        id=entry.pk,
        label=f"\u2003{entry.title}" if is_within else entry.title,
        start=min(max(entry.first, window.first), window.last),
        end=max(min(entry.last, window.last), window.first),
        module=entry.module,
        critical=entry.kind == "campaign",
        gate=entry.kind == "brief",
        state="late" if entry.conflicts else LOOKS.get(entry.state, "planned"),
        url=entry.url if linked else "",
        title=title,
    )
