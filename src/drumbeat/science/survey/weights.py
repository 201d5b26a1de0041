"""Raking: weights that make a sample's margins those of the population.

Iterative proportional fitting (Deming & Stephan 1940) with trimming to a band around the mean
weight, as surveys do (Battaglia et al. 2009, "Practical considerations in raking survey data").
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

UNKNOWN = -1
"""The code of somebody who did not answer the question of a margin."""
CONVERGED = 1e-6
"""A margin holds when its shares are this close to the targets."""


@dataclass(frozen=True)
class Margin:
    """One question to weight by.

    codes: (n,) category of each respondent, 0 … k−1, or UNKNOWN. targets: (k,) population shares
    that sum to 1.
    """

    codes: Ints
    targets: Floats


@dataclass(frozen=True)
class Raked:
    """weights: (n,) with mean 1. converged: margins and band both hold.

    deviation: the largest |weighted share − target| left over, 0–1. trimmed: how many weights lie
    on an edge of the band.
    """

    weights: Floats
    converged: bool
    deviation: float
    trimmed: int


class EmptyCategory(ValueError):
    """The population has people of a kind that nobody in the sample is."""

    def __init__(self, margin: int, category: int) -> None:
        self.margin, self.category = margin, category
        super().__init__(f"nobody in the sample is in category {category} of margin {margin}")


def rake(
    margins: Sequence[Margin],
    n: int,
    *,
    band: tuple[float, float] = (0.3, 3.0),
    tolerance: float = 1e-10,
    limit: int = 500,
) -> Raked:
    """Weights of n respondents under which every margin has its target shares.

    band: the least and the largest weight, as multiples of the mean. Who is UNKNOWN in a margin
    keeps the weight there, and that margin holds among those who answered. Where band and
    margins cannot both hold, the band does and `deviation` says what is left. Raises ValueError
    for targets that do not sum to 1, EmptyCategory for a target above 0 that nobody can carry.
    """
    for number, margin in enumerate(margins):
        _check(number, margin, n)
    weights, left = np.ones(n), 0.0
    for _round in range(limit):
        before = weights
        for margin in margins:
            weights = weights * _factors(margin, weights)
        weights = _banded(weights, *band)
        left = max((_deviation(margin, weights) for margin in margins), default=0.0)
        if left < tolerance or np.abs(weights - before).max(initial=0.0) < tolerance:
            break
    return Raked(weights, left < CONVERGED, left, int(np.isin(weights, band).sum()))


def kish(weights: Floats) -> float:
    """Effective sample size (Σw)² / Σw² (Kish 1965); 0 for nobody. weights: (n,) ≥ 0."""
    squares = float(np.square(weights).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def _check(number: int, margin: Margin, n: int) -> None:
    if margin.codes.shape != (n,):
        raise ValueError(f"margin {number} has {margin.codes.shape[0]} codes for {n} respondents")
    if (margin.targets < 0).any() or abs(margin.targets.sum() - 1) > 1e-6:
        raise ValueError(f"the targets of margin {number} are no shares that sum to 1")
    held = np.bincount(margin.codes[margin.codes >= 0], minlength=margin.targets.size)
    missing = np.flatnonzero((margin.targets > 0) & (held == 0))
    if missing.size:
        raise EmptyCategory(number, int(missing[0]))


def _sums(margin: Margin, weights: Floats) -> Floats:
    known = margin.codes >= 0
    return np.bincount(margin.codes[known], weights[known], minlength=margin.targets.size)


def _factors(margin: Margin, weights: Floats) -> Floats:
    held = _sums(margin, weights)
    wanted = margin.targets * held.sum()
    factors = np.divide(wanted, held, out=np.ones_like(held), where=held > 0)
    return np.where(margin.codes >= 0, factors[margin.codes], 1.0)


def _deviation(margin: Margin, weights: Floats) -> float:
    held = _sums(margin, weights)
    whole = held.sum()
    return float(np.abs(held / whole - margin.targets).max()) if whole else 0.0


def _banded(weights: Floats, low: float, high: float) -> Floats:
    """Mean 1, none outside the band: what is cut off one is spread over those that have room."""
    n = weights.size
    weights = weights * (n / weights.sum()) if n else weights
    for _step in range(100):
        weights = np.clip(weights, low, high)
        missing = n - weights.sum()
        if abs(missing) <= 1e-12 * n:
            break
        free = weights < high if missing > 0 else weights > low
        weights[free] *= 1 + missing / weights[free].sum()
    return weights
