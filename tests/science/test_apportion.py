from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.apportion import apportion, by_month, months, until, whole_parts

WEIGHTS = st.lists(st.integers(0, 400), min_size=1, max_size=40).filter(any)
AMOUNTS = st.integers(-(10**15), 10**15)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_a_yuan_over_three_months_loses_no_cent():
    assert apportion(100, [1, 1, 1]) == [34, 33, 33]
    assert apportion(10, [31, 28]) == [5, 5]
    assert by_month(61_00, date(2026, 11, 1), date(2026, 12, 31)) == {
        date(2026, 11, 1): 30_00,
        date(2026, 12, 1): 31_00,
    }


@given(AMOUNTS, WEIGHTS)
def test_shares_sum_to_the_whole_and_lie_within_one_unit_of_their_due(total, weights):
    shares = apportion(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1]])
def test_weights_that_share_nothing_out_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        apportion(5, weights)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=8))
def test_real_parts_become_whole_units_of_the_same_sum(parts):
    total = round(sum(parts))
    whole = whole_parts(parts, total)
    assert sum(whole) == total
    assert all(abs(one - part) < 2 for one, part in zip(whole, parts, strict=True))


@given(AMOUNTS, DAYS, st.integers(0, 1200))
def test_months_hold_the_whole_amount_and_follow_each_other(total, first, length):
    last = first + timedelta(days=length)
    spread = by_month(total, first, last)
    assert sum(spread.values()) == total
    assert list(spread) == months(first, last)
    assert months(first, last)[0] == first.replace(day=1)
    assert months(first, last)[-1] == last.replace(day=1)


@given(st.integers(0, 10**12), DAYS, st.integers(0, 400), st.integers(-10, 410))
def test_what_is_due_grows_with_the_days_from_nothing_to_all(total, first, length, after):
    last, day = first + timedelta(days=length), first + timedelta(days=after)
    spread = by_month(total, first, last)
    due = until(spread, first, last, day)
    assert 0 <= due <= until(spread, first, last, day + timedelta(days=1)) <= total
    assert until(spread, first, last, first - timedelta(days=1)) == 0
    assert until(spread, first, last, last) == total
