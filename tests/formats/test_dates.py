import datetime as dt

import pytest

from drumbeat.formats.dates import Period, day_order_of, find_period, parse_date
from drumbeat.formats.problems import Unreadable

FIRST = dt.date(2026, 11, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-01",
        "2026/11/1",
        "2026.11.1",
        "20261101",
        "2026年11月1日",
        "Nov 1, 2026",
        "November 1, 2026",
        "1 Nov 2026",
        "Sun, Nov 1, 2026",
        "2026-11-01 00:00:00",
        "2026-11-01T00:00:00+08:00",
        "2026-11-01 星期日",
        "２０２６－１１－０１",
        46327,
        46327.0,
        20261101,
        dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        dt.date(2026, 11, 1),
        "2026-11-01~2026-11-01",
    ],
)
def test_one_day_in_every_form(written):
    assert parse_date(written) == FIRST


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-02~2026-11-08",
        "2026-11-02 - 2026-11-08",
        "2026/11/02-2026/11/08",
        "20261102-20261108",
        "2026-11-02 至 2026-11-08",
        "2026年11月2日-2026年11月8日",
        "Nov 2, 2026 - Nov 8, 2026",
        "2026-11-02 00:00:00 至 2026-11-08 23:59:59",
    ],
)
def test_a_week_in_every_form(written):
    assert parse_date(written) == Period(dt.date(2026, 11, 2), dt.date(2026, 11, 8))


def test_day_and_month_are_never_guessed():
    with pytest.raises(Unreadable) as refusal:
        parse_date("03/04/2026")
    assert refusal.value.code == "ambiguous_date"
    assert parse_date("03/04/2026", "day_first") == dt.date(2026, 4, 3)
    assert parse_date("03/04/2026", "month_first") == dt.date(2026, 3, 4)
    assert parse_date("13/11/2026") == dt.date(2026, 11, 13)
    assert day_order_of("13/11/2026") == "day_first"
    assert day_order_of("11/13/2026") == "month_first"


@pytest.mark.parametrize(
    "written", ["2026-02-30", "合计", "12", "Foo 1, 2026", "2026-11-08~2026-11-02"]
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(Unreadable) as refusal:
        parse_date(written)
    assert refusal.value.code == "not_a_date"


def test_a_period_is_found_inside_a_lead_line():
    november = Period(FIRST, dt.date(2026, 11, 30))
    assert find_period("时间范围：2026-11-01 至 2026-11-30") == november
    assert find_period("November 1, 2026 - November 30, 2026") == november
    assert find_period("Campaign report") is None
