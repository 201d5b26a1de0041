"""Shares of counts with how sure they are, and where a value stands among others."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import sqrt

from drumbeat.science.survey.margins import Z95


def wilson(hits: float, trials: float, z: float = Z95) -> tuple[float, float]:
    """Interval of a share, 0–1: the rates that `hits` of `trials` do not contradict.

    Raises ValueError for no trials, or hits outside 0…trials. E. B. Wilson, “Probable Inference”,
    JASA 22, 1927: unlike p ± z·s it stays within 0–1 and says something of none.
    """
    if not 0 <= hits <= trials or not trials:
        raise ValueError(f"{hits} of {trials} is no share")
    share, square = hits / trials, z * z
    middle = share + square / (2 * trials)
    half = z * sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    whole = 1 + square / trials
    low, high = (middle - half) / whole, (middle + half) / whole
    # Of none and of all, rounding would step over the end.
    return max(min(low, share), 0.0), min(max(high, share), 1.0)


def judged(hits: int, trials: int, target: float) -> str:
    """`met` when the whole interval reaches the target, `missed` when none of it does, else `open`:
    chance could turn it."""
    low, high = wilson(hits, trials) if trials else (0.0, 1.0)
    if low >= target:
        return "met"
    return "missed" if high < target else "open"


def percentiles(values: Sequence[float]) -> list[float]:
    """For each value the share of all below it, 0–1; of those equal to it (itself too) the half.

    Midranks: their mean is always one half, however many are equal.
    """
    ordered = sorted(values)
    return [
        (bisect_left(ordered, value) + bisect_right(ordered, value)) / (2 * len(ordered))
        for value in values
    ]


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them lie below, between two of them by straight line (Hyndman and
    Fan's type 7, as spreadsheets do). Raises ValueError of none."""
    if not values:
        raise ValueError("a quantile of none")
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)
