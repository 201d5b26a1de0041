"""Shares with the interval they lie in, and what that says about a target."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.shares import judged, wilson

counts = st.integers(0, 100_000).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)


def test_the_interval_is_wilsons():
    # Newcombe 1998, table I: 81 of 263, and 0 of 20.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


@given(counts)
def test_the_share_lies_in_its_interval_and_the_other_way_round_mirrors_it(counted):
    part, whole = counted
    low, high = wilson(part, whole)
    assert 0 <= low <= high <= 1
    if whole:
        assert low - 1e-9 <= part / whole <= high + 1e-9
    assert wilson(whole - part, whole) == pytest.approx((1 - high, 1 - low))


@given(counts, st.floats(0.001, 0.999))
def test_more_of_the_same_never_turns_a_verdict_round(counted, target):
    part, whole = counted
    first, tenfold = judged(part, whole, target), judged(10 * part, 10 * whole, target)
    assert tenfold == first or first == "open"


def test_a_verdict_needs_enough_people():
    assert judged(2, 4, 0.3) == "open"
    assert judged(200, 400, 0.3) == "met"
    assert judged(80, 400, 0.3) == "missed"
    assert judged(0, 0, 0.3) == "open"


def test_counts_that_are_no_share_are_refused():
    with pytest.raises(ValueError, match="5 of 3"):
        wilson(5, 3)
