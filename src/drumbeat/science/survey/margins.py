"""How far a share in a sample may lie from the population's, and comparisons of shares.

All with Kish's effective sample size, so that weighting costs what it costs.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]

Z95 = 1.96
SMALLEST_BASE = 30
"""Below this effective base a normal approximation is not worth printing."""


def margin_of_error(share: float, n_eff: float, z: float = Z95) -> float | None:
    """z·√(p(1−p)/n_eff), 0–1; None for nobody. share: p, 0–1. At n = 400, p = 0.5: 0.049."""
    return z * float(np.sqrt(share * (1 - share) / n_eff)) if n_eff > 0 else None


def difference_z(first: Floats, second: Floats, n_first: Floats, n_second: Floats) -> Floats:
    """z of first − second with the pooled share; NaN where it is not defined. Shares 0–1."""
    pooled = (first * n_first + second * n_second) / (n_first + n_second)
    variance = pooled * (1 - pooled) * (1 / n_first + 1 / n_second)
    return np.divide(
        first - second,
        np.sqrt(variance),
        out=np.full_like(variance, np.nan),
        where=variance > 0,
    )


def two_sided(z: Floats) -> Floats:
    """P(|Z| ≥ |z|) of a standard normal Z."""
    return 2 * ndtr(-np.abs(z))


def holm(p: Floats) -> Floats:
    """Holm's adjusted p values (Holm 1979); NaN stays NaN and counts as no test. p: any shape."""
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p.ravel()))
    order = tested[np.argsort(p.ravel()[tested], kind="stable")]
    stepped = p.ravel()[order] * (order.size - np.arange(order.size))
    adjusted.ravel()[order] = np.minimum(np.maximum.accumulate(stepped), 1.0)
    return adjusted
