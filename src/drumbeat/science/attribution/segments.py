"""Sequences of different lengths in one flat array: `offsets[i]:offsets[i + 1]` is sequence i."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Segments:
    """Where each sequence begins and ends; none of them is empty.

    offsets: (m + 1,) whole numbers from 0, strictly increasing, for m ≥ 0 sequences.
    """

    offsets: Ints

    @classmethod
    def of(cls, offsets: ArrayLike, name: str) -> "Segments":
        """Checked offsets. Raises ValueError that calls a sequence a `name`."""
        edges = np.asarray(offsets, dtype=np.int64)
        if edges.ndim != 1 or not len(edges) or edges[0] != 0:
            raise ValueError("offsets are one row of whole numbers that begins with 0")
        empty = np.flatnonzero(np.diff(edges) <= 0)
        if len(empty):
            raise ValueError(
                f"{name} {empty[0]} has no steps: give direct or unknown a step of its own"
            )
        return cls(edges)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def steps(self) -> int:
        """Steps of all sequences together."""
        return int(self.offsets[-1])

    @property
    def firsts(self) -> Ints:
        """(m,) index of the first step of each sequence."""
        return self.offsets[:-1]

    @property
    def lasts(self) -> Ints:
        """(m,) index of the last step of each sequence."""
        return self.offsets[1:] - 1

    @cached_property
    def lengths(self) -> Ints:
        """(m,) steps of each sequence."""
        return np.diff(self.offsets)

    @cached_property
    def owners(self) -> Ints:
        """(steps,) which sequence each step belongs to."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def spread(self, values: NDArray) -> NDArray:
        """(steps,) each sequence's value (m,) repeated on its steps."""
        return np.repeat(values, self.lengths)

    def sums(self, values: NDArray) -> NDArray:
        """(m,) totals of the steps' values; whole numbers stay whole."""
        return np.add.reduceat(values, self.firsts) if len(self) else values[:0]

    def minima(self, values: NDArray) -> NDArray:
        """(m,) smallest of the steps' values."""
        return np.minimum.reduceat(values, self.firsts) if len(self) else values[:0]

    def maxima(self, values: NDArray) -> NDArray:
        """(m,) largest of the steps' values."""
        return np.maximum.reduceat(values, self.firsts) if len(self) else values[:0]


def column(values: ArrayLike, size: int, name: str, dtype: type = np.float64) -> NDArray:
    """`values` as a (size,) array of finite `dtype`. Raises ValueError naming the column."""
    array = np.asarray(values)
    if array.shape != (size,):
        raise ValueError(f"{name} has shape {array.shape} instead of ({size},)")
    if np.issubdtype(dtype, np.integer) and not np.issubdtype(array.dtype, np.integer) and size:
        raise ValueError(f"{name} takes whole numbers")
    array = array.astype(dtype, copy=False)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a value that is not a number or is infinite")
    return array
