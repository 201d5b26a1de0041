"""Estimates from a sample: against the distribution that the sample has by its making."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chi2

from drumbeat.science.estimates import count_of_whole, share_of_whole


@pytest.mark.parametrize("whole", [1, 7, 64, 500, 6_400, 100_000])
@pytest.mark.parametrize("one_in", [2, 64])
def test_the_interval_holds_the_whole_in_at_least_95_of_100_samples(whole, one_in):
    seen = np.arange(whole + 1)
    chance = binom.pmf(seen, whole, 1 / one_in)
    likely = seen[chance > 1e-9]
    held = [(found := count_of_whole(int(n), one_in)).low <= whole <= found.high for n in likely]
    assert chance[likely][held].sum() >= 0.95 - 1e-6


@given(st.integers(1, 10_000))
def test_the_bounds_are_garwoods(seen):
    found = count_of_whole(seen, 64)
    assert found.high == pytest.approx(64 * chi2.ppf(0.975, 2 * seen + 2) / 2)
    assert found.low == pytest.approx(max(64 * chi2.ppf(0.025, 2 * seen) / 2, seen))


def test_of_none_seen_there_may_still_be_some():
    found = count_of_whole(0, 64)
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(64 * 3.689, rel=1e-3)


def test_persons_who_count_often_make_a_sum_less_sure():
    """Drawn a thousand times: persons with ten walks each, one in 64 of them."""
    random = np.random.default_rng(7)
    persons, walks = 6_400, 10
    held = 0
    for seen in random.binomial(persons, 1 / 64, size=1_000) * walks:
        found = count_of_whole(int(seen), 64, spread=walks)
        held += found.low <= persons * walks <= found.high
    assert held >= 940


@given(st.integers(0, 500), st.integers(1, 500), st.floats(1, 20))
def test_a_share_lies_in_its_interval_which_widens_with_the_spread(hits, misses, spread):
    once, often = (share_of_whole(hits, hits + misses, by) for by in (1.0, spread))
    assert 0 <= often.low <= once.low + 1e-12
    assert once.low <= once.value <= once.high
    assert once.high <= often.high + 1e-12 <= 1 + 1e-9


def test_what_cannot_be_is_refused():
    for seen, spread in ((-1, 1.0), (1, 0.5)):
        with pytest.raises(ValueError, match="seen with a spread"):
            count_of_whole(seen, 64, spread)
