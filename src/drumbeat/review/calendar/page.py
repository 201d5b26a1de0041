"""One page of the calendar: the days of the window, each with its marks, bars and entries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import cached_property

from drumbeat.review.calendar.conflicts import Conflict, conflicts
from drumbeat.review.calendar.entries import Entry, Filters, entries
from drumbeat.review.calendar.marks import Mark, mark
from drumbeat.review.calendar.window import Window

# Entries that a day shows before it says how many more there are.
A_DAY_SHOWS = {"month": 4, "week": 40}
BARS_A_WEEK = 5


@dataclass(frozen=True)
class Day:
    day: date
    mark: Mark
    is_today: bool
    is_outside: bool
    entries: list[Entry]
    more: int

    @property
    def is_empty(self) -> bool:
        return not self.entries


@dataclass(frozen=True)
class Bar:
    """A campaign's stretch in one week. first, span: its columns, counted from 1."""

    entry: Entry
    first: int
    span: int
    begins: bool
    ends: bool


@dataclass(frozen=True)
class Week:
    days: list[Day]
    bars: list[Bar]
    more_bars: int


@dataclass(frozen=True)
class Page:
    """found: what the filters leave. conflicts: among all entries of the window."""

    window: Window
    filters: Filters
    found: list[Entry]
    conflicts: list[Conflict]
    calendar: str
    today: date

    @cached_property
    def weeks(self) -> list[Week]:
        by_day = defaultdict(list)
        for entry in self.found:
            if entry.kind != "campaign":
                by_day[entry.first].append(entry)
        return [self._week(days, by_day) for days in self.window.weeks]

    def _week(self, days, by_day):
        bars = [
            _bar(entry, days)
            for entry in self.found
            if entry.kind == "campaign" and entry.first <= days[-1] and entry.last >= days[0]
        ]
        return Week(
            [self._day(day, by_day[day]) for day in days],
            bars[:BARS_A_WEEK],
            max(0, len(bars) - BARS_A_WEEK),
        )

    def _day(self, day, found):
        room = A_DAY_SHOWS[self.window.view]
        shown = found if len(found) <= room else found[: room - 1]
        return Day(
            day,
            mark(day, self.calendar),
            day == self.today,
            self.window.is_outside(day),
            shown,
            len(found) - len(shown),
        )

    @property
    def days_off(self) -> list[date]:
        days = [day for week in self.window.weeks for day in week]
        return [day for day in days if not mark(day, self.calendar).is_working]


def calendar_page(brand, window: Window, filters: Filters, kinds, today: date) -> Page:
    """The page (5 queries, 3 more with filters: conflicts ask what filters hide)."""
    all_of_it = entries(brand, window, Filters(), kinds)
    found = entries(brand, window, filters, kinds) if filters.chosen() else all_of_it
    seen = conflicts(brand, all_of_it, today)
    by_entry = defaultdict(list)
    for conflict in seen:
        for entry in conflict.entries:
            by_entry[entry.pk].append(conflict)
    for entry in found:
        entry.conflicts.extend(by_entry[entry.pk])
    return Page(window, filters, found, seen, brand.calendar, today)


def _bar(entry, days):
    first, last = max(entry.first, days[0]), min(entry.last, days[-1])
    return Bar(
        entry,
        (first - days[0]) // timedelta(days=1) + 1,
        (last - first).days + 1,
        entry.first >= days[0],
        entry.last <= days[-1],
    )
