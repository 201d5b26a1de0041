"""Working calendars: which days count, and how much working time lies between two moments."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import cache

from chinese_calendar.constants import holidays as cn_holidays
from chinese_calendar.constants import workdays as cn_make_up_days

MONDAY_TO_FRIDAY = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """A weekly rhythm, its days off and its make-up days.

    weekly: working weekdays, Monday = 0. known_years: the years whose holidays are listed; outside
    them only the weekly rhythm holds. None means that nothing needs listing.
    """

    key: str
    weekly: frozenset[int]
    days_off: frozenset[date] = field(default=frozenset(), repr=False)
    make_up_days: frozenset[date] = field(default=frozenset(), repr=False)
    known_years: range | None = None
    round_the_clock: bool = False

    def is_working_day(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day.weekday() in self.weekly and day not in self.days_off

    def covers(self, year: int) -> bool:
        """Whether the holidays of `year` are known; if not, dates in it are only a good guess."""
        return self.known_years is None or year in self.known_years

    def add_working_days(self, day: date, n: Decimal | float) -> date:
        """The day on which the moment `n` working days after the start of `day` falls.

        `day` itself counts as worked, also on a weekend: 0 and 0.5 give `day`, 1 the next working
        day, -0.5 and -1 the working day before.
        """
        steps = math.floor(round(float(n), 6))
        step = ONE_DAY if steps > 0 else -ONE_DAY
        for _ in range(abs(steps)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; negative when `b` lies before `a`.

        For a working day `b`, `add_working_days(a, working_days_between(a, b)) == b`.
        """
        if b < a:
            return -sum(map(self.is_working_day, _days(b, a - ONE_DAY)))
        return sum(map(self.is_working_day, _days(a + ONE_DAY, b)))

    def working_time_between(
        self,
        start: datetime,
        end: datetime,
        *,
        tz: tzinfo,
        day_start: time = time(9),
        day_end: time = time(18),
    ) -> timedelta:
        """Working time from `start` to `end`, counted in the days and hours of `tz`.

        A round-the-clock calendar counts all time. Raises ValueError for a naive datetime, for
        `end` before `start`, and for a working day that ends before it begins.
        """
        start, end = _in_utc(start), _in_utc(end)
        if end < start:
            raise ValueError(f"the clock cannot run from {start} back to {end}")
        if self.round_the_clock:
            return end - start
        total = timedelta()
        last = end.astimezone(tz).date()
        for opens, closes in self._shifts(start, tz, day_start, day_end):
            if opens.astimezone(tz).date() > last:
                break
            total += max(timedelta(), min(end, closes) - max(start, opens))
        return total

    def add_working_time(
        self,
        start: datetime,
        amount: timedelta,
        *,
        tz: tzinfo,
        day_start: time = time(9),
        day_end: time = time(18),
    ) -> datetime:
        """The first moment, in `tz`, at which `amount` of working time has passed since `start`.

        Raises ValueError for a naive datetime, a negative amount, and a working day that ends
        before it begins.
        """
        start = _in_utc(start)
        if amount < timedelta():
            raise ValueError("a clock runs forward: the amount of working time is negative")
        if self.round_the_clock or not amount:
            return (start + amount).astimezone(tz)
        for opens, closes in self._shifts(start, tz, day_start, day_end):
            begins = max(start, opens)
            available = max(timedelta(), closes - begins)
            if amount <= available:
                return (begins + amount).astimezone(tz)
            amount -= available
        raise OverflowError("the calendar ends before the working time is used up")

    def _shifts(
        self, start: datetime, tz: tzinfo, day_start: time, day_end: time
    ) -> Iterator[tuple[datetime, datetime]]:
        """Opening and closing moments in UTC of each working day from the local day of `start`."""
        if day_end <= day_start:
            raise ValueError(f"the working day ends at {day_end}, before it starts at {day_start}")
        for day in _days(start.astimezone(tz).date(), date.max):
            if self.is_working_day(day):
                yield (
                    _in_utc(datetime.combine(day, day_start, tz)),
                    _in_utc(datetime.combine(day, day_end, tz)),
                )


def _days(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _in_utc(moment: datetime) -> datetime:
    # Subtraction inside one zone ignores clock changes; in UTC it is elapsed time.
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC)


@cache
def china() -> WorkingCalendar:
    """Mon–Fri less statutory holidays plus 调休 make-up days, as announced by the State Council."""
    return WorkingCalendar(
        key="CN",
        weekly=MONDAY_TO_FRIDAY,
        days_off=frozenset(cn_holidays),
        make_up_days=frozenset(cn_make_up_days),
        known_years=range(min(cn_holidays).year, max(cn_holidays).year + 1),
    )


def china_holiday(day: date) -> str:
    """The statutory holiday that a day off or its make-up day belongs to: "National Day", or ""."""
    return cn_holidays.get(day) or cn_make_up_days.get(day) or ""


@cache
def weekdays() -> WorkingCalendar:
    """Mon–Fri, no holidays."""
    return WorkingCalendar(key="weekdays", weekly=MONDAY_TO_FRIDAY)


@cache
def round_the_clock() -> WorkingCalendar:
    """Every day and every hour: a crisis does not wait for Monday."""
    return WorkingCalendar(key="24x7", weekly=EVERY_DAY, round_the_clock=True)


CALENDARS = {"CN": china, "weekdays": weekdays, "24x7": round_the_clock}


def by_key(key: str) -> WorkingCalendar:
    """The calendar stored under `key`: "CN", "weekdays" or "24x7". Raises KeyError for others."""
    return CALENDARS[key]()
