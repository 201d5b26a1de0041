"""Brand health: indices worked out by hand, margins against a bootstrap, noise called noise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from drumbeat.science.survey.scores import Score
from drumbeat.science.survey.tracking import (
    CORE,
    IN_EQUITY,
    SHARES,
    Told,
    changes,
    detectable,
    indices,
    ratio,
)

PARTS = {
    "unaided": 0.20,
    "aided": 0.15,
    "consider": 0.20,
    "reputation": 0.20,
    "loyalty": 0.15,
    "nps": 0.10,
}
_ = np.nan


def told(**answers):
    """What people said, column by column; booleans as 0 and 1."""
    flags = ("first", "unaided", "aided", "bought", "prefers")
    return Told(
        **{
            name: np.array(given, bool if name in flags else float)
            for name, given in answers.items()
        }
    )


def people(rng, n):
    """Respondents whose answers hang together, as those of people do."""
    liking = rng.normal(0, 1, n)
    aided = rng.random(n) < 0.6
    unaided = aided & (rng.random(n) < 0.5)
    bought = aided & (rng.random(n) < 0.5)

    def scale(low, high, centre, spread):
        given = np.clip(np.round(centre + spread * (liking + rng.normal(0, 1, n))), low, high)
        return np.where(aided, given, np.nan)

    return Told(
        first=unaided & (rng.random(n) < 0.5),
        unaided=unaided,
        aided=aided,
        bought=bought,
        prefers=bought & (rng.random(n) < 0.6),
        consider=scale(1, 5, 3.3, 0.9),
        impression=scale(1, 5, 3.5, 0.8),
        again=np.where(bought, scale(1, 5, 3.8, 0.8), np.nan),
        recommend=scale(0, 10, 7.5, 1.5),
    )


def test_every_index_of_ten_people_by_hand():
    # Ten people of weight 1. Five know the brand, two of them named it, one first.
    # Two would consider it: C = 2/10. Three of the five like it: F = 3/5. Three bought it, two
    # would again: L = 2/3. Recommendation 10, 9, 8, 6, 2: 2/5 − 2/5 = 0.
    # Equity: 0.20·20 + 0.15·50 + 0.20·20 + 0.20·60 + 0.15·66.667 + 0.10·(0 + 100)/2
    #       = 4 + 7.5 + 4 + 12 + 10 + 5 = 42.5.
    found = indices(
        told(
            first=[1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            unaided=[1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
            aided=[1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
            bought=[1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
            prefers=[1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            consider=[5, 4, 3, 2, 1, _, _, _, _, _],
            impression=[5, 4, 4, 3, 1, _, _, _, _, _],
            again=[5, 4, 2, _, _, _, _, _, _, _],
            recommend=[10, 9, 8, 6, 2, _, _, _, _, _],
        ),
        np.ones(10),
        PARTS,
    )
    values = {name: score.value for name, score in found.items()}
    assert values == pytest.approx(
        {
            "unaided": 0.2,
            "tom": 0.1,
            "aided": 0.5,
            "consider": 0.2,
            "reputation": 0.6,
            "loyalty": 2 / 3,
            "nps": 0,
            "buy": 0.3,
            "prefer": 0.1,
            "equity": 42.5,
        }
    )
    assert {name: found[name].n for name in ("aided", "reputation", "loyalty", "nps")} == {
        "aided": 10,
        "reputation": 5,
        "loyalty": 3,
        "nps": 5,
    }
    # 1.96 · √(0.5 · 0.5 / 10) = 0.30990.
    assert found["aided"].margin == pytest.approx(0.30990, abs=1e-5)
    # From knowing to considering: 0.2 / 0.5.
    assert ratio(found["consider"], found["aided"]) == pytest.approx(0.4)


def test_who_names_the_brand_knows_it_though_the_list_was_left_empty():
    lone = told(
        first=[1, 0], unaided=[1, 0], aided=[0, 0], bought=[0, 0], prefers=[0, 0],
        consider=[_, _], impression=[_, _], again=[_, _], recommend=[_, _],
    )  # fmt: skip
    found = indices(lone, np.array([3.0, 1.0]), PARTS)
    assert found["aided"].value == found["unaided"].value == pytest.approx(0.75)
    assert found["reputation"].value is None
    assert found["equity"].value is None  # a part without a base makes no index


@given(st.integers(0, 10_000))
def test_indices_keep_their_scale_whoever_answers_in_whatever_order(seed):
    rng = np.random.default_rng(seed)
    answers, weights = people(rng, 60), rng.uniform(0.3, 3, 60)
    found = indices(answers, weights, PARTS)
    for name, score in found.items():
        low, high = {"nps": (-100, 100), "equity": (0, 100)}.get(name, (0, 1))
        assert score.value is None or low - 1e-9 <= score.value <= high + 1e-9
    assert found["tom"].value <= found["unaided"].value <= found["aided"].value

    order = rng.permutation(60)
    mixed = Told(**{name: given[order] for name, given in vars(answers).items()})
    again = indices(mixed, weights[order], PARTS)
    for name, score in found.items():
        assert vars(again[name]) == pytest.approx(vars(score))


def test_the_equity_index_is_the_formula_over_the_other_indices():
    rng = np.random.default_rng(4)
    found = indices(people(rng, 300), rng.uniform(0.3, 3, 300), PARTS)
    whole = sum(100 * PARTS[name] * found[name].value for name in IN_EQUITY[:-1])
    whole += PARTS["nps"] * (found["nps"].value + 100) / 2
    assert found["equity"].value == pytest.approx(whole)


def test_the_margin_of_the_equity_index_is_that_of_a_bootstrap():
    rng = np.random.default_rng(11)
    answers, n = people(rng, 500), 500
    told_margin = indices(answers, np.ones(n), PARTS)["equity"].margin
    drawn = []
    for _round in range(400):
        pick = rng.integers(0, n, n)
        sample = Told(**{name: given[pick] for name, given in vars(answers).items()})
        drawn.append(indices(sample, np.ones(n), PARTS)["equity"].value)
    assert told_margin == pytest.approx(1.96 * np.std(drawn), rel=0.12)


# -- wave to wave -----------------------------------------------------------------------------


def scores(**values):
    return {name: Score(value, 0.05, n, float(n)) for name, (value, n) in values.items()}


def test_a_change_between_two_waves_by_hand():
    # Aided 0.20 → 0.30 of 400 each: pooled 0.25, SE √(0.25 · 0.75 · 2 / 400) = 0.030619, z = 3.266,
    # p = 0.00109. Loyalty 0.60 → 0.70 of 100 each: pooled 0.65, SE 0.067454, z = 1.482, p = 0.138.
    # Holm over two: 2 · 0.00109 = 0.00218, and 0.138.
    moved = changes(
        scores(aided=(0.20, 400), loyalty=(0.60, 100)),
        scores(aided=(0.30, 400), loyalty=(0.70, 100)),
    )
    assert moved["aided"].z == pytest.approx(3.266, abs=5e-4)
    assert moved["aided"].p == pytest.approx(0.00218, abs=2e-5)
    assert moved["loyalty"].z == pytest.approx(1.482, abs=5e-4)
    assert moved["loyalty"].p == pytest.approx(0.1382, abs=2e-4)
    assert (moved["aided"].is_real, moved["loyalty"].is_real) == (True, False)
    assert moved["aided"].delta == pytest.approx(0.10)


def test_one_change_alone_may_be_real_that_is_not_among_eight():
    # z = 2.2 is beyond 1.96, but p = 0.028 · 8 = 0.22.
    share = 0.25
    other = share + 2.2 * np.sqrt(2 * share * (1 - share) / 400)
    quiet = dict.fromkeys(SHARES[1:], (0.4, 400))
    alone = changes(scores(unaided=(share, 400)), scores(unaided=(other, 400)))
    among = changes(scores(unaided=(share, 400), **quiet), scores(unaided=(other, 400), **quiet))
    assert alone["unaided"].is_real
    assert not among["unaided"].is_real


def test_few_and_nobody_are_told_apart_from_no_change():
    moved = changes(
        scores(aided=(0.2, 400), loyalty=(0.1, 20)) | {"nps": Score(None, None, 0, 0.0)},
        scores(aided=(0.2, 400), loyalty=(0.9, 20), nps=(30, 100)),
    )
    assert (moved["loyalty"].why, moved["loyalty"].p) == ("small", None)
    assert (moved["nps"].why, moved["nps"].delta) == ("unknown", None)
    assert moved["aided"].why == ""
    assert not any(change.is_real for change in moved.values())


@pytest.mark.slow
def test_where_nothing_changed_at_most_one_comparison_in_twenty_finds_something():
    rng = np.random.default_rng(1)
    rounds, found, unadjusted = 3_000, 0, 0
    for _round in range(rounds):
        before, after = (
            indices(people(rng, 300), rng.uniform(0.5, 1.5, 300), PARTS) for _wave in range(2)
        )
        moved = changes(before, after).values()
        found += any(change.is_real for change in moved)
        unadjusted += any(abs(change.z) > 1.96 for change in moved)
    assert 0.01 < found / rounds <= 0.05
    # Eight tests without Holm would call chance a change four to five times as often.
    assert unadjusted / rounds > 0.15


def test_the_smallest_change_to_be_found_is_found_four_times_in_five():
    # (2.7344 + 0.8416) · √(2 · 0.25 / 400) = 0.1264; for one test (1.96 + 0.8416) · 0.035355.
    assert detectable(400) == pytest.approx(0.1264, abs=1e-4)
    assert detectable(400, tests=1) == pytest.approx(0.0990, abs=1e-4)
    assert detectable(0) is None
    rng = np.random.default_rng(8)
    step = detectable(400, tests=1)
    first, second = rng.binomial(400, 0.5 - step / 2, 4000), rng.binomial(400, 0.5 + step / 2, 4000)
    pooled = (first + second) / 800
    z = (second - first) / 400 / np.sqrt(pooled * (1 - pooled) / 200)
    assert np.mean(z > norm.ppf(0.975)) == pytest.approx(0.8, abs=0.03)


def test_all_that_is_tested_is_counted_by_the_smallest_change():
    assert set(CORE) == {*SHARES, "nps", "equity"}
    assert detectable(400) == detectable(400, tests=len(CORE))
