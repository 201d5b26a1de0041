"""Is the budget being used at the planned speed?"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.pacing import (
    colour,
    flat_weights,
    pacing_index,
    planned_to_date,
    projected_end,
    required_daily,
    weekday_weights,
)

budgets = st.floats(1, 1e7)
weight_lists = st.lists(st.floats(0.1, 10), min_size=1, max_size=60)


def test_a_flat_budget_is_half_planned_after_half_the_flight():
    assert planned_to_date(Decimal(900_000), flat_weights(90), 45) == 450_000


def test_a_weekend_heavy_flight_plans_more_for_the_weekend():
    double_at_weekends = dict.fromkeys(range(5), 1.0) | {5: 2.0, 6: 2.0}
    weights = weekday_weights(date(2026, 11, 16), date(2026, 11, 22), double_at_weekends)
    assert weights == [1, 1, 1, 1, 1, 2, 2]
    assert planned_to_date(900, weights, 5) == 500


def test_the_index_compares_with_the_plan_to_date():
    assert pacing_index(Decimal(270_000), 300_000) == 0.9
    assert pacing_index(10, 0) is None


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (0.79, "red"),
        (0.8, "amber"),
        (0.89, "amber"),
        (0.9, "green"),
        (1.0, "green"),
        (1.1, "green"),
        (1.11, "amber"),
        (1.2, "amber"),
        (1.21, "red"),
        (0.0, "red"),
    ],
)
def test_the_colours_of_the_index(index, expected):
    assert colour(index, 0.5) == expected


def test_under_a_fifth_of_the_flight_there_is_no_colour():
    assert colour(3.0, 0.19) is None
    assert colour(3.0, 0.2) == "red"
    assert colour(None, 0.5) is None


def test_what_is_left_is_spread_over_the_days_that_are_left():
    assert required_daily(900, 300, flat_weights(10), 4) == 100
    assert required_daily(900, 1000, flat_weights(10), 5) == -20  # overspent
    assert required_daily(900, 850, flat_weights(10), 10) is None  # no day left


def test_a_light_day_needs_less_than_the_required_daily():
    weights = [1.0, 1.0, 1.0, 3.0, 3.0, 3.0]  # mean 2
    assert required_daily(1200, 300, weights, 3) == pytest.approx(900 / 4.5)


def test_the_end_is_projected_from_the_last_seven_days():
    slow_then_fast = [10.0] * 7 + [27.0] + [20.0] * 6
    assert projected_end(slow_then_fast, flat_weights(30)) == 217 + 16 * 21


def test_a_projection_knows_that_the_remaining_days_are_heavier():
    assert projected_end([100.0, 100.0], [1.0, 1.0, 3.0]) == 500


def test_nothing_is_projected_before_the_first_day():
    assert projected_end([], flat_weights(30)) is None
    assert projected_end([0.0], [0.0, 1.0]) is None


@pytest.mark.parametrize(
    ("weights", "elapsed"),
    [([], 0), ([0.0, 0.0], 1), ([1.0, -1.0, 2.0], 1), ([1.0], 2), ([1.0], -1)],
)
def test_an_impossible_flight_is_refused(weights, elapsed):
    with pytest.raises(ValueError, match=r"days elapsed|day weights"):
        planned_to_date(100, weights, elapsed)


@given(budgets, weight_lists, st.data())
def test_a_flight_that_is_on_plan_stays_on_plan(budget, weights, data):
    elapsed = data.draw(st.integers(1, len(weights)))
    by_day = [budget * w / sum(weights) for w in weights[:elapsed]]
    planned = planned_to_date(budget, weights, elapsed)
    assert pacing_index(sum(by_day), planned) == pytest.approx(1)
    assert projected_end(by_day, weights) == pytest.approx(budget)
    if elapsed < len(weights):
        assert required_daily(budget, sum(by_day), weights, elapsed) == pytest.approx(
            budget / len(weights)
        )


@given(budgets, weight_lists)
def test_the_whole_flight_plans_the_whole_budget_and_never_less_each_day(budget, weights):
    curve = [planned_to_date(budget, weights, t) for t in range(len(weights) + 1)]
    assert curve[0] == 0
    assert curve[-1] == pytest.approx(budget)
    assert curve == sorted(curve)
