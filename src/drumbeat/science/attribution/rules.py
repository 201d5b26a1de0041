"""Rule models: the weight of each step of a journey, its share being weight / Σ weights.

Weights of every rule but time decay are whole numbers, so that money splits exactly. Touches are in
the order in which they happened. Definitions as in the tools people compare with (Google Analytics
and Google Ads before 2023; MRC Outcomes and Data Quality Standard).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drumbeat.science.attribution.segments import Floats, Ints, Segments, column

HALF_LIFE_DAYS = 7.0


@dataclass(frozen=True)
class Journeys:
    """Touches before conversions, one row a touch, in order, journey after journey.

    offsets: (m + 1,) where each journey begins; none is empty. direct: (t,) whether the touch's
    channel is Direct; none by default. days_before: (t,) days from the touch to the conversion, ≥ 0;
    only time decay asks for it. Raises ValueError for an empty journey or a column that does not fit.
    """

    offsets: ArrayLike
    direct: ArrayLike | None = None
    days_before: ArrayLike | None = None
    segments: Segments = field(init=False, repr=False)

    def __post_init__(self) -> None:
        segments = Segments.of(self.offsets, "journey")
        object.__setattr__(self, "segments", segments)
        if self.direct is not None:
            object.__setattr__(self, "direct", column(self.direct, segments.steps, "direct", bool))
        if self.days_before is not None:
            days = column(self.days_before, segments.steps, "days_before")
            if (days < 0).any():
                raise ValueError("days_before holds a touch after its conversion")
            object.__setattr__(self, "days_before", days)

    def __len__(self) -> int:
        return len(self.segments)

    @property
    def positions(self) -> Ints:
        """(t,) 1 for the first touch of its journey."""
        segments = self.segments
        return np.arange(1, segments.steps + 1) - segments.spread(segments.firsts)

    @property
    def lengths(self) -> Ints:
        """(t,) touches of the journey that the touch belongs to."""
        return self.segments.spread(self.segments.lengths)


def first(journeys: Journeys) -> Ints:
    """All to the first touch. (t,) weights."""
    return _only(journeys, journeys.segments.firsts)


def last(journeys: Journeys) -> Ints:
    """All to the last touch. (t,) weights."""
    return _only(journeys, journeys.segments.lasts)


def last_non_direct(journeys: Journeys) -> Ints:
    """All to the last touch that is not direct; a journey of direct touches only, to its last.

    Returns (t,) weights. Raises ValueError without the direct column.
    """
    if journeys.direct is None:
        raise ValueError("the last non-direct touch needs the column direct")
    segments = journeys.segments
    steps = np.arange(segments.steps)
    heard = segments.maxima(np.where(journeys.direct, -1, steps))
    return _only(journeys, np.where(heard < 0, segments.lasts, heard))


def linear(journeys: Journeys) -> Ints:
    """The same to each touch. (t,) weights."""
    return np.ones(journeys.segments.steps, dtype=np.int64)


def position(journeys: Journeys) -> Ints:
    """40 % to the first, 40 % to the last, 20 % shared by those between; two touches halve.

    Returns (t,) weights: 2(n − 2) at both ends and 1 between, which sum to 5(n − 2).
    """
    lengths, positions = journeys.lengths, journeys.positions
    at_an_end = (positions == 1) | (positions == lengths)
    return np.where(at_an_end, np.maximum(2 * (lengths - 2), 1), 1)


def time_decay(journeys: Journeys, half_life_days: float = HALF_LIFE_DAYS) -> Floats:
    """Weights that halve with each `half_life_days` between touch and conversion: 2^(−Δ/h).

    Returns (t,) weights, 1 for the nearest touch of a journey: dividing by it changes no share and
    keeps journeys of many half-lives from vanishing. Raises ValueError without the column
    days_before, and for a half-life that is not above 0.
    """
    if journeys.days_before is None:
        raise ValueError("time decay needs the column days_before")
    if not half_life_days > 0:
        raise ValueError(f"a half-life of {half_life_days} days is not above 0")
    nearest = journeys.segments.minima(journeys.days_before)
    return np.exp2((journeys.segments.spread(nearest) - journeys.days_before) / half_life_days)


RULES: dict[str, Callable[[Journeys], NDArray]] = {
    "first": first,
    "last": last,
    "last_non_direct": last_non_direct,
    "linear": linear,
    "position": position,
    "time_decay": time_decay,
}


def _only(journeys: Journeys, steps: Ints) -> Ints:
    weights = np.zeros(journeys.segments.steps, dtype=np.int64)
    weights[steps] = 1
    return weights
