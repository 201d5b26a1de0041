"""Why a figure changed: the change between two periods split over its factors, summing exactly.

A change of a product is split by the Shapley rule, the mean effect of changing one factor over all
orders of changing them one by one (P. Das Gupta, "Standardization and Decomposition of Rates", US
Bureau of the Census, 1993; for two factors the midpoint formula of E. Kitagawa, JASA 50, 1955). No
factor comes first, and nothing is left as "interaction".

A rate without a base (orders per session without sessions) is unknown, not 0: the other period's is
taken, so that the change counts as one of volume; unknown in both periods it has no effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Period:
    """sessions, orders: (c,) counts of each channel, ≥ 0. revenue: (c,) in one unit, net of refunds.

    Raises ValueError for columns of different lengths, negative counts and what is not a number.
    """

    sessions: ArrayLike
    orders: ArrayLike
    revenue: ArrayLike

    def __post_init__(self) -> None:
        size = np.shape(self.sessions)
        for name in ("sessions", "orders", "revenue"):
            values = np.asarray(getattr(self, name), dtype=np.float64)
            if values.ndim != 1 or values.shape != size:
                raise ValueError(f"{name} has shape {values.shape} instead of {size}")
            if not np.isfinite(values).all():
                raise ValueError(f"{name} holds a value that is not a number or is infinite")
            if name != "revenue" and (values < 0).any():
                raise ValueError(f"{name} holds a negative count")
            object.__setattr__(self, name, values)


@dataclass(frozen=True)
class RevenueChange:
    """Effects of each channel (c,) in the unit of revenue; all of them sum to the change.

    volume: all channels' sessions grew or shrank together. mix: the channel's share of sessions
    moved. conversion: orders per session. order_value: revenue per order. other: revenue that is no
    product of the three, because it came without sessions or without orders. A growing share has a
    positive mix effect also in a weak channel; the sum over channels says whether mix helped.
    """

    volume: Floats
    mix: Floats
    conversion: Floats
    order_value: Floats
    other: Floats

    @property
    def sessions(self) -> Floats:
        """(c,) effect of the channel's own sessions: volume and mix together."""
        return self.volume + self.mix

    @property
    def total(self) -> Floats:
        """(c,) change of the channel's revenue."""
        return self.sessions + self.conversion + self.order_value + self.other


@dataclass(frozen=True)
class RateChange:
    """Effects of each channel (c,) on the overall rate; all of them sum to its change.

    mix: the channel's share moved, times how far its rate lies from the overall one: growth of a
    weak channel is negative. rate: the channel's own rate moved, times its mean share.
    """

    mix: Floats
    rate: Floats

    @property
    def total(self) -> Floats:
        """(c,) both effects."""
        return self.mix + self.rate


def revenue_change(before: Period, after: Period) -> RevenueChange:
    """Split the change of R = Σ_c sessions_c · CVR_c · AOV_c, c the same channels in both periods.

    Sessions, CVR and AOV are split by the Shapley rule in each channel; the effect of sessions is
    then split once more, into volume and mix, by the same rule. Raises ValueError for periods of
    different channels.
    """
    _must_match(before, after)
    (old_cvr, old_aov, old_other), (new_cvr, new_aov, new_other) = _rates(before), _rates(after)
    cvr, aov = _filled(old_cvr, new_cvr), _filled(old_aov, new_aov)
    volume, mix = product_effects(*_volume_and_shares(before.sessions, after.sessions))
    # The effect of one session more, everything else split: it weighs volume and mix alike.
    none, one = np.zeros_like(volume), np.ones_like(volume)
    worth = product_effects((none, cvr[0], aov[0]), (one, cvr[1], aov[1]))[0]
    effects = product_effects((before.sessions, cvr[0], aov[0]), (after.sessions, cvr[1], aov[1]))
    return RevenueChange(
        volume=volume * worth,
        mix=mix * worth,
        conversion=effects[1],
        order_value=effects[2],
        other=new_other - old_other,
    )


