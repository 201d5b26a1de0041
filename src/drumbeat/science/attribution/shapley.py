"""Shapley attribution: a channel's average marginal contribution over all orders of arrival.

    φ_c = Σ_{S ⊆ N∖c} |S|!·(n − |S| − 1)!/n! · [v(S ∪ c) − v(S)]                  (Shapley 1953)

What it says depends on the worth v(S) of a set of channels, and two are in use:

totals  v(S) = outcomes of the journeys whose set of channels ⊆ S (domain default). Each journey is
        then a unanimity game, whose Shapley value halves it, thirds it … among its distinct
        channels, so the sum over journeys is exact for any number of channels.
rates   v(S) = conversions / journeys among those journeys; needs the journeys that did not convert.
        Not additive: exact for EXACT_UP_TO channels, sampled beyond, scaled to the conversions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from drumbeat.science.attribution.paths import Paths
from drumbeat.science.attribution.segments import Floats, Ints

EXACT_UP_TO = 12
"""Channels whose 2ⁿ sets are all looked at."""
PERMUTATIONS = 2_000

Worth = Callable[[NDArray[np.bool_]], Floats]
"""Worth of coalitions: (k, n) who is in each → (k,)."""


@dataclass(frozen=True)
class ShapleyValue:
    """values: (n,) in the unit of the worth, summing to v(N) − v(∅).

    standard_errors: (n,) of the sampling, 0 when exact. permutations: orders looked at; None when
    exact.
    """

    values: Floats
    standard_errors: Floats
    permutations: int | None = None

    def scaled_to(self, total: float) -> "ShapleyValue":
        """The same shares of `total`; all 0 when there is nothing to share by."""
        whole = self.values.sum()
        by = total / whole if whole else 0.0
        return ShapleyValue(self.values * by, self.standard_errors * abs(by), self.permutations)


@dataclass(frozen=True)
class ShapleyCredit:
    """conversions, values: (n,) credit of each channel, summing to the totals.

    worth: which v(S) was shared. standard_errors: (n,) of `conversions`, 0 when exact.
    """

    worth: Literal["totals", "rates"]
    conversions: Floats
    values: Floats
    standard_errors: Floats


def shapley_of_totals(paths: Paths) -> ShapleyCredit:
    """Shapley credit with v(S) = outcomes of journeys within S; exact for any number of channels."""
    sets = paths.sets()

    def shared(outcomes: Floats) -> Floats:
        equal_parts = sets.segments.spread(outcomes / sets.segments.lengths)
        return np.bincount(sets.channels, equal_parts, minlength=sets.channel_count)

    nothing = np.zeros(sets.channel_count)
    return ShapleyCredit("totals", shared(sets.conversions), shared(sets.values), nothing)


def shapley_of_rates(
    paths: Paths, *, seed: int = 0, permutations: int = PERMUTATIONS
) -> ShapleyCredit:
    """Shapley credit with v(S) = conversion rate of journeys within S, 0 for a set without any.

    Shares of the rate are scaled to conversions and values. A channel that lowers the rate gets
    negative credit. Above EXACT_UP_TO channels `permutations` orders are sampled with `seed`.
    Without conversions all is 0.
    """
    sets = paths.sets()
    if sets.channel_count <= EXACT_UP_TO:
        rate = _exact(_rates_of_coalitions(sets), sets.channel_count)
    else:
        rate = _sampled(
            lambda order: _rates_along(sets, order), sets.channel_count, seed, permutations
        )
    conversions = rate.scaled_to(sets.conversions.sum())
    values = rate.scaled_to(sets.values.sum()).values
    return ShapleyCredit("rates", conversions.values, values, conversions.standard_errors)


def shapley_value(
    worth: Worth, players: int, *, seed: int = 0, permutations: int = PERMUTATIONS
) -> ShapleyValue:
    """The Shapley value of any game: exact for EXACT_UP_TO players, sampled with error beyond.

    permutations: orders to sample, ≥ 4, rounded up to pairs of an order and its reverse.
    """
    if players <= EXACT_UP_TO:
        return _exact(worth, players)
    prefixes = np.tri(players + 1, players, -1, dtype=bool)

    def along(order: Ints) -> Floats:
        joined = np.empty_like(prefixes)
        joined[:, order] = prefixes
        return worth(joined)

    return _sampled(along, players, seed, permutations)


def _exact(worth: Worth, players: int) -> ShapleyValue:
    """The Shapley value by the worth of all 2ⁿ coalitions."""
    coalitions = np.arange(2**players)
    inside = (coalitions[:, None] >> np.arange(players)) & 1 == 1
    worths = worth(inside)
    sizes = inside.sum(axis=1)
    chances = np.array(
        [factorial(s) * factorial(players - s - 1) / factorial(players) for s in range(players)]
    )
    values = np.empty(players)
    for player in range(players):
        without = ~inside[:, player]
        gains = worths[coalitions[without] | 1 << player] - worths[without]
        values[player] = gains @ chances[sizes[without]]
    return ShapleyValue(values, np.zeros(players))


def _sampled(
    along: Callable[[Ints], Floats], players: int, seed: int, permutations: int
) -> ShapleyValue:
    """Mean gains over random orders; `along` gives the worths (n + 1,) as an order fills up.

    Each order comes with its reverse, which takes out most of the luck of coming early or late;
    the error is that of independent pairs.
    """
    if permutations < 4:
        raise ValueError(f"{permutations} orders do not tell their error: take 4 or more")
    random = np.random.default_rng(seed)
    pairs = -(-permutations // 2)
    gains = np.zeros((pairs, players))
    for pair in gains:
        order = random.permutation(players)
        for arrivals in (order, order[::-1]):
            pair[arrivals] += np.diff(along(arrivals)) / 2
    errors = gains.std(axis=0, ddof=1) / np.sqrt(pairs)
    return ShapleyValue(gains.mean(axis=0), errors, 2 * pairs)


def _rates_of_coalitions(sets: Paths) -> Worth:
    """Worth of coalitions by summing over subsets, one channel after the other (Yates' method)."""
    size = 2**sets.channel_count
    masks = sets.segments.sums(1 << sets.channels)
    outcomes = np.stack(
        [np.bincount(masks, counts, minlength=size) for counts in (sets.conversions, sets.journeys)]
    )
    for channel in range(sets.channel_count):
        halves = outcomes.reshape(2, -1, 2, 2**channel)
        halves[:, :, 1] += halves[:, :, 0]
    rates = _rates(*outcomes)

    def worth(inside: NDArray[np.bool_]) -> Floats:
        return rates[inside @ (1 << np.arange(sets.channel_count))]

    return worth


def _rates_along(sets: Paths, order: Ints) -> Floats:
    """(n + 1,) rates as channels join in `order`: a journey counts from its last channel on."""
    joined = np.empty(sets.channel_count, dtype=np.int64)
    joined[order] = np.arange(1, sets.channel_count + 1)
    complete = sets.segments.maxima(joined[sets.channels])
    size = sets.channel_count + 1
    return _rates(
        np.bincount(complete, sets.conversions, minlength=size).cumsum(),
        np.bincount(complete, sets.journeys, minlength=size).cumsum(),
    )


def _rates(conversions: Floats, journeys: Floats) -> Floats:
    return np.divide(conversions, journeys, out=np.zeros(len(journeys)), where=journeys > 0)
