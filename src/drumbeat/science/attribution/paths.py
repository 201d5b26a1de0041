"""Distinct paths with how often they were seen: what the models that learn from data are given."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from drumbeat.science.attribution.segments import Floats, Ints, Segments, column


@dataclass(frozen=True)
class Paths:
    """Paths of channels, each with the journeys that took it.

    channels: (t,) channel ids 0 … channel_count − 1, path after path in the order of the touches.
    offsets: (p + 1,) where each path begins; none is empty. conversions, nulls: (p,) journeys along
    the path that converted and that did not, ≥ 0. values: (p,) value of its conversions, in one
    unit; 0 by default. The same path may come in several rows. Raises ValueError otherwise.
    """

    channels: ArrayLike
    offsets: ArrayLike
    conversions: ArrayLike
    channel_count: int
    nulls: ArrayLike | None = None
    values: ArrayLike | None = None
    segments: Segments = field(init=False, repr=False)

    def __post_init__(self) -> None:
        segments = Segments.of(self.offsets, "path")
        channels = column(self.channels, segments.steps, "channels", np.int64)
        if len(channels) and not 0 <= channels.min() <= channels.max() < self.channel_count:
            raise ValueError(f"channels holds an id outside 0…{self.channel_count - 1}")
        set_ = object.__setattr__
        set_(self, "segments", segments)
        set_(self, "channels", channels)
        set_(self, "conversions", self._counts(self.conversions, "conversions"))
        set_(self, "nulls", self._counts(self.nulls, "nulls"))
        set_(self, "values", self._column(self.values, "values"))

    def __len__(self) -> int:
        return len(self.segments)

    @property
    def journeys(self) -> Floats:
        """(p,) journeys along each path, converted or not."""
        return self.conversions + self.nulls

    def collapsed(self) -> "Paths":
        """The same paths with repeats of a channel in a row told once: A, A, B becomes A, B."""
        new = np.diff(self.channels, prepend=-1) != 0
        new[self.segments.firsts] = True
        lengths = self.segments.sums(new.astype(np.int64))
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        return self._along(self.channels[new], offsets)

    def sets(self) -> "Paths":
        """The same paths as sets of channels: each channel once, in the order of the ids."""
        count = max(self.channel_count, 1)
        pairs = np.sort(self.segments.owners * count + self.channels)
        paths, channels = np.divmod(pairs[np.diff(pairs, prepend=-1) > 0], count)
        offsets = np.concatenate([[0], np.cumsum(np.bincount(paths, minlength=len(self)))])
        return self._along(channels, offsets)

    def _along(self, channels: Ints, offsets: Ints) -> "Paths":
        return Paths(
            channels, offsets, self.conversions, self.channel_count, self.nulls, self.values
        )

    def _counts(self, values: ArrayLike | None, name: str) -> Floats:
        counts = self._column(values, name)
        if (counts < 0).any():
            raise ValueError(f"{name} holds a negative count")
        return counts

    def _column(self, values: ArrayLike | None, name: str) -> Floats:
        return column(np.zeros(len(self)) if values is None else values, len(self), name)
