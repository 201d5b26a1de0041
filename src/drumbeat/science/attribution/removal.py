"""Removal effects of all channels of a chain, without solving one chain per channel.

N = (I − Q)⁻¹, the fundamental matrix (J. G. Kemeny, J. L. Snell, "Finite Markov Chains", 1960), holds
the expected visits to state j from state i. Walks first meet the states S of a channel with chances
begin·N[:, S]·N[S, S]⁻¹ and convert from there with N[S, :]·convert; the product is what is lost
without the channel, as the Woodbury identity gives it for the chain that lacks S. At order 1 that is
visits · P(conversion from there) / N[c, c]. Three ways to get there:

inverted   few states: N as a whole, O(states³)
walked     many states of few channels: the walks themselves, once with each channel closed
estimated  many channels at order 1, where N is too large: its diagonal from returns in two steps and
           a sketch of the longer ones
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from drumbeat.science.attribution.chain import Chain
from drumbeat.science.attribution.segments import Floats, Ints

EXACT_UP_TO = 2_000
"""Channels up to which a chain of order 1 is inverted."""
INVERTED_UP_TO = 500
"""States up to which a chain of a higher order is inverted; walking is faster beyond."""
STILL_WALKING = 1e-15
"""Share of walks under way at which the rest is left uncounted."""
SKETCH, SKETCHED, SEED = 32, 1e-8, 0
"""Columns, accuracy and seed of the sketch of long returns."""
CHECKED = 16
"""Channels whose estimate is checked."""

Move = sparse.csr_array


@dataclass(frozen=True)
class Removal:
    """conversion_probability: 0–1. effects: (n,) share of it that is lost without each channel.

    error: largest relative error seen among CHECKED channels, 0 when the effects are exact.
    """

    conversion_probability: float
    effects: Floats
    error: float = 0.0


def removal_effects(chain: Chain) -> Removal:
    """The removal effects of a chain that converts at least once.

    Raises ValueError for a state that journeys enter and never leave.
    """
    begin, move, convert = chain.probabilities()
    one_state_each = np.array_equal(chain.channels, np.arange(chain.channel_count))
    if one_state_each and chain.channel_count > EXACT_UP_TO:
        return _estimated(begin, move, convert)
    if one_state_each or len(chain) <= INVERTED_UP_TO:
        return _inverted(chain, begin, move, convert)
    reached = _walked(begin, move, convert, chain.channels, np.arange(chain.channel_count))
    return Removal(float(reached[-1]), 1 - reached[:-1] / reached[-1])


def _inverted(chain: Chain, begin: Floats, move: Move, convert: Floats) -> Removal:
    leave = (sparse.eye_array(len(chain)) - move).toarray(order="F")
    visits = linalg.inv(leave, overwrite_a=True, check_finite=False)
    met, converting = begin @ visits, visits @ convert
    lost = np.zeros(chain.channel_count)
    by_channel = np.argsort(chain.channels, kind="stable")
    for own in np.split(by_channel, np.flatnonzero(np.diff(chain.channels[by_channel])) + 1):
        first_met = np.linalg.solve(visits[np.ix_(own, own)].T, met[own])
        lost[chain.channels[own[0]]] = first_met @ converting[own]
    probability = begin @ converting
    return Removal(float(probability), lost / probability)


def _walked(begin: Floats, move: Move, convert: Floats, channels: Ints, closed: Ints) -> Floats:
    """P(conversion) with each of the `closed` channels (k, ascending) closed, and with none (k + 1,).

    Follows the walks step by step; what is still under way at the end bounds the error.
    """
    step = move.T.tocsr()
    ends = np.flatnonzero(np.isin(channels, closed))
    columns = np.searchsorted(closed, channels[ends])
    walks = np.repeat(begin[:, None], len(closed) + 1, axis=1)
    reached = np.zeros(len(closed) + 1)
    while walks.sum(axis=0).max() > STILL_WALKING:
        walks[ends, columns] = 0
        reached += convert @ walks
        walks = step @ walks
    return reached


def _estimated(begin: Floats, move: Move, convert: Floats) -> Removal:
    met = _summed(move.T.tocsr(), begin)
    converting = _summed(move, convert)
    probability = begin @ converting
    effects = met * converting / _visits_to_oneself(move, met) / probability
    return Removal(float(probability), effects, _error(effects, begin, move, convert))


def _visits_to_oneself(move: Move, met: Floats) -> Floats:
    """(n,) the diagonal of N = 1 + returns in two steps + in three and more; there are no stays.

    The matrix of the longer ones, T = Q³N, is nearly of low rank because walks forget where they
    came from: T ≈ TA (BᵀTA)⁺ BᵀT for random A and B (Y. Nakatsukasa, "Fast and stable randomized
    low-rank matrix approximation", 2020). Scaling states by √visits leaves the diagonal as it is
    and weighs rare and frequent channels alike.
    """
    random = np.random.default_rng(SEED)
    scale = np.sqrt(np.where(met > 0, met, 1))
    there = (sparse.diags_array(scale) @ move @ sparse.diags_array(1 / scale)).tocsr()
    back = there.T.tocsr()
    a = random.standard_normal((len(met), SKETCH))
    b = random.standard_normal((len(met), SKETCH * 3 // 2))
    ta = _summed(there, there @ (there @ (there @ a)), SKETCHED)
    tb = _summed(back, back @ (back @ (back @ b)), SKETCHED)
    inner = np.linalg.pinv(b.T @ ta, rcond=1e-10)
    longer = np.einsum("ij,ij->i", ta @ inner, tb)
    return np.maximum(1 + move.multiply(move.T).sum(axis=1) + longer, 1)


def _summed(move: Move, term: NDArray, accuracy: float = STILL_WALKING) -> NDArray:
    """(I + Q + Q² + …) · term, up to terms below `accuracy` of the largest sum."""
    total = np.zeros_like(term)
    while np.abs(term).max() > accuracy * np.abs(total).max():
        total += term
        term = move @ term
    return total


def _error(effects: Floats, begin: Floats, move: Move, convert: Floats) -> float:
    """Largest relative error among some channels that matter, by walking with each one closed."""
    candidates = np.flatnonzero(effects > 0)
    chosen = np.random.default_rng(SEED).permutation(candidates)[:CHECKED]
    closed = np.sort(chosen)
    reached = _walked(begin, move, convert, np.arange(len(begin)), closed)
    exact = 1 - reached[:-1] / reached[-1]
    return float(np.abs(effects[closed] / exact - 1).max())
