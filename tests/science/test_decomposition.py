"""Why revenue changed: effects of volume, mix, conversion and order value that sum exactly."""

from fractions import Fraction
from itertools import permutations
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drumbeat.science.decomposition import Period, product_effects, rate_change, revenue_change

EFFECTS = ("volume", "mix", "conversion", "order_value", "other")


@st.composite
def two_periods(draw):
    """Two periods of the same channels, also without sessions, without orders, with refunds."""
    channels = draw(st.integers(1, 6))
    counts = st.lists(st.integers(0, 10**6), min_size=channels, max_size=channels)
    money = st.lists(st.integers(-(10**6), 10**9), min_size=channels, max_size=channels)
    return [Period(draw(counts), draw(counts), draw(money)) for _ in range(2)]


@settings(deadline=None)
@given(two_periods())
def test_the_effects_of_each_channel_sum_to_the_change_of_its_revenue(periods):
    before, after = periods
    change = revenue_change(before, after)
    size = max(np.abs(getattr(change, name)).max() for name in EFFECTS)
    expected = after.revenue - before.revenue
    np.testing.assert_allclose(change.total, expected, rtol=1e-9, atol=1e-9 * size + 1e-9)
    for name in EFFECTS:
        assert np.isfinite(getattr(change, name)).all()


@settings(deadline=None)
@given(two_periods())
def test_turning_the_periods_round_turns_every_effect_round(periods):
    forward, backward = revenue_change(*periods), revenue_change(*periods[::-1])
    for name in EFFECTS:
        np.testing.assert_allclose(getattr(forward, name), -getattr(backward, name), rtol=1e-9)


factor_pairs = st.lists(
    st.tuples(st.integers(-99, 99), st.integers(-99, 99)), min_size=1, max_size=5
)


@settings(deadline=None)
@given(factor_pairs)
def test_a_factor_has_its_mean_effect_over_all_orders_of_changing_the_factors(pairs):
    orders = list(permutations(range(len(pairs))))
    expected = [Fraction(0)] * len(pairs)
    for order in orders:
        now = [before for before, _ in pairs]
        for factor in order:
            was = prod(now)
            now[factor] = pairs[factor][1]
            expected[factor] += Fraction(prod(now) - was, len(orders))
    columns = [[np.array([float(value)]) for value in side] for side in zip(*pairs, strict=True)]
    effects = product_effects(*columns)[:, 0]
    np.testing.assert_allclose(effects, [float(e) for e in expected], rtol=1e-9, atol=1e-4)


def test_two_factors_split_at_the_midpoint():
    effects = product_effects(
        [np.array([2.0]), np.array([3.0])], [np.array([5.0]), np.array([7.0])]
    )
    assert effects[:, 0].tolist() == [3 * 5, 4 * 3.5]


def test_only_traffic_grew():
    change = revenue_change(
        Period([1_000, 3_000], [20, 30], [6_000, 9_000]),
        Period([2_000, 6_000], [40, 60], [12_000, 18_000]),
    )
    np.testing.assert_allclose(change.volume, [6_000, 9_000])
    for name in ("mix", "conversion", "order_value", "other"):
        np.testing.assert_allclose(getattr(change, name), 0, atol=1e-9)


def test_only_the_mix_moved_to_a_channel_that_earns_more_per_session():
    change = revenue_change(
        Period([1_000, 1_000], [40, 10], [4_000, 1_000]),
        Period([1_500, 500], [60, 5], [6_000, 500]),
    )
    np.testing.assert_allclose(change.mix, [2_000, -500])
    np.testing.assert_allclose(change.sessions, [2_000, -500])
    assert change.mix.sum() == pytest.approx(1_500)


def test_only_the_order_value_fell():
    change = revenue_change(Period([100], [10], [3_000]), Period([100], [10], [2_500]))
    assert change.order_value.tolist() == [-500]
    assert change.total.tolist() == [-500]


def test_a_channel_that_starts_is_volume_and_mix_because_it_had_no_rates_to_change():
    change = revenue_change(
        Period([1_000, 0], [10, 0], [1_000, 0]), Period([1_000, 500], [10, 25], [1_000, 5_000])
    )
    assert change.sessions[1] == pytest.approx(5_000)
    assert change.conversion[1] == change.order_value[1] == 0


def test_a_channel_that_stops_selling_loses_by_conversion_at_its_old_order_value():
    change = revenue_change(Period([100], [10], [3_000]), Period([100], [0], [0]))
    assert change.conversion.tolist() == [-3_000]
    assert change.order_value.tolist() == [0]


def test_revenue_without_sessions_is_shown_apart_and_still_counted():
    change = revenue_change(Period([0], [0], [0]), Period([0], [7], [900]))
    assert change.other.tolist() == [900]
    assert change.total.tolist() == [900]


def test_nothing_in_both_periods_changes_nothing():
    empty = Period([0, 0], [0, 0], [0, 0])
    assert revenue_change(empty, empty).total.tolist() == [0, 0]
    assert revenue_change(Period([], [], []), Period([], [], [])).total.tolist() == []


def test_a_rate_may_fall_overall_while_it_rises_everywhere():
    """Simpson's paradox: both channels convert better, but traffic moved to the weaker one."""
    change = rate_change([1_000, 1_000], [100, 20], [500, 1_500], [55, 36])
    assert change.total.sum() == pytest.approx(91 / 2_000 - 120 / 2_000)
    assert (change.rate > 0).all()
    assert (change.mix < 0).all()
    np.testing.assert_allclose(change.rate, [0.375 * 0.01, 0.625 * 0.004])


@settings(deadline=None)
@given(two_periods())
def test_mix_and_rate_sum_to_the_change_of_the_overall_rate(periods):
    before, after = (
        (period.sessions, np.where(period.sessions > 0, period.orders, 0)) for period in periods
    )
    change = rate_change(*before, *after)
    if not before[0].sum() or not after[0].sum():
        assert change is None
        return
    expected = after[1].sum() / after[0].sum() - before[1].sum() / before[0].sum()
    size = max(np.abs(change.mix).max(), np.abs(change.rate).max())
    assert change.total.sum() == pytest.approx(expected, rel=1e-9, abs=1e-9 * size)


def test_a_channel_without_sessions_in_one_period_only_moves_the_mix():
    change = rate_change([100, 0], [10, 0], [100, 100], [10, 30])
    assert change.rate.tolist() == [0, 0]
    assert change.total.sum() == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("period", "message"),
    [
        (([1, 2], [1], [1, 2]), r"orders has shape \(1,\) instead of \(2,\)"),
        (([-1], [1], [1]), "sessions holds a negative count"),
        (([1], [1], [float("nan")]), "revenue holds a value that is not a number"),
    ],
)
def test_a_period_that_cannot_be_is_refused(period, message):
    with pytest.raises(ValueError, match=message):
        Period(*period)


def test_periods_of_different_channels_are_refused():
    with pytest.raises(ValueError, match="not of the same channels"):
        revenue_change(Period([1], [1], [1]), Period([1, 2], [1, 2], [1, 2]))


def test_a_rate_of_counts_without_a_base_is_refused():
    with pytest.raises(ValueError, match="counts without a base"):
        rate_change([0, 1], [3, 1], [1, 1], [1, 1])
    with pytest.raises(ValueError, match="not of one length"):
        rate_change([1], [1, 2], [1], [1])
    with pytest.raises(ValueError, match="negative count"):
        rate_change([-1], [1], [1], [1])
