"""What a sample says of the whole it was drawn from, and how sure that is."""

from dataclasses import dataclass

from scipy.special import gammaincinv

from drumbeat.science.rates import wilson

_TAIL = 0.025  # on either side of an interval of 95 %


@dataclass(frozen=True)
class Estimate:
    """The likeliest value, and between what the true one lies in 95 of 100 samples."""

    value: float
    low: float
    high: float


def count_of_whole(seen: int, one_in: int, spread: float = 1.0) -> Estimate:
    """How many there are in all, when each person had one chance in `one_in` to be seen.

    spread: Σ n² / Σ n over the persons seen, where one may count n times: who counts often makes a
    sum less sure. Each once: 1. Raises ValueError for a negative count or a spread below 1.
    F. Garwood, “Fiducial Limits for the Poisson Distribution”, Biometrika 28, 1936, on the count
    divided by its design effect (Korn & Graubard, Survey Methodology 24, 1998); exact for rare
    draws, and a little wider than it need be for others.
    """
    if seen < 0 or spread < 1:
        raise ValueError(f"{seen} seen with a spread of {spread}")
    clusters = seen / spread
    low = gammaincinv(clusters, _TAIL) * spread if seen else 0.0
    high = gammaincinv(clusters + 1, 1 - _TAIL) * spread
    # As many as were seen there are in any case.
    return Estimate(seen * one_in, max(float(low) * one_in, seen), float(high) * one_in)


def share_of_whole(hits: int, trials: int, spread: float = 1.0) -> Estimate:
    """A share, 0–1, by its sample. spread: as in `count_of_whole`. Raises ValueError as `wilson`."""
    return Estimate(hits / trials, *wilson(hits / spread, trials / spread))
