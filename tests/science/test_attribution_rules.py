"""Rules that weigh the touches of one journey, and money that splits to the last minor unit."""

from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drumbeat.science.attribution import RULES, Journeys, credit, whole_credit
from drumbeat.science.attribution.rules import time_decay
from tests.science.journeys import offsets_of

rules = pytest.mark.parametrize("rule", RULES)


@st.composite
def random_journeys(draw):
    touch = st.tuples(st.booleans(), st.floats(0, 400))
    touches = draw(st.lists(st.lists(touch, min_size=1, max_size=8), max_size=8))
    flat = [t for journey in touches for t in journey]
    return Journeys(
        offsets_of(touches),
        direct=[direct for direct, _ in flat],
        days_before=[days for _, days in flat],
    )


def a_journey(touches=3, direct=None, days_before=None):
    return Journeys([0, touches], direct=direct, days_before=days_before)


def shares(rule, journey):
    return credit(RULES[rule](journey), journey.offsets, [100])


def test_touches_on_days_0_7_and_14_of_a_conversion_on_day_14():
    journey = a_journey(direct=[False, False, True], days_before=[14, 7, 0])
    assert shares("first", journey).tolist() == [100, 0, 0]
    assert shares("last", journey).tolist() == [0, 0, 100]
    assert shares("last_non_direct", journey).tolist() == [0, 100, 0]
    np.testing.assert_allclose(shares("linear", journey), [100 / 3] * 3, rtol=1e-15)
    np.testing.assert_allclose(shares("position", journey), [40, 20, 40], rtol=1e-15)
    np.testing.assert_allclose(
        shares("time_decay", journey), [14.2857, 28.5714, 57.1429], atol=5e-5
    )


@pytest.mark.parametrize(
    ("touches", "expected"),
    [(1, [100]), (2, [50, 50]), (4, [40, 10, 10, 40]), (7, [40, 4, 4, 4, 4, 4, 40])],
)
def test_position_gives_both_ends_40_and_halves_two(touches, expected):
    np.testing.assert_allclose(shares("position", a_journey(touches)), expected, rtol=1e-15)


def test_direct_gets_credit_only_when_there_was_nothing_else():
    assert shares("last_non_direct", a_journey(direct=[True, True, True])).tolist() == [0, 0, 100]
    assert shares("last_non_direct", a_journey(direct=[False, True, True])).tolist() == [100, 0, 0]


def test_a_shorter_half_life_favours_the_later_touch():
    journey = a_journey(2, days_before=[2, 0])
    np.testing.assert_allclose(time_decay(journey, half_life_days=1), [0.25, 1])
    np.testing.assert_allclose(time_decay(journey, half_life_days=2), [0.5, 1])


def test_time_decay_survives_journeys_of_many_half_lives():
    np.testing.assert_allclose(
        shares("time_decay", a_journey(2, days_before=[90_007, 90_000])), [100 / 3, 200 / 3]
    )


@rules
@settings(deadline=None)
@given(random_journeys(), st.data())
def test_the_credit_of_a_journey_sums_to_its_value(rule, journeys, data):
    values = data.draw(_values_for(journeys, st.floats(-1e9, 1e9)))
    parts = credit(RULES[rule](journeys), journeys.offsets, values)
    np.testing.assert_allclose(
        [part.sum() for part in _parts(parts, journeys)], values, rtol=1e-9, atol=1e-300
    )


@rules
@settings(deadline=None)
@given(random_journeys(), st.data())
def test_money_sums_to_the_minor_unit_and_strays_less_than_one_from_its_due(rule, journeys, data):
    values = data.draw(_values_for(journeys, st.integers(-(10**12), 10**12)))
    weights = RULES[rule](journeys)
    paid = whole_credit(weights, journeys.offsets, values)
    assert paid.dtype == np.int64
    assert [int(part.sum()) for part in _parts(paid, journeys)] == values
    due = credit(weights, journeys.offsets, values)
    assert (np.abs(paid - due) < 1 + 1e-3).all()


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(0, 50), min_size=1, max_size=7).filter(any),
            st.integers(-(10**15), 10**15),
        ),
        max_size=6,
    )
)
def test_whole_weights_split_by_largest_remainder_in_exact_arithmetic(cases):
    weights = np.array([w for row, _ in cases for w in row], dtype=np.int64)
    paid = whole_credit(weights, offsets_of([row for row, _ in cases]), [v for _, v in cases])
    expected = [unit for row, value in cases for unit in by_largest_remainder(row, value)]
    assert paid.tolist() == expected


