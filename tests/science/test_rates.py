"""Rates and places: against their definitions, worked out another way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.rates import judged, percentiles, quantile, wilson
from drumbeat.science.survey.margins import Z95

VALUES = st.lists(st.integers(-50, 50), min_size=1, max_size=40)


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_bounds_are_the_rates_whose_own_spread_just_reaches_what_was_seen(hits, more):
    """The oracle: each bound p solves |hits/n − p| = z·√(p(1−p)/n)."""
    trials = hits + more
    for bound in wilson(hits, trials):
        seen = hits / trials
        assert abs(seen - bound) == pytest.approx(
            Z95 * (bound * (1 - bound) / trials) ** 0.5, abs=1e-9
        )


@given(st.integers(0, 400), st.integers(0, 400))
def test_an_interval_holds_its_share_and_mirrors_when_hits_and_misses_change_places(hits, misses):
    if not hits + misses:
        return
    low, high = wilson(hits, hits + misses)
    assert 0 <= low <= hits / (hits + misses) <= high <= 1
    assert wilson(misses, hits + misses) == pytest.approx((1 - high, 1 - low))


def test_a_share_of_nothing_is_refused():
    for hits, trials in ((0, 0), (3, 2), (-1, 5)):
        with pytest.raises(ValueError, match="no share"):
            wilson(hits, trials)


def test_the_interval_is_the_published_one():
    # Newcombe 1998, table I: 81 of 263, and 0 of 20.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


COUNTS = st.integers(0, 100_000).flatmap(
    lambda trials: st.tuples(st.integers(0, trials), st.just(trials))
)


@given(COUNTS, st.floats(0.001, 0.999))
def test_more_of_the_same_never_turns_a_verdict_round(counted, target):
    hits, trials = counted
    first, tenfold = judged(hits, trials, target), judged(10 * hits, 10 * trials, target)
    assert tenfold == first or first == "open"


def test_a_verdict_needs_enough_people():
    assert judged(2, 4, 0.3) == "open"
    assert judged(200, 400, 0.3) == "met"
    assert judged(80, 400, 0.3) == "missed"
    assert judged(0, 0, 0.3) == "open"


@given(VALUES)
def test_a_percentile_is_the_share_below_and_half_of_the_equal(values):
    for value, found in zip(values, percentiles(values), strict=True):
        below = sum(other < value for other in values)
        equal = sum(other == value for other in values)
        assert found == pytest.approx((below + equal / 2) / len(values))
    assert sum(percentiles(values)) / len(values) == pytest.approx(0.5)


@given(VALUES, st.floats(0, 1))
def test_quantiles_are_those_of_numpy(values, share):
    assert quantile(values, share) == pytest.approx(float(np.quantile(values, share)))
