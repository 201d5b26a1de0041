"""Markov attribution: what would be lost if nobody got past a channel.

Journeys are read as walks from start over channels to conversion or to nothing, with the observed
shares as probabilities. The removal effect of a channel is the part of the conversion probability
that is lost when every walk ends where it meets the channel:

    RE_c = 1 − P(conversion without meeting c) / P(conversion)        credit_c = total · RE_c / Σ RE

In a chain of order k the state is the last k touches (fewer early in a journey), and removing a
channel ends every walk that touches it. Sources: E. Anderl, I. Becker, F. von Wangenheim, J. H.
Schumann, "Mapping the customer journey", International Journal of Research in Marketing 33 (2016).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from drumbeat.science.attribution.chain import (
    CONVERSION,
    NULL,
    START,
    Chain,
    chain_of_paths,
    chain_of_transitions,
)
from drumbeat.science.attribution.paths import Paths
from drumbeat.science.attribution.removal import removal_effects
from drumbeat.science.attribution.segments import Floats, column


@dataclass(frozen=True)
class MarkovCredit:
    """conversion_probability: of a journey, 0–1. removal_effects: (n,) 0–1 for each channel.

    conversions, values: (n,) the totals shared in proportion to the removal effects, both by those
    of conversions, so that refunds and outliers in the values move no shares. error: relative error
    of the removal effects, the largest among the channels checked; 0 when they are exact.
    """

    conversion_probability: float
    removal_effects: Floats
    conversions: Floats
    values: Floats
    error: float = 0.0


def markov_credit(paths: Paths, order: int = 1, *, collapse: bool = False) -> MarkovCredit:
    """Markov credit of the channels of `paths`, which have to include those that did not convert.

    collapse: repeats of a channel in a row count as one touch; at order 1 that changes nothing.
    Without conversions all is 0. Raises ValueError for an order below 1.

    Exact up to rounding, but for order 1 with more than `removal.EXACT_UP_TO` channels: there the
    sums still tie out, and `error` tells how far a removal effect may be off.
    """
    if order < 1:
        raise ValueError(f"a Markov chain of order {order}: the least is 1")
    chain = chain_of_paths(paths.collapsed() if collapse else paths, order)
    return _credit(chain, paths.conversions.sum(), paths.values.sum())


def markov_credit_of_transitions(
    froms: ArrayLike,
    tos: ArrayLike,
    counts: ArrayLike,
    channel_count: int,
    total_value: float = 0.0,
    channels: ArrayLike | None = None,
) -> MarkovCredit:
    """Markov credit from transitions that an engine has counted.

    froms: (r,) state ids or START. tos: (r,) state ids, CONVERSION or NULL. counts: (r,) journeys,
    ≥ 0; a pair may come in several rows. total_value: value of all conversions, shared like them.
    channels: (s,) the channel of the latest touch in each state of a chain of a higher order; by
    default the states are the channels, order 1. Raises ValueError for other ids, for journeys
    without a touch, for states that more or fewer journeys enter than leave, and for states that
    journeys enter and never leave.
    """
    states = np.arange(channel_count)
    if channels is not None:
        states = column(channels, np.size(channels), "channels", np.int64)
    froms = column(froms, np.size(froms), "froms", np.int64)
    tos = column(tos, len(froms), "tos", np.int64)
    counts = column(counts, len(froms), "counts")
    _must_be_transitions(froms, tos, counts, len(states))
    chain = chain_of_transitions(froms, tos, counts, states, channel_count)
    return _credit(chain, counts[tos == CONVERSION].sum(), total_value)


def _must_be_transitions(
    froms: np.ndarray, tos: np.ndarray, counts: Floats, state_count: int
) -> None:
    from_state, to_state = froms >= 0, tos >= 0
    known = (from_state | (froms == START)) & (to_state | np.isin(tos, [CONVERSION, NULL]))
    known &= (froms < state_count) & (tos < state_count)
    if not known.all():
        row = np.flatnonzero(~known)[0]
        raise ValueError(f"transition {row} goes from {froms[row]} to {tos[row]}: no such ids")
    if (~from_state & ~to_state).any():
        raise ValueError("a journey has no touch: give direct or unknown a channel of its own")
    if (counts < 0).any():
        raise ValueError("counts holds a negative count")
    entered = np.bincount(tos[to_state], counts[to_state], minlength=state_count)
    left = np.bincount(froms[from_state], counts[from_state], minlength=state_count)
    uneven = np.flatnonzero(~np.isclose(entered, left))
    if len(uneven):
        raise ValueError(
            f"{entered[uneven[0]]:g} journeys enter channel {uneven[0]}"
            f" and {left[uneven[0]]:g} leave it"
        )


def _credit(chain: Chain, conversions: float, value: float) -> MarkovCredit:
    if not conversions:
        nothing = np.zeros(chain.channel_count)
        return MarkovCredit(0.0, nothing, nothing, nothing)
    removal = removal_effects(chain)
    shares = removal.effects / removal.effects.sum()
    return MarkovCredit(
        removal.conversion_probability,
        removal.effects,
        conversions * shares,
        value * shares,
        removal.error,
    )
