"""Scores people ask for by name: NPS, top-2-box, means. Weighted, with their margins."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drumbeat.science.survey.margins import Z95, margin_of_error
from drumbeat.science.survey.weights import kish

Floats = NDArray[np.float64]

PROMOTER, DETRACTOR = 9, 6


@dataclass(frozen=True)
class Score:
    """value with ± margin (95 %), both in the score's unit; None for nobody. n: who answered.

    n_eff: their effective number.
    """

    value: float | None
    margin: float | None
    n: int
    n_eff: float


@dataclass(frozen=True)
class Promotion:
    """Net promoter score: score in −100 … 100, the three shares 0–1 (None for nobody)."""

    score: Score
    promoters: float | None
    passives: float | None
    detractors: float | None


def mean(values: Floats, weights: Floats) -> Score:
    """The weighted mean, its margin from the weighted variance / n_eff. NaN is no answer.

    values, weights: (n,).
    """
    values, weights = _answered(values, weights)
    if not weights.sum():
        return Score(None, None, 0, 0.0)
    centre = float(np.average(values, weights=weights))
    variance = float(np.average(np.square(values - centre), weights=weights))
    n_eff = kish(weights)
    return Score(centre, Z95 * (variance / n_eff) ** 0.5, values.size, n_eff)


def top_box(values: Floats, weights: Floats, *, at_least: float) -> Score:
    """Share (0–1) of answers ≥ at_least: 4 for the top two of a five-point scale (CSAT)."""
    values, weights = _answered(values, weights)
    if not weights.sum():
        return Score(None, None, 0, 0.0)
    share = float(np.average(values >= at_least, weights=weights))
    n_eff = kish(weights)
    return Score(share, margin_of_error(share, n_eff), values.size, n_eff)


def promotion(values: Floats, weights: Floats) -> Promotion:
    """NPS of 0–10 answers: % of 9–10 less % of 0–6 (Reichheld 2003). NaN is no answer."""
    values, weights = _answered(values, weights)
    signs = np.where(values >= PROMOTER, 1.0, np.where(values <= DETRACTOR, -1.0, 0.0))
    net = mean(signs, weights)
    if net.value is None:
        return Promotion(net, None, None, None)
    promoters, passives, detractors = (
        float(np.average(signs == sign, weights=weights)) for sign in (1, 0, -1)
    )
    score = Score(100 * net.value, 100 * (net.margin or 0.0), net.n, net.n_eff)
    return Promotion(score, promoters, passives, detractors)


def _answered(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    known = ~np.isnan(values)
    return values[known], weights[known]
