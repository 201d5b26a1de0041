"""From weights to credit: what each step of a journey gets of the journey's value."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drumbeat.science.attribution.segments import Floats, Ints, Segments, column

REST_BITS = 31
"""Whole weights of a journey sum to less than 2³¹, so that products stay within 64 bits; the rest
that decides who gets a unit left over has as many bits."""


def credit(weights: ArrayLike, offsets: ArrayLike, values: ArrayLike) -> Floats:
    """Each step's part of its journey's value: value · weight / Σ weights.

    weights: (t,) ≥ 0, not all 0 in any journey. offsets: (m + 1,). values: (m,) in any unit, also
    negative (a refund). Returns (t,), summing to the value of each journey up to rounding error.
    Raises ValueError otherwise.
    """
    segments, weights, totals = _weighed(weights, offsets)
    values = column(values, len(segments), "values")
    return segments.spread(values) * (weights / segments.spread(totals))


def whole_credit(weights: ArrayLike, offsets: ArrayLike, values: ArrayLike) -> Ints:
    """Each step's part of its journey's value in whole minor units, summing to it exactly.

    Largest remainders: everyone gets the whole part of their due, and the units left over go to the
    largest fractions, the earlier step first among equals. weights: (t,) ≥ 0, not all 0 in any
    journey; whole weights are split in exact arithmetic, real ones in floats, where rests of a unit
    that differ by less than 2⁻³¹ count as equal.
    offsets: (m + 1,). values: (m,) whole numbers, also negative. Returns (t,). Raises ValueError
    otherwise, and for whole weights that sum to 2³¹ or more.
    """
    segments, weights, totals = _weighed(weights, offsets)
    values = column(values, len(segments), "values", np.int64)
    due = _exact_dues if np.issubdtype(weights.dtype, np.integer) else _float_dues
    whole, rests = due(segments, weights, totals, np.abs(values))
    left = np.abs(values) - segments.sums(whole)
    # Rounding of very large floats can leave less than nothing, or more than one unit a step:
    # floor division takes that part from all steps alike.
    each, some = np.divmod(left, segments.lengths)
    whole += segments.spread(each) + _to_the_largest(segments, rests, some)
    return whole * segments.spread(np.sign(values))


def whole_parts(shares: ArrayLike, total: int) -> Ints:
    """Whole parts (n,) of a whole `total` by `shares` (n,) that sum to 1 and may be negative.

    Each is less than one unit from its due; the units that are left over go to the largest rests,
    the earlier first. Raises ValueError for shares that do not sum to 1.
    """
    shares = np.asarray(shares, dtype=np.float64)
    if not np.isclose(shares.sum(), 1):
        raise ValueError(f"shares sum to {shares.sum():g}, not 1")
    due = shares * total
    parts = np.floor(due).astype(np.int64)
    largest_first = np.argsort(-(due - parts), kind="stable")
    parts[largest_first[: int(total - parts.sum())]] += 1
    return parts


def _weighed(weights: ArrayLike, offsets: ArrayLike) -> tuple[Segments, NDArray, NDArray]:
    segments = Segments.of(offsets, "journey")
    kind = np.int64 if np.asarray(weights).dtype.kind in "iub" else np.float64
    weights = column(np.asarray(weights).astype(kind), segments.steps, "weights", kind)
    if (weights < 0).any():
        raise ValueError("a weight is negative")
    totals = segments.sums(weights)
    if not (totals > 0).all():
        raise ValueError(f"journey {np.flatnonzero(totals <= 0)[0]} has no weight to share by")
    return segments, weights, totals


def _exact_dues(
    segments: Segments, weights: Ints, totals: Ints, amounts: Ints
) -> tuple[Ints, Ints]:
    if len(totals) and totals.max() >= 2**REST_BITS:
        raise ValueError(f"whole weights of a journey sum to {totals.max()}, 2³¹ or more")
    # value · weight may exceed 64 bits; (value mod total) · weight cannot.
    shared, over = np.divmod(amounts, totals)
    more, rest = np.divmod(segments.spread(over) * weights, segments.spread(totals))
    return segments.spread(shared) * weights + more, rest


def _float_dues(
    segments: Segments, weights: Floats, totals: Floats, amounts: Ints
) -> tuple[Ints, Ints]:
    due = segments.spread(amounts) * (weights / segments.spread(totals))
    whole = np.floor(due)
    # Rests equal but for rounding error become equal here, and the earlier step goes first.
    return whole.astype(np.int64), np.floor((due - whole) * 2**REST_BITS).astype(np.int64)


def _to_the_largest(segments: Segments, rests: Ints, units: Ints) -> Ints:
    """(t,) 1 for the `units` (m,) largest rests of each sequence, the earlier first."""
    extra = np.zeros(segments.steps, dtype=np.int64)
    sharing = np.flatnonzero(segments.spread(units))
    owners = segments.owners[sharing]
    largest_first = (owners << REST_BITS) | (2**REST_BITS - 1 - rests[sharing])
    order = np.argsort(largest_first, kind="stable")
    begins = np.flatnonzero(np.diff(owners, prepend=-1))
    ranks = np.arange(len(owners)) - np.repeat(begins, np.diff(begins, append=len(owners)))
    extra[sharing[order]] = ranks < units[owners]
    return extra
