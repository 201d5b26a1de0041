"""Working days and working hours, in China, on weekdays and round the clock."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.calendar import by_key, china, round_the_clock, weekdays

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")

calendars = st.sampled_from([china(), weekdays(), round_the_clock()])
dates = st.dates(date(2015, 1, 1), date(2028, 12, 31))
moments = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def shanghai(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def test_the_chinese_calendar_agrees_with_the_state_council_on_every_day_it_knows():
    days = (date(2004, 1, 1) + timedelta(days=n) for n in range(23 * 365))
    wrong = [d for d in days if china().is_working_day(d) != chinese_calendar.is_workday(d)]
    assert wrong == []


def test_national_day_is_off_and_its_make_up_saturday_is_worked():
    assert not china().is_working_day(date(2026, 10, 1))
    assert china().is_working_day(date(2026, 10, 10))  # a Saturday
    assert not weekdays().is_working_day(date(2026, 10, 10))


def test_a_year_without_announced_holidays_falls_back_to_weekdays_and_says_so():
    assert china().covers(2026)
    assert not china().covers(2050)
    assert china().is_working_day(date(2050, 10, 3))  # a Monday in the national week
    assert not china().is_working_day(date(2050, 10, 2))
    assert weekdays().covers(2050)


def test_round_the_clock_works_every_day():
    assert all(round_the_clock().is_working_day(date(2026, 10, n)) for n in range(1, 32))


def test_calendars_are_found_by_their_key():
    assert [by_key(key).key for key in ("CN", "weekdays", "24x7")] == ["CN", "weekdays", "24x7"]
    with pytest.raises(KeyError):
        by_key("lunar")


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, date(2026, 9, 30)),
        (0.5, date(2026, 9, 30)),
        (1, date(2026, 10, 8)),  # the national week lies between
        (Decimal("2.25"), date(2026, 10, 9)),
        (3, date(2026, 10, 10)),  # the make-up Saturday
        (4, date(2026, 10, 12)),
        (-0.25, date(2026, 9, 29)),
        (-1, date(2026, 9, 29)),
    ],
)
def test_adding_working_days_around_the_national_week(n, expected):
    assert china().add_working_days(date(2026, 9, 30), n) == expected


@given(calendars, dates, st.integers(-80, 80))
def test_adding_days_lands_on_a_working_day_that_lies_so_many_away(calendar, day, n):
    there = calendar.add_working_days(day, n)
    assert calendar.working_days_between(day, there) == n
    assert n == 0 or calendar.is_working_day(there)


@given(calendars, dates, dates)
def test_the_way_back_between_two_working_days_is_as_long_as_the_way_there(calendar, a, b):
    a, b = (calendar.add_working_days(day, 1) for day in (a, b))
    there = calendar.working_days_between(a, b)
    assert calendar.working_days_between(b, a) == -there
    assert calendar.add_working_days(a, there) == b


def test_a_handoff_offered_on_friday_evening_has_used_one_hour_by_monday_ten():
    calendar = china()
    used = calendar.working_time_between(shanghai(11, 20, 19), shanghai(11, 23, 10), tz=SHANGHAI)
    assert used == timedelta(hours=1)


def test_a_working_week_has_45_hours_and_other_hours_can_be_set():
    start, end = shanghai(11, 16), shanghai(11, 23)
    assert china().working_time_between(start, end, tz=SHANGHAI) == timedelta(hours=45)
    short = china().working_time_between(
        start, end, tz=SHANGHAI, day_start=time(10), day_end=time(16, 30)
    )
    assert short == timedelta(hours=32.5)


def test_working_hours_are_those_of_the_zone_passed_in():
    nine_to_ten_utc = (datetime(2026, 11, 23, h, tzinfo=UTC) for h in (9, 10))
    start, end = nine_to_ten_utc
    assert weekdays().working_time_between(start, end, tz=UTC) == timedelta(hours=1)
    late = weekdays().working_time_between(start, end + timedelta(hours=4), tz=SHANGHAI)
    assert late == timedelta(hours=1)  # 17:00 to 22:00 in Shanghai


def test_a_crisis_clock_counts_elapsed_time_across_a_clock_change():
    start = datetime(2026, 10, 25, 0, tzinfo=BERLIN)
    end = datetime(2026, 10, 26, 0, tzinfo=BERLIN)
    assert round_the_clock().working_time_between(start, end, tz=BERLIN) == timedelta(hours=25)


def test_a_clock_that_runs_backwards_or_has_no_zone_is_refused():
    with pytest.raises(ValueError, match="back"):
        china().working_time_between(shanghai(2, 2), shanghai(2, 1), tz=SHANGHAI)
    with pytest.raises(ValueError, match="no time zone"):
        china().working_time_between(datetime(2026, 2, 1), shanghai(2, 2), tz=SHANGHAI)  # noqa: DTZ001
    with pytest.raises(ValueError, match="before it starts"):
        china().add_working_time(
            shanghai(2, 2), timedelta(1), tz=SHANGHAI, day_start=time(9), day_end=time(9)
        )
    with pytest.raises(ValueError, match="negative"):
        china().add_working_time(shanghai(2, 2), timedelta(-1), tz=SHANGHAI)


def test_an_answer_within_four_hours_of_friday_afternoon_is_due_on_monday():
    due = china().add_working_time(shanghai(11, 20, 16), timedelta(hours=4), tz=SHANGHAI)
    assert due == shanghai(11, 23, 11)
    assert due.tzinfo is SHANGHAI


def test_what_takes_the_whole_day_is_due_at_its_end_and_not_next_morning():
    due = china().add_working_time(shanghai(11, 20, 9), timedelta(hours=9), tz=SHANGHAI)
    assert due == shanghai(11, 20, 18)


@given(calendars, moments, st.integers(0, 300 * 60).map(lambda m: timedelta(minutes=m)))
def test_the_due_moment_lies_the_promised_working_time_away(calendar, start, amount):
    due = calendar.add_working_time(start, amount, tz=BERLIN)
    assert calendar.working_time_between(start, due, tz=BERLIN) == amount
    if amount:
        just_before = due - timedelta(seconds=1)
        assert calendar.working_time_between(start, just_before, tz=BERLIN) < amount


@given(calendars, st.lists(moments, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up(calendar, three):
    a, b, c = three

    def worked(start, end):
        return calendar.working_time_between(start, end, tz=BERLIN)

    assert worked(a, b) + worked(b, c) == worked(a, c)
