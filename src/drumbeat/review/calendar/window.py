"""Which days are looked at: a month in whole weeks, a week, or a quarter as a timeline."""

from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_skeleton, get_day_names
from django.utils.translation import pgettext_lazy

from drumbeat.ui.templatetags.format import daterange, locale

VIEWS = {
    "month": pgettext_lazy("calendar", "Month"),
    "week": pgettext_lazy("calendar", "Week"),
    "timeline": pgettext_lazy("calendar", "Timeline"),
}
# Far enough for anybody, and never past what a date can hold.
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
MONTHS_OF_TIMELINE = 3


@dataclass(frozen=True)
class Window:
    """view: one of VIEWS. day: the day that was asked for. first, last: all days that are read."""

    view: str
    day: date
    first: date
    last: date

    @property
    def weeks(self) -> list[list[date]]:
        count = (self.last - self.first).days + 1
        days = [self.first + timedelta(days=n) for n in range(count)]
        return [days[n : n + 7] for n in range(0, count, 7)]

    @property
    def before(self) -> date:
        return self._turned(-1)

    @property
    def after(self) -> date:
        return self._turned(1)

    def _turned(self, turns: int) -> date:
        if self.view == "week":
            return self.day + timedelta(days=7 * turns)
        return _month(self.day, turns * (MONTHS_OF_TIMELINE if self.view == "timeline" else 1))

    @property
    def title(self) -> str:
        if self.view == "month":
            return format_skeleton("yMMMM", self.day, locale=locale())
        return daterange(self.first, self.last)

    def is_outside(self, day: date) -> bool:
        """Is it a neighbouring month's day, there to fill the week?"""
        return self.view == "month" and day.month != self.day.month


def window_of(view: str, day: date) -> Window:
    """The window of `view` (month for an unknown one) around a day."""
    day = min(max(day, EARLIEST), LATEST)
    if view == "week":
        first = _monday(day)
        return Window(view, day, first, first + timedelta(days=6))
    if view == "timeline":
        return Window(
            view, day, day.replace(day=1), _month(day, MONTHS_OF_TIMELINE) - timedelta(days=1)
        )
    last = _monday(_month(day, 1) - timedelta(days=1)) + timedelta(days=6)
    return Window("month", day, _monday(day.replace(day=1)), last)


def asked_day(asked, otherwise: date) -> date:
    """The `day` of a query string, where it names one."""
    try:
        return date.fromisoformat(asked.get("day", ""))
    except ValueError:
        return otherwise


def weekday_names() -> list[str]:
    names = get_day_names("abbreviated", locale=locale())
    return [names[n] for n in range(7)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date, turns: int) -> date:
    """The first day of the month so many months later."""
    months = day.year * 12 + day.month - 1 + turns
    return date(months // 12, months % 12 + 1, 1)