def rate_change(
    bases_before: ArrayLike,
    counts_before: ArrayLike,
    bases_after: ArrayLike,
    counts_after: ArrayLike,
) -> RateChange | None:
    """Split the change of an overall rate Σ counts / Σ bases, such as orders / sessions.

    bases: (c,) ≥ 0, what the rate is per. counts: (c,), what is counted, in a channel without a base
    0. None when a period has no base at all: then it has no rate. Raises ValueError for columns of
    different lengths, negative bases, and counts without a base.
    """
    columns = [
        np.asarray(values, dtype=np.float64)
        for values in (bases_before, counts_before, bases_after, counts_after)
    ]
    if len({values.shape for values in columns}) > 1 or columns[0].ndim != 1:
        raise ValueError("the columns are not of one length")
    bases, counts = (columns[0], columns[2]), (columns[1], columns[3])
    if any((base < 0).any() for base in bases):
        raise ValueError("bases holds a negative count")
    if any(count[base == 0].any() for base, count in zip(bases, counts, strict=True)):
        raise ValueError("a channel has counts without a base")
    if not all(base.sum() for base in bases):
        return None
    shares = [base / base.sum() for base in bases]
    rates = _filled(*map(_ratio, counts, bases))
    overall = sum(count.sum() / base.sum() for base, count in zip(bases, counts, strict=True)) / 2
    mix, rate = product_effects((shares[0], rates[0]), (shares[1], rates[1]))
    return RateChange(mix=mix - (shares[1] - shares[0]) * overall, rate=rate)


def product_effects(before: Sequence[Floats], after: Sequence[Floats]) -> Floats:
    """Effect of each factor on the change of their product, by the Shapley rule.

    before, after: k factors (c,) each. Returns (k, c), summing over k to the change of the product.
    """
    factors = range(len(before))
    effects = []
    for factor in factors:
        others = [other for other in factors if other != factor]
        weight = sum(
            _chance(len(changed), len(before))
            * np.prod([(after if o in changed else before)[o] for o in others], axis=0)
            for size in range(len(before))
            for changed in combinations(others, size)
        )
        effects.append((after[factor] - before[factor]) * weight)
    return np.stack(effects)


def _chance(changed: int, factors: int) -> float:
    """That exactly these `changed` factors come before a given one in a random order."""
    return factorial(changed) * factorial(factors - changed - 1) / factorial(factors)


def _rates(period: Period) -> tuple[Floats, Floats, Floats]:
    """CVR and AOV, NaN where unknown, and the revenue that is not sessions · CVR · AOV."""
    sold = (period.sessions > 0) & (period.orders > 0)
    cvr = _ratio(period.orders, period.sessions)
    aov = _ratio(np.where(sold, period.revenue, 0), np.where(sold, period.orders, 0))
    return cvr, aov, np.where(sold, 0, period.revenue)


def _ratio(counts: Floats, bases: Floats) -> Floats:
    unknown = np.full_like(bases, np.nan)
    return np.divide(counts, bases, out=unknown, where=bases > 0)


def _filled(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """Both periods' rates, an unknown one taken from the other period, or 0 when that lacks too."""
    old = np.where(np.isnan(before), after, before)
    new = np.where(np.isnan(after), before, after)
    return np.nan_to_num(old), np.nan_to_num(new)


def _volume_and_shares(
    before: Floats, after: Floats
) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Per period: all sessions, repeated for each channel, and each channel's share of them."""
    old, new = before.sum(), after.sum()
    shares = _filled(
        _ratio(before, np.full_like(before, old)), _ratio(after, np.full_like(after, new))
    )
    return (np.full_like(before, old), shares[0]), (np.full_like(after, new), shares[1])


def _must_match(before: Period, after: Period) -> None:
    if before.sessions.shape != after.sessions.shape:
        raise ValueError("the periods are not of the same channels")
