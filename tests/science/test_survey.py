"""Survey arithmetic against other people's programs and sums done by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ipfn.ipfn import ipfn
from scipy.stats import chi2_contingency

from drumbeat.science.survey.crosstab import Crosstab, crosstab, higher_than
from drumbeat.science.survey.margins import difference_z, holm, margin_of_error, two_sided
from drumbeat.science.survey.scores import mean, promotion, top_box
from drumbeat.science.survey.weights import UNKNOWN, EmptyCategory, Margin, kish, rake

WIDE = (0.0, 1e9)


def some_margins(seed, n=800, sizes=(3, 2, 4)):
    rng = np.random.default_rng(seed)
    codes = [rng.integers(0, size, n) for size in sizes]
    return [Margin(code, rng.dirichlet(np.full(code.max() + 1, 8.0))) for code in codes]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(5))
def test_weights_equal_those_of_an_independent_program(seed):
    margins, n = some_margins(seed), 800
    names = ["age", "gender", "city"]
    frame = pd.DataFrame({name: m.codes for name, m in zip(names, margins, strict=True)})
    frame["total"] = 1.0
    aggregates = [
        pd.Series(m.targets * n, index=pd.Index(range(m.targets.size), name=name))
        for name, m in zip(names, margins, strict=True)
    ]
    theirs = ipfn(frame, aggregates, [[name] for name in names], convergence_rate=1e-12)
    expected = theirs.iteration()["total"].to_numpy()

    ours = rake(margins, n, band=WIDE)

    assert ours.converged
    assert np.abs(ours.weights - expected).max() < 1e-6


def test_weights_of_a_sample_worked_out_by_hand():
    # 10 people: 6 men, 4 women; the population is half and half. A man counts 5/6, a woman 5/4.
    # Kish: (Σw)² / Σw² = 100 / (6·25/36 + 4·25/16) = 100 / 10.41667 = 9.6.
    raked = rake([Margin(np.array([0] * 6 + [1] * 4), np.array([0.5, 0.5]))], 10)
    assert raked.weights == pytest.approx([5 / 6] * 6 + [5 / 4] * 4)
    assert kish(raked.weights) == pytest.approx(9.6)
    assert raked.converged
    # 50 % of 9.6 effective people: 1.96 · √(0.25 / 9.6) = 0.3163.
    assert margin_of_error(0.5, 9.6) == pytest.approx(0.3163, abs=5e-5)


def test_two_margins_by_hand_when_the_sample_is_independent():
    # 12 men, 8 women, half of each young. Margins 50/50 and 30/70 young: the weights multiply,
    # a young man (10/12) · (6/10) = 0.5, an old woman (10/8) · (14/10) = 1.75.
    gender = np.array([0] * 12 + [1] * 8)
    age = np.array([0, 1] * 10)
    raked = rake(
        [Margin(gender, np.array([0.5, 0.5])), Margin(age, np.array([0.3, 0.7]))], 20, band=WIDE
    )
    assert raked.weights[0] == pytest.approx(0.5)
    assert raked.weights[19] == pytest.approx(1.75)


def test_four_hundred_answers_are_within_five_points():
    assert margin_of_error(0.5, 400) == pytest.approx(0.049)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_weights_stay_in_the_band_and_say_what_that_cost(seed):
    margins = some_margins(seed, n=60, sizes=(4, 3))
    try:
        raked = rake(margins, 60)
    except EmptyCategory:
        return
    assert raked.weights.min() >= 0.3
    assert raked.weights.max() <= 3.0
    assert raked.weights.mean() == pytest.approx(1)
    assert raked.converged == (raked.deviation < 1e-6)
    for margin in margins:
        shares = np.bincount(margin.codes, raked.weights) / raked.weights.sum()
        assert np.abs(shares - margin.targets).max() <= raked.deviation + 1e-12


def test_a_band_that_cannot_hold_the_margins_is_told():
    # One of twenty should stand for ten: she counts 3, the most there is, the others (20 − 3) / 19.
    raked = rake([Margin(np.array([0] * 19 + [1]), np.array([0.5, 0.5]))], 20)
    assert raked.weights == pytest.approx([17 / 19] * 19 + [3.0])
    assert (raked.converged, raked.trimmed) == (False, 1)
    assert raked.deviation == pytest.approx(0.5 - 3 / 20)


def test_who_did_not_answer_moves_no_margin():
    codes = np.array([0, 0, 0, 1, UNKNOWN])
    raked = rake([Margin(codes, np.array([0.5, 0.5]))], 5)
    assert raked.weights[:3].sum() == pytest.approx(raked.weights[3])
    assert raked.converged


def test_a_target_that_nobody_can_carry_is_refused():
    with pytest.raises(EmptyCategory) as refused:
        rake([Margin(np.array([0, 0]), np.array([0.6, 0.4]))], 2)
    assert (refused.value.margin, refused.value.category) == (0, 1)
    with pytest.raises(ValueError, match="sum to 1"):
        rake([Margin(np.array([0, 1]), np.array([0.6, 0.6]))], 2)
    with pytest.raises(ValueError, match="codes"):
        rake([Margin(np.array([0, 1]), np.array([0.5, 0.5]))], 3)


def test_nobody_has_no_weight_and_no_margin():
    assert rake([], 0).weights.size == 0
    assert kish(np.array([])) == 0
    assert margin_of_error(0.5, 0) is None
    assert promotion(np.array([np.nan]), np.ones(1)).score.value is None
    assert top_box(np.array([]), np.array([]), at_least=4).value is None


# -- crosstabs --------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_a_crosstab_counts_as_one_would_with_pencil_and_paper(seed):
    rng = np.random.default_rng(seed)
    n, r, c = 40, 3, 4
    rows, columns = rng.random((n, r)) < 0.4, np.eye(c, dtype=bool)[rng.integers(0, c, n)]
    weights, asked = rng.uniform(0.3, 3, n), rng.random(n) < 0.8
    table = crosstab(rows, columns, weights, asked)
    for j in range(c):
        people = [i for i in range(n) if asked[i] and columns[i, j]]
        assert table.bases[j] == len(people)
        assert table.n_eff[j] == pytest.approx(kish(weights[people]))
        for k in range(r):
            assert table.counts[k, j] == sum(rows[i, k] for i in people)
            share = sum(weights[i] for i in people if rows[i, k]) / (
                sum(weights[i] for i in people) or np.nan
            )
            assert table.shares[k, j] == pytest.approx(share, nan_ok=True)


@settings(deadline=None)
@given(st.integers(30, 900), st.integers(30, 900), st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_the_z_test_is_the_chi_squared_of_the_two_by_two_table(n1, n2, p1, p2):
    x1, x2 = round(n1 * p1), round(n2 * p2)
    z = difference_z(*(np.array([v]) for v in (x1 / n1, x2 / n2, float(n1), float(n2))))
    expected = chi2_contingency([[x1, n1 - x1], [x2, n2 - x2]], correction=False)
    assert z[0] ** 2 == pytest.approx(expected.statistic, rel=1e-6)
    assert two_sided(z)[0] == pytest.approx(expected.pvalue, rel=1e-6)


def test_holm_by_hand():
    # Sorted 0.01 0.02 0.03 0.04, times 4 3 2 1: 0.04 0.06 0.06 0.04, never falling: 0.04 0.06 0.06 0.06.
    assert holm(np.array([0.04, 0.01, np.nan, 0.03, 0.02])) == pytest.approx(
        [0.06, 0.04, np.nan, 0.06, 0.06], nan_ok=True
    )
    assert holm(np.array([[0.5], [0.9]])) == pytest.approx(np.array([[1.0], [1.0]]))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_rejects_what_the_step_down_procedure_rejects(p):
    rejected, left = set(), sorted(range(len(p)), key=lambda i: p[i])
    for step, i in enumerate(left):
        if p[i] * (len(p) - step) >= 0.05:
            break
        rejected.add(i)
    assert set(np.flatnonzero(holm(np.array(p)) < 0.05)) == rejected


def test_columns_are_marked_when_they_differ_and_not_when_they_are_small():
    table = Crosstab(
        counts=np.array([[60, 40, 9]]),
        shares=np.array([[0.6, 0.4, 0.9]]),
        bases=np.array([100, 100, 10]),
        n_eff=np.array([100.0, 100.0, 10.0]),
    )
    # 0.6 against 0.4 of a hundred each: z = 0.2 / √(0.25 · 0.02) = 2.83, p = 0.0047.
    higher = higher_than(table, [0, 1, 2])
    assert np.argwhere(higher).tolist() == [[0, 0, 1]]


# -- scores -----------------------------------------------------------------------------------


def test_nps_by_hand():
    # 5 promoters, 3 passives, 2 detractors of 10: 50 % − 20 % = 30. Variance of ±1: 0.7 − 0.09 = 0.61.
    told = promotion(np.array([10, 9, 9, 10, 9, 8, 7, 8, 6, 0.0, np.nan]), np.ones(11))
    assert told.score.value == pytest.approx(30)
    assert told.score.margin == pytest.approx(100 * 1.96 * np.sqrt(0.61 / 10))
    assert (told.promoters, told.passives, told.detractors) == pytest.approx((0.5, 0.3, 0.2))
    assert told.score.n == 10


def test_top_two_boxes_and_the_mean_by_hand():
    answers, weights = np.array([5, 4, 3, 1.0]), np.array([2.0, 1.0, 1.0, 1.0])
    assert top_box(answers, weights, at_least=4).value == pytest.approx(3 / 5)
    assert mean(answers, weights).value == pytest.approx(18 / 5)
    assert mean(answers, weights).n_eff == pytest.approx(25 / 7)
