"""How sure a counted share is, and whether it reached what was wanted."""

from math import sqrt

from drumbeat.science.survey.margins import Z95


def wilson(part: int, whole: int, z: float = Z95) -> tuple[float, float]:
    """(low, high): the interval that the true share lies in, 0–1; (0, 1) for nobody.

    part: how many of whole, 0 ≤ part ≤ whole. z: 1.96 for 95 %. Raises ValueError for other counts.
    Wilson's score interval (1927), which also holds for few and for shares near 0 and 1.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share")
    if whole == 0:
        return 0.0, 1.0
    share, weight = part / whole, z * z / whole
    middle = (share + weight / 2) / (1 + weight)
    reach = z / (1 + weight) * sqrt(share * (1 - share) / whole + weight / (4 * whole))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def judged(part: int, whole: int, target: float) -> str:
    """`met` when the whole interval reaches the target, `missed` when none of it does, else `open`:
    chance could turn it."""
    low, high = wilson(part, whole)
    if low >= target:
        return "met"
    return "missed" if high < target else "open"
