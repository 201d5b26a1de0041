"""How fast attention fades: the half-life of daily counts."""

from collections.abc import Sequence
from math import log

_STEPS = 60  # of halving an interval of ratios, far below what any count can tell


def half_life(counts: Sequence[float]) -> float | None:
    """Days in which daily counts fall to one half, from the first day on.

    The most likely A·2^(−t/h) for counts that vary as Poisson's do, days of none included: its
    mean age is that of what was counted, Σ t·count / Σ count, which determines h alone. None where
    they do not fall (a mean age of the middle or later), or nothing was counted; 0.0 where all was
    counted on the first day.
    """
    whole, days = sum(counts), len(counts)
    if whole <= 0:
        return None
    age = sum(day * count for day, count in enumerate(counts)) / whole
    if age >= (days - 1) / 2:
        return None
    if age == 0:
        return 0.0
    low, high = 0.0, 1.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _mean_age(middle, days) < age else (low, middle)
    return log(0.5) / log((low + high) / 2)


def _mean_age(ratio: float, days: int) -> float:
    """Mean of t under weights ratio^t, t = 0 … days − 1."""
    weights = [ratio**day for day in range(days)]
    return sum(day * weight for day, weight in enumerate(weights)) / sum(weights)
