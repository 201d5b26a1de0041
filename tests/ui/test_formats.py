"""Numbers, money and dates in both languages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import timezone, translation

from drumbeat.ui.templatetags import format as f

DAY = date(2026, 10, 12)
NOW = datetime(2026, 10, 21, 6, 30, tzinfo=UTC)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def chinese():
    with translation.override("zh-hans"):
        yield


def test_money_in_english(english):
    assert f.money(102_360_000, "CNY") == "¥1,023,600.00"
    assert f.money_whole(102_360_049, "CNY") == "¥1,023,600"
    assert f.money_short(87_300_000, "CNY") == "¥873k"
    assert f.money(-1250, "USD") == "-$12.50"


def test_money_in_chinese(chinese):
    assert f.money(102_360_000, "CNY") == "¥1,023,600.00"
    assert f.money_short(87_300_000, "CNY") == "¥87.3万"
    assert f.money_short(600_000_000, "CNY") == "¥600万"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_yuan_and_yen_never_look_alike(language):
    with translation.override(language):
        assert f.money(5000, "CNY") == "¥50.00"
        assert f.money(5000, "JPY") == "JP¥5,000"
        assert f.money_whole(5000, "JPY") == "JP¥5,000"


@pytest.mark.parametrize("amount", [78.7, Decimal("78.7"), "7870", True])
def test_money_that_is_not_whole_minor_units_is_refused(amount):
    with pytest.raises(TypeError, match="minor units"):
        f.money(amount, "CNY")


def test_the_fen_of_a_large_amount_survive(english):
    assert f.money(9_007_199_254_740_993, "CNY") == "¥90,071,992,547,409.93"


def test_numbers_shares_and_ratios(english):
    assert f.number(1_234_567) == "1,234,567"
    assert f.number(Decimal("1234.5"), 2) == "1,234.50"
    assert f.percent(Decimal("0.713")) == "71.3%"
    assert f.percent(0.71) == "71%"
    assert f.percent(0.7149, 0) == "71%"
    assert f.ratio(Decimal("0.9714")) == "0.97"


def test_dates_in_english(english):
    assert f.date(DAY) == "Oct 12, 2026"
    assert f.daterange(DAY, date(2026, 12, 6)).replace("\u2009", " ") == "Oct 12 – Dec 6, 2026"


def test_dates_in_chinese(chinese):
    assert f.date(DAY) == "2026年10月12日"
    assert f.daterange(DAY, date(2026, 12, 6)) == "2026年10月12日至12月6日"


def test_a_range_may_still_be_open(english):
    assert f.daterange(DAY, None) == "Oct 12, 2026 – "


def test_a_moment_is_told_in_the_zone_of_the_brand(english):
    with timezone.override("Asia/Shanghai"):
        assert f.moment(NOW) == "Oct 21, 2026 14:30"
        assert f.date(datetime(2026, 10, 21, 17, tzinfo=UTC)) == "Oct 22, 2026"


def test_how_long_ago(english):
    assert f.ago(NOW - timedelta(hours=3), NOW) == "3 hours ago"
    assert f.ago(NOW + timedelta(days=2), NOW) == "in 2 days"


def test_how_long_ago_in_chinese(chinese):
    assert f.ago(NOW - timedelta(hours=3), NOW) == "3小时前"


def test_a_clock_counts_days_and_hours(english):
    assert f.duration_hours(27) == "1 day 3 hours"
    assert f.duration_hours(27, 8) == "3 days 3 hours"
    assert f.duration_hours(Decimal("0.5")) == "30 minutes"
    assert f.duration_hours(0) == "0 hours"
    assert f.duration_hours(-6) == "−6 hours"


def test_a_clock_in_chinese(chinese):
    assert f.duration_hours(27) == "1天 3小时"


@pytest.mark.parametrize(
    "shown",
    [
        f.number(None),
        f.percent(None),
        f.date(None),
        f.moment(None),
        f.ago(None),
        f.duration_hours(None),
        f.money(None, "CNY"),
        f.money_short(None, "CNY"),
        f.daterange(None, None),
    ],
)
def test_what_is_not_known_is_a_dash_and_never_zero(shown):
    assert shown == "—"


def test_the_filters_in_a_template(english):
    source = "{% load format %}{{ spend|money_short:'CNY' }} · {{ day|date }}"
    shown = engines["django"].from_string(source).render({"spend": 87_300_000, "day": DAY})
    assert shown == "¥873k · Oct 12, 2026"