def by_largest_remainder(weights, value):
    due = [Fraction(abs(value) * weight, sum(weights)) for weight in weights]
    paid = [floor(part) for part in due]
    ranked = sorted(range(len(due)), key=lambda i: (paid[i] - due[i], i))
    for i in ranked[: abs(value) - sum(paid)]:
        paid[i] += 1
    return [unit if value >= 0 else -unit for unit in paid]


def test_the_earlier_touch_gets_the_unit_that_is_left_over():
    linear = RULES["linear"](a_journey(3))
    assert whole_credit(linear, [0, 3], [100]).tolist() == [34, 33, 33]
    assert whole_credit(linear, [0, 3], [101]).tolist() == [34, 34, 33]
    assert whole_credit(linear, [0, 3], [-100]).tolist() == [-34, -33, -33]
    assert whole_credit(linear * 1.0, [0, 3], [100]).tolist() == [34, 33, 33]


def test_time_decay_splits_a_hundred_yuan_to_the_fen():
    weights = time_decay(a_journey(days_before=[14, 7, 0]))
    assert whole_credit(weights, [0, 3], [100_00]).tolist() == [14_29, 28_57, 57_14]


@pytest.mark.parametrize("value", [2**53 + 1, 2**60 + 7, -(2**62)])
def test_sums_larger_than_a_float_can_count_still_tie_out(value):
    weights = np.array([0.1, 0.2, 0.3, 0.7])
    assert whole_credit(weights, [0, 4], [value]).sum() == value
    assert whole_credit([2, 1, 1, 2], [0, 4], [value]).sum() == value


@rules
@settings(deadline=None)
@given(random_journeys(), st.randoms(use_true_random=False))
def test_a_journey_gets_the_same_wherever_it_stands(rule, journeys, random):
    parts = _parts(np.arange(journeys.segments.steps), journeys)
    random.shuffle(parts)
    order = [step for part in parts for step in part]
    moved = Journeys(
        offsets_of(parts), direct=journeys.direct[order], days_before=journeys.days_before[order]
    )
    assert RULES[rule](moved).tolist() == RULES[rule](journeys)[order].tolist()


def test_no_journeys_get_no_credit():
    none = Journeys([0], direct=[], days_before=[])
    for rule in RULES.values():
        assert credit(rule(none), [0], []).tolist() == []
        assert whole_credit(rule(none), [0], []).tolist() == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: Journeys([0, 2, 2]), "journey 1 has no steps"),
        (lambda: Journeys([1, 2]), "begins with 0"),
        (lambda: Journeys([0, 2], direct=[True]), r"direct has shape \(1,\) instead of \(2,\)"),
        (lambda: Journeys([0, 1], days_before=[-1]), "a touch after its conversion"),
        (lambda: Journeys([0, 1], days_before=[np.nan]), "not a number"),
        (lambda: RULES["last_non_direct"](Journeys([0, 1])), "needs the column direct"),
        (lambda: RULES["time_decay"](Journeys([0, 1])), "needs the column days_before"),
        (lambda: time_decay(a_journey(1, days_before=[1]), 0), "not above 0"),
        (lambda: credit([1, -1], [0, 2], [5]), "a weight is negative"),
        (lambda: credit([1, 0, 0], [0, 1, 3], [5, 5]), "journey 1 has no weight"),
        (lambda: whole_credit([1, 1], [0, 2], [0.5]), "values takes whole numbers"),
        (lambda: whole_credit([2**31, 1], [0, 2], [5]), "2³¹ or more"),
    ],
)
def test_what_cannot_be_is_refused_in_words(wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong()


def _values_for(journeys, value):
    return st.lists(value, min_size=len(journeys), max_size=len(journeys))


def _parts(steps, journeys):
    return (
        [part.copy() for part in np.split(steps, journeys.offsets[1:-1])] if len(journeys) else []
    )
