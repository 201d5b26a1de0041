"""Lunar days and festivals against the days on which they were, or will be, kept.

Those of a lunar date were found the same with `lunardate`, which has tables of its own; the
statutory ones are held to the State Council's notices, as `chinese_calendar` lists them.
"""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.lunar import lunar

PUBLISHED = {
    "laba": ("2024-01-18", "2025-01-07", "2026-01-26"),
    "eve": ("2024-02-09", "2025-01-28", "2026-02-16"),
    "spring": ("2024-02-10", "2025-01-29", "2026-02-17"),
    "lantern": ("2024-02-24", "2025-02-12", "2026-03-03"),
    "dragon_head": ("2024-03-11", "2025-03-01", "2026-03-20"),
    "qingming": ("2024-04-04", "2025-04-04", "2026-04-05"),
    "dragon_boat": ("2024-06-10", "2025-05-31", "2026-06-19"),
    "qixi": ("2024-08-10", "2025-08-29", "2026-08-19"),
    "ghost": ("2024-08-18", "2025-09-06", "2026-08-27"),
    "mid_autumn": ("2024-09-17", "2025-10-06", "2026-09-25"),
    "double_ninth": ("2024-10-11", "2025-10-29", "2026-10-18"),
    "winter_solstice": ("2024-12-21", "2025-12-21", "2026-12-22"),
}
THREE_YEARS = [date(2024, 1, 1) + timedelta(days=n) for n in range(1096)]
STATUTORY = {
    "spring": "Spring Festival",
    "qingming": "Tomb-sweeping Day",
    "dragon_boat": "Dragon Boat Festival",
    "mid_autumn": "Mid-autumn Festival",
}


@pytest.mark.parametrize("festival", PUBLISHED)
def test_a_festival_falls_on_its_published_days_and_on_no_other(festival):
    found = [day.isoformat() for day in THREE_YEARS if lunar(day).festival == festival]
    assert found == list(PUBLISHED[festival])


@pytest.mark.parametrize("festival", STATUTORY)
def test_a_statutory_festival_is_a_day_off_by_the_state_council(festival):
    for day in (date.fromisoformat(text) for text in PUBLISHED[festival]):
        is_off, name = chinese_calendar.get_holiday_detail(day)
        assert is_off
        # In 2025 Mid-Autumn fell into the week of National Day.
        assert name in (STATUTORY[festival], "National Day")


def test_the_leap_sixth_month_of_2025_is_named_and_repeats_no_festival():
    first = lunar(date(2025, 7, 25))
    assert (first.month, first.day, first.is_leap, first.written) == (6, 1, True, "闰六月")
    assert lunar(date(2025, 6, 25)).written == "六月"


@given(st.dates(date(2000, 1, 1), date(2050, 12, 30)))
def test_the_next_day_is_the_next_lunar_day_or_the_first_of_a_month(day):
    today, tomorrow = lunar(day), lunar(day + timedelta(days=1))
    assert tomorrow.day == today.day + 1 or (tomorrow.day == 1 and today.day in (29, 30))
