"""What is lost without a channel, against chains solved anew in exact fractions."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drumbeat.science.attribution import (
    CONVERSION,
    NULL,
    START,
    Paths,
    markov_credit,
    markov_credit_of_transitions,
)
from tests.science.journeys import collapsed, markov_by_fractions, path_rows, paths_of

orders = st.integers(1, 3)
THREE_PATHS = [((0, 1, 2), 1, 100, 0), ((0,), 0, 0, 1), ((1, 2), 0, 0, 1)]


@pytest.fixture(params=["inverted", "walked"])
def solver(request, monkeypatch):
    """Both ways of solving a chain, the second being for chains of many states."""
    if request.param == "walked":
        monkeypatch.setattr("drumbeat.science.attribution.removal.INVERTED_UP_TO", 0)
    return request.param


def test_without_the_opener_half_is_lost_and_without_a_closer_all():
    result = markov_credit(paths_of(THREE_PATHS, 3))
    assert result.conversion_probability == pytest.approx(1 / 3, rel=1e-12)
    np.testing.assert_allclose(result.removal_effects, [0.5, 1, 1], rtol=1e-12)
    np.testing.assert_allclose(result.conversions, [0.2, 0.4, 0.4], rtol=1e-12)
    np.testing.assert_allclose(result.values, [20, 40, 40], rtol=1e-12)


@pytest.mark.usefixtures("solver")
@settings(deadline=None)
@given(path_rows(), orders, st.booleans())
def test_removal_effects_are_those_of_chains_solved_in_fractions(case, order, collapse):
    channels, rows = case
    result = markov_credit(paths_of(rows, channels), order, collapse=collapse)
    probability, effects = markov_by_fractions(
        collapsed(rows) if collapse else rows, channels, order
    )
    assert result.conversion_probability == pytest.approx(float(probability), rel=1e-9)
    expected = [float(effect) for effect in effects]
    np.testing.assert_allclose(result.removal_effects, expected, rtol=1e-9, atol=1e-12)


@settings(deadline=None)
@given(path_rows(max_channels=8, max_paths=20, max_length=12), orders, st.booleans())
def test_credit_sums_to_the_outcomes(case, order, collapse):
    channels, rows = case
    result = markov_credit(paths_of(rows, channels), order, collapse=collapse)
    assert result.conversions.sum() == pytest.approx(sum(row[1] for row in rows), rel=1e-9)
    assert result.values.sum() == pytest.approx(sum(row[2] for row in rows), rel=1e-9, abs=1e-9)
    assert (result.removal_effects >= -1e-12).all()
    assert (result.removal_effects <= 1 + 1e-12).all()


@settings(deadline=None)
@given(path_rows())
def test_repeats_in_a_row_change_nothing_at_order_one(case):
    channels, rows = case
    kept, told_once = (
        markov_credit(paths_of(rows, channels), collapse=collapse) for collapse in (False, True)
    )
    np.testing.assert_allclose(told_once.removal_effects, kept.removal_effects, atol=1e-12)


def test_repeats_in_a_row_matter_from_order_two_on():
    rows = [((1, 1, 2), 5, 0, 0), ((0, 1), 1, 0, 9), ((0, 1, 1), 1, 0, 4)]
    kept = markov_credit(paths_of(rows, 3), 2).removal_effects
    told_once = markov_credit(paths_of(rows, 3), 2, collapse=True).removal_effects
    assert not np.allclose(kept, told_once)


@settings(deadline=None)
@given(path_rows(), st.integers(5, 7))
def test_a_chain_that_remembers_whole_journeys_converts_without_a_channel_as_they_did(case, order):
    """From order 5 no journey of these is longer: removal loses just those that met the channel."""
    channels, rows = case
    result = markov_credit(paths_of(rows, channels), order)
    total = sum(row[1] for row in rows)
    met = [sum(row[1] for row in rows if channel in row[0]) for channel in range(channels)]
    np.testing.assert_allclose(result.removal_effects, np.array(met) / total, atol=1e-12)


@settings(deadline=None)
@given(path_rows(), orders, st.randoms(use_true_random=False))
def test_names_row_order_and_split_rows_do_not_matter(case, order, random):
    channels, rows = case
    expected = markov_credit(paths_of(rows, channels), order)
    names = list(range(channels))
    random.shuffle(names)
    told = [((*map(names.__getitem__, r),), *rest) for r, *rest in rows]
    route, conversions, value, nulls = told.pop()
    told += [(route, conversions - 1, value, 0), (route, 1, 0, nulls)]
    random.shuffle(told)
    result = markov_credit(paths_of(told, channels), order)
    np.testing.assert_allclose(
        result.removal_effects[names], expected.removal_effects, rtol=1e-9, atol=1e-12
    )
    np.testing.assert_allclose(result.values[names], expected.values, rtol=1e-9, atol=1e-9)


@settings(deadline=None)
@given(path_rows(), st.randoms(use_true_random=False))
def test_counted_transitions_give_what_their_paths_give(case, random):
    channels, rows = case
    expected = markov_credit(paths_of(rows, channels))
    transitions = transitions_of(rows)
    random.shuffle(transitions)
    froms, tos, counts = zip(*transitions, strict=True)
    value = sum(row[2] for row in rows)
    result = markov_credit_of_transitions(froms, tos, counts, channels, value)
    np.testing.assert_allclose(result.removal_effects, expected.removal_effects, atol=1e-12)
    np.testing.assert_allclose(result.conversions, expected.conversions, rtol=1e-9)
    np.testing.assert_allclose(result.values, expected.values, rtol=1e-9, atol=1e-9)


def transitions_of(rows):
    counted = Counter()
    for route, conversions, _, nulls in rows:
        stops = [START, *route]
        for step in pairwise(stops):
            counted[step] += conversions + nulls
        counted[route[-1], CONVERSION] += conversions
        counted[route[-1], NULL] += nulls
    return [(*step, count) for step, count in counted.items()]


@settings(deadline=None)
@given(path_rows(), orders)
def test_counted_transitions_of_a_longer_memory_give_what_their_paths_give(case, order):
    channels, rows = case
    counts, states = Counter(), {}
    for path, converted, _value, lost in rows:
        walked = [tuple(path[max(0, n - order + 1) : n + 1]) for n in range(len(path))]
        ids = [states.setdefault(state, len(states)) for state in walked]
        journeys = converted + lost
        counts[START, ids[0]] += journeys
        for pair in pairwise(ids):
            counts[pair] += journeys
        counts[ids[-1], CONVERSION] += converted
        counts[ids[-1], NULL] += lost
    froms, tos = zip(*counts, strict=True)
    counted = markov_credit_of_transitions(
        froms, tos, list(counts.values()), channels, channels=[state[-1] for state in states]
    )
    walked = markov_credit(paths_of(rows, channels), order)
    np.testing.assert_allclose(
        counted.removal_effects, walked.removal_effects, rtol=1e-9, atol=1e-12
    )


def test_channels_that_nobody_met_get_nothing():
    result = markov_credit(paths_of([((1,), 3, 30, 1)], 4))
    assert result.conversions.tolist() == [0, 3, 0, 0]


def test_without_conversions_there_is_nothing_to_share():
    for paths in (
        paths_of([((0, 1), 0, 0, 5)], 2),
        paths_of([((0,), 0, 0, 0)], 2),
        Paths([], [0], [], 2),
    ):
        result = markov_credit(paths, 2)
        assert result.conversion_probability == 0
        assert result.conversions.tolist() == result.removal_effects.tolist() == [0, 0]


def test_a_journey_of_a_thousand_touches_is_a_journey():
    rows = [((0, 1) * 500, 1, 10, 0), ((1, 0), 0, 0, 1)]
    _, effects = markov_by_fractions(rows, 2, 1)
    np.testing.assert_allclose(
        markov_credit(paths_of(rows, 2)).removal_effects, [float(e) for e in effects], rtol=1e-9
    )


def test_the_removal_effects_of_placements_agree_with_chains_that_lack_one():
    """300 placements on 2,000 random paths: one inverse against a solution of each cut chain."""
    random = np.random.default_rng(7)
    rows = [
        (tuple(random.integers(0, 300, random.integers(1, 7))), int(random.integers(0, 3)), 0, 5)
        for _ in range(2_000)
    ]
    result = markov_credit(paths_of(rows, 300))
    matrix, ends = np.zeros((301, 300)), np.zeros((301, 2))
    for route, conversions, _, nulls in rows:
        for a, b in zip((300, *route), route, strict=False):
            matrix[a, b] += conversions + nulls
        ends[route[-1]] += conversions, nulls
    out = matrix.sum(axis=1) + ends.sum(axis=1)
    moves, converts = matrix / out[:, None], ends[:, 0] / out
    for channel in (0, 17, 123, 299):
        open_ = np.delete(np.arange(300), channel)
        cut = np.eye(299) - moves[np.ix_(open_, open_)]
        chance = moves[300, open_] @ np.linalg.solve(cut, converts[open_])
        effect = 1 - chance / result.conversion_probability
        assert result.removal_effects[channel] == pytest.approx(effect, rel=1e-9)


def many_placements(placements, journeys, seed):
    """Journeys over flights: a touch is of one of the placements live at the time, some far more often."""
    random = np.random.default_rng(seed)
    lengths = random.geometric(1 / 4, journeys)
    live = np.repeat(random.integers(0, placements, journeys), lengths)
    near = (random.random(len(live)) ** 3 * placements / 20).astype(int)
    nulls = random.integers(0, 9, journeys)
    return Paths(
        (live + near) % placements,
        np.concatenate([[0], np.cumsum(lengths)]),
        random.integers(0, 2, journeys),
        placements,
        nulls,
        values=random.integers(0, 9_999, journeys),
    )


def test_beyond_two_thousand_placements_effects_are_estimated_and_say_how_well(monkeypatch):
    paths = many_placements(900, 6_000, seed=4)
    exact = markov_credit(paths)
    monkeypatch.setattr("drumbeat.science.attribution.removal.EXACT_UP_TO", 899)
    estimated = markov_credit(paths)
    assert exact.error == 0
    assert 0 < estimated.error < 0.01
    assert estimated.conversion_probability == pytest.approx(exact.conversion_probability, rel=1e-9)
    np.testing.assert_allclose(estimated.removal_effects, exact.removal_effects, rtol=0.01)
    assert estimated.conversions.sum() == pytest.approx(paths.conversions.sum(), rel=1e-9)
    assert estimated.values.sum() == pytest.approx(paths.values.sum(), rel=1e-9)
    off = np.abs(estimated.conversions - exact.conversions).sum()
    assert off < 1e-3 * paths.conversions.sum()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: markov_credit(paths_of(THREE_PATHS, 3), 0), "the least is 1"),
        (lambda: paths_of([((), 1, 1, 1)], 1), "path 0 has no steps"),
        (lambda: paths_of([((3,), 1, 1, 1)], 3), "channels holds an id outside 0…2"),
        (lambda: paths_of([((0,), -1, 1, 1)], 1), "conversions holds a negative count"),
        (lambda: paths_of([((0,), 1, 1, float("inf"))], 1), "nulls holds a value"),
        (lambda: paths_of([((0.5,), 1, 1, 1)], 1), "channels takes whole numbers"),
        (lambda: of_transitions((START, 9, 1)), "transition 0 goes from -1 to 9"),
        (lambda: of_transitions((NULL, 0, 1)), "no such ids"),
        (lambda: of_transitions((START, CONVERSION, 1)), "a journey has no touch"),
        (lambda: of_transitions((START, 0, -1)), "counts holds a negative count"),
        (lambda: of_transitions((START, 0, 3), (0, NULL, 2)), "3 journeys enter channel 0 and 2"),
        (
            lambda: of_transitions((START, 0, 1), (0, CONVERSION, 1), (1, 2, 1), (2, 1, 1)),
            "journeys never end after channel 1",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong()


def of_transitions(*rows):
    return markov_credit_of_transitions(*zip(*rows, strict=True), channel_count=3)
