"""Fair shares of channels that act together, against the definition over all orders of arrival."""

from fractions import Fraction
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drumbeat.science.attribution import Paths, shapley_of_rates, shapley_of_totals, shapley_value
from tests.science.journeys import path_rows, paths_of, rate_within, totals_within

FOUR_SETS = [((0,), 10, 1_000, 0), ((1,), 20, 0, 0), ((0, 1), 30, 0, 0), ((2, 0, 1), 12, 0, 0)]


def by_all_orders(worth, players):
    """The Shapley value as it is defined, in fractions."""
    values = [Fraction(0)] * players
    for order in permutations(range(players)):
        for place, player in enumerate(order):
            gain = worth(order[: place + 1]) - worth(order[:place])
            values[player] += gain / factorial(players)
    return values


def test_channels_share_what_they_sold_together():
    result = shapley_of_totals(paths_of(FOUR_SETS, 3))
    np.testing.assert_allclose(result.conversions, [29, 39, 4], rtol=1e-12)
    np.testing.assert_allclose(result.values, [1_000, 0, 0], rtol=1e-12)
    assert result.worth == "totals"


@settings(deadline=None)
@given(path_rows())
def test_equal_parts_of_each_journey_are_the_shapley_value_of_the_totals(case):
    channels, rows = case
    result = shapley_of_totals(paths_of(rows, channels))
    expected = by_all_orders(lambda members: totals_within(rows, members), channels)
    np.testing.assert_allclose(result.conversions, [float(e) for e in expected], atol=1e-9)


@settings(deadline=None)
@given(path_rows())
def test_rates_are_shared_as_defined_and_scaled_to_the_conversions(case):
    channels, rows = case
    result = shapley_of_rates(paths_of(rows, channels))
    rates = by_all_orders(lambda members: rate_within(rows, members), channels)
    total = sum(row[1] for row in rows)
    expected = [float(rate / sum(rates) * total) for rate in rates]
    np.testing.assert_allclose(result.conversions, expected, rtol=1e-9, atol=1e-9)
    assert result.worth == "rates"
    assert not result.standard_errors.any()


@settings(deadline=None)
@given(path_rows(max_channels=8, max_paths=20, max_length=12))
def test_credit_sums_to_the_outcomes(case):
    channels, rows = case
    for model in (shapley_of_totals, shapley_of_rates):
        result = model(paths_of(rows, channels))
        assert result.conversions.sum() == pytest.approx(sum(row[1] for row in rows), rel=1e-9)
        assert result.values.sum() == pytest.approx(sum(row[2] for row in rows), rel=1e-9, abs=1e-6)


@settings(deadline=None)
@given(path_rows(), st.randoms(use_true_random=False))
def test_names_row_order_and_the_order_of_touches_do_not_matter(case, random):
    channels, rows = case
    names = list(range(channels))
    random.shuffle(names)
    told = [(random.sample([names[c] for c in r], len(r)) * 2, *rest) for r, *rest in rows]
    random.shuffle(told)
    for model in (shapley_of_totals, shapley_of_rates):
        expected = model(paths_of(rows, channels)).conversions
        result = model(paths_of(told, channels)).conversions
        np.testing.assert_allclose(result[names], expected, rtol=1e-9, atol=1e-9)


@settings(deadline=None)
@given(st.integers(1, 5), st.data())
def test_any_game_is_shared_as_defined(players, data):
    worths = data.draw(
        st.lists(st.integers(-99, 99), min_size=2**players, max_size=2**players).map(np.array)
    )

    def place(members):
        return sum(1 << player for player in members)

    result = shapley_value(
        lambda inside: worths[inside @ (1 << np.arange(players))].astype(float), players
    )
    expected = by_all_orders(lambda members: Fraction(int(worths[place(members)])), players)
    np.testing.assert_allclose(result.values, [float(e) for e in expected], atol=1e-9)
    assert result.permutations is None


RUNWAYS = np.arange(1.0, 15.0)
"""What a runway would cost for each of fourteen aeroplanes, the largest last."""


def airport_game(inside):
    """The longest runway that a coalition needs (Littlechild and Owen, 1973)."""
    return (inside * RUNWAYS).max(axis=1)


def test_beyond_twelve_players_orders_are_sampled_and_say_how_far_off_they_may_be():
    sampled = shapley_value(airport_game, 14, seed=3, permutations=4_000)
    # Each stretch of the runway is shared by those who need it.
    expected = np.cumsum(np.diff(RUNWAYS, prepend=0) / np.arange(14, 0, -1))
    assert sampled.permutations == 4_000
    assert sampled.values.sum() == pytest.approx(14)
    assert (np.abs(sampled.values - expected) < 4 * sampled.standard_errors).all()
    assert (sampled.standard_errors < 0.05 * expected + 0.005).all()


def test_a_seed_gives_the_same_sample_and_more_orders_a_smaller_error():
    once, again = (shapley_value(airport_game, 14, seed=5, permutations=400) for _ in range(2))
    assert once.values.tolist() == again.values.tolist()
    longer = shapley_value(airport_game, 14, seed=5, permutations=6_400)
    np.testing.assert_allclose(
        once.standard_errors.mean() / longer.standard_errors.mean(), 4, rtol=0.25
    )


def test_sampled_rates_agree_with_exact_ones_within_their_error(monkeypatch):
    random = np.random.default_rng(11)
    rows = [
        (random.integers(0, 10, random.integers(1, 5)), random.integers(0, 5), 7, 40)
        for _ in range(300)
    ]
    paths = paths_of(rows, 10)
    exact = shapley_of_rates(paths)
    monkeypatch.setattr("drumbeat.science.attribution.shapley.EXACT_UP_TO", 9)
    sampled = shapley_of_rates(paths, seed=2)
    assert (sampled.standard_errors > 0).all()
    off = np.abs(sampled.conversions - exact.conversions)
    assert (off < 4 * sampled.standard_errors).all()
    assert sampled.conversions.sum() == pytest.approx(exact.conversions.sum(), rel=1e-9)


def test_forty_channels_share_totals_exactly():
    everyone = [(tuple(range(40)), 80, 8_000, 0), ((3,), 1, 50, 9)]
    result = shapley_of_totals(paths_of(everyone, 40))
    assert result.conversions.tolist() == [2.0] * 3 + [3.0] + [2.0] * 36
    assert result.values[3] == 250


def test_without_conversions_there_is_nothing_to_share():
    for paths in (paths_of([((0, 1), 0, 0, 5)], 2), Paths([], [0], [], 2)):
        for model in (shapley_of_totals, shapley_of_rates):
            assert model(paths).conversions.tolist() == [0, 0]


def test_too_few_orders_to_know_the_error_are_refused():
    with pytest.raises(ValueError, match="take 4 or more"):
        shapley_value(airport_game, 14, permutations=2)
