"""Oracle: the Shapley value by its definition, changing factors one by one in every order."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.variance import cost_change

COUNTS = st.floats(1, 1e6)
MONEY = st.floats(0, 1e7)
ROWS = st.lists(st.tuples(COUNTS, MONEY, COUNTS, MONEY), min_size=1, max_size=6)


def test_twice_the_clicks_at_the_same_price_is_volume_alone():
    change = cost_change([100], [200], [200], [400])
    assert [*change.volume, *change.mix, *change.price] == [200, 0, 0]


def test_the_same_clicks_at_twice_the_price_is_price_alone():
    change = cost_change([100], [200], [100], [400])
    assert [*change.volume, *change.mix, *change.price] == pytest.approx([0, 0, 200])


def test_clicks_that_move_to_the_dearer_place_are_mix():
    change = cost_change([100, 100], [100, 300], [50, 150], [50, 450])
    assert np.allclose(change.volume, 0)
    assert np.allclose(change.price, 0)
    assert np.allclose(change.mix, [-50, 150])


@given(ROWS)
def test_it_is_the_mean_over_all_orders_and_sums_to_the_change(rows):
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    change = cost_change(*columns)
    sides = [
        (np.full(len(units), units.sum()), units / units.sum(), cost / units)
        for units, cost in (columns[:2], columns[2:])
    ]
    effects = np.zeros((3, len(rows)))
    for order in permutations(range(3)):
        now = list(sides[0])
        for factor in order:
            before = np.prod(now, axis=0)
            now[factor] = sides[1][factor]
            effects[factor] += (np.prod(now, axis=0) - before) / 6
    size = max(1.0, float(np.abs(columns[1]).max() + np.abs(columns[3]).max())) * 1e6
    found = (change.volume, change.mix, change.price)
    assert np.allclose(found, effects, rtol=1e-7, atol=size * 1e-9)
    assert np.allclose(change.total, columns[3] - columns[1], rtol=1e-7, atol=size * 1e-12)


@pytest.mark.parametrize(
    "columns", [([1], [1, 2], [1], [1]), ([0], [1], [1], [1]), ([1], [1], [0], [1])]
)
def test_rows_without_a_price_are_refused(columns):
    with pytest.raises(ValueError, match=r"length|without units"):
        cost_change(*columns)


def test_no_row_has_no_effect():
    assert cost_change([], [], [], []).total.size == 0
