"""The flight board: a campaign's placements over time, each bar filled as far as its money went."""

from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import gettext as _

from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.ui.gantt import Task, gantt
from drumbeat.ui.templatetags.format import date as shown_date
from drumbeat.ui.templatetags.format import locale, money

# How a placement's state looks as a bar.
LOOKS = {
    "live": "",
    "ended": "done",
    "reconciled": "done",
    "planned": "planned",
    "booked": "planned",
    "armed": "planned",
    "paused": "late",
    "cancelled": "done",
}


def board(placements, today: date) -> dict | None:
    """Coordinates for `c-gantt`; None without placements. placements: with `spent` (see queries)."""
    placements = list(placements)
    if not placements:
        return None
    tasks = [_bar(placement) for placement in placements]
    first, last = min(t.start for t in tasks), max(t.end for t in tasks)
    return gantt(tasks, today=today, tick_labels=_ticks(first, last))


def _bar(placement):
    planned = placement.planned_minor
    return Task(
        id=placement.pk,
        label=str(placement),
        start=placement.starts_on,
        end=placement.ends_on,
        module="channels",
        state=LOOKS[placement.state],
        done=(placement.spent or 0) / planned if planned else 0,
        url=placement.get_absolute_url(),
        title=_title(placement),
    )


def _title(placement):
    currency = placement.campaign.plan.currency
    return _("%(name)s: %(state)s, %(start)s – %(end)s, %(spent)s of %(planned)s spent") % {
        "name": placement,
        "state": PLACEMENT.label(placement.state),
        "start": shown_date(placement.starts_on),
        "end": shown_date(placement.ends_on),
        "spent": money(placement.spent, currency),
        "planned": money(placement.planned_minor, currency),
    }


def _ticks(first, last):
    """Mondays, and the first day."""
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    return [
        (day, format_skeleton("MMMd", day, locale=locale()))
        for day in days
        if day == first or day.weekday() == 0
    ]
