"""Rates and places: against their definitions, worked out another way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.rates import Z95, percentiles, quantile, wilson

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
