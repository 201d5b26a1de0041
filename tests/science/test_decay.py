"""The half-life of daily counts, against what it was made with and against plain likelihood."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from drumbeat.science.decay import half_life

COUNTS = st.lists(st.integers(0, 500), min_size=7, max_size=40).filter(lambda counts: sum(counts))


@given(st.floats(0.5, 40), st.integers(7, 60), st.floats(1, 1e6))
def test_what_halves_every_so_many_days_is_found_again(days, length, start):
    counts = [start * 2 ** (-day / days) for day in range(length)]
    assert half_life(counts) == pytest.approx(days, rel=1e-6)


@given(COUNTS)
def test_it_is_the_most_likely_decay(counts):
    """The oracle searches Poisson's likelihood itself, with the level profiled out."""
    found, whole = half_life(counts), sum(counts)
    ages = np.arange(len(counts))

    def unlikely(rate):
        shape = np.exp(-rate * ages)
        return -float(np.dot(counts, np.log(shape / shape.sum() * whole)))

    best = minimize_scalar(unlikely, bounds=(-1, 12), method="bounded", options={"xatol": 1e-9})
    if found is None:
        assert best.x <= 1e-4
    elif found:
        assert unlikely(log(2) / found) <= best.fun + 1e-6 * max(abs(best.fun), 1)


@given(COUNTS, st.integers(2, 9))
def test_ten_times_the_attention_fades_as_fast(counts, times):
    assert half_life([count * times for count in counts]) == (
        pytest.approx(found) if (found := half_life(counts)) is not None else None
    )


def test_what_grows_stays_or_never_was_does_not_fade():
    assert half_life([1, 2, 3, 4]) is None
    assert half_life([5, 5, 5]) is None
    assert half_life([0, 0, 0]) is None
    assert half_life([9, 0, 0]) == 0
