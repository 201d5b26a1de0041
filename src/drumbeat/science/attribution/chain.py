"""Absorbing Markov chains of journeys: from start over channels to conversion or to nothing."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from drumbeat.science.attribution.paths import Paths
from drumbeat.science.attribution.segments import Floats, Ints, Segments

START, CONVERSION, NULL = -1, -2, -3
"""The ends of a journey in lists of transitions, beside the channel ids 0, 1, 2 …"""


@dataclass(frozen=True)
class Chain:
    """How often journeys went from state to state.

    starts, conversions, nulls: (s,) journeys that began in a state, and that ended after it.
    moves: (s, s) sparse, journeys from state to state. channels: (s,) the channel of the latest
    touch in each state, 0 … channel_count − 1.
    """

    starts: Floats
    moves: sparse.csr_array
    conversions: Floats
    nulls: Floats
    channels: Ints
    channel_count: int

    def __len__(self) -> int:
        return len(self.starts)

    def probabilities(self) -> tuple[Floats, sparse.csr_array, Floats]:
        """Begin (s,), move (s, s) and conversion (s,) probabilities, a state's stay left out.

        Staying only delays where a journey goes next, so leaving it out changes no probability of
        ever reaching a state. Raises ValueError for a state that journeys enter and never leave.
        """
        moves = self.moves.tocoo()
        leaving = moves.row != moves.col
        rows, columns, counts = moves.row[leaving], moves.col[leaving], moves.data[leaving]
        ends = self.conversions + self.nulls
        self._must_end(rows, columns, ends)
        out = ends + np.bincount(rows, counts, minlength=len(self))
        rate = np.divide(1.0, out, out=np.zeros(len(self)), where=out > 0)
        shape = (len(self), len(self))
        share = sparse.csr_array((counts * rate[rows], (rows, columns)), shape=shape)
        return self.starts / self.starts.sum(), share, self.conversions * rate

    def _must_end(self, rows: Ints, columns: Ints, ends: Floats) -> None:
        """Walk back from the ends: every state that was ever entered has to be met."""
        size = len(self)
        ending = np.flatnonzero(ends > 0)
        back = sparse.coo_array(
            (
                np.ones(len(rows) + len(ending)),
                (
                    np.concatenate([columns, np.full(len(ending), size)]),
                    np.concatenate([rows, ending]),
                ),
            ),
            shape=(size + 1, size + 1),
        ).tocsr()
        met = csgraph.breadth_first_order(back, size, return_predecessors=False)
        lost = np.ones(size, dtype=bool)
        lost[met[met < size]] = False
        lost &= (self.starts > 0) | (np.bincount(columns, minlength=size) > 0)
        if lost.any():
            raise ValueError(f"journeys never end after channel {self.channels[lost][0]}")


def chain_of_paths(paths: Paths, order: int) -> Chain:
    """The chain whose state is the last `order` touches, or all of them early in a journey."""
    states, channels = _states(paths, order)
    segments, journeys = paths.segments, paths.journeys
    size = len(channels)
    inner = np.ones(segments.steps, dtype=bool)
    inner[segments.lasts] = False
    froms = np.flatnonzero(inner)
    weights = segments.spread(journeys)[froms]
    lasts = states[segments.lasts]
    return Chain(
        starts=np.bincount(states[segments.firsts], journeys, minlength=size),
        moves=_counted(states[froms], states[froms + 1], weights, size),
        conversions=np.bincount(lasts, paths.conversions, minlength=size),
        nulls=np.bincount(lasts, paths.nulls, minlength=size),
        channels=channels,
        channel_count=paths.channel_count,
    )


def chain_of_transitions(
    froms: Ints, tos: Ints, counts: Floats, channels: Ints, channel_count: int
) -> Chain:
    """The chain from counted transitions between states; the ends are START, CONVERSION and NULL.

    channels: (s,) the channel of the latest touch in each state.
    """
    starting, inner, size = froms == START, (froms >= 0) & (tos >= 0), len(channels)

    def by_state(ids: Ints, chosen: np.ndarray) -> Floats:
        return np.bincount(ids[chosen], counts[chosen], minlength=size)

    return Chain(
        starts=by_state(tos, starting),
        moves=_counted(froms[inner], tos[inner], counts[inner], size),
        conversions=by_state(froms, tos == CONVERSION),
        nulls=by_state(froms, tos == NULL),
        channels=channels,
        channel_count=channel_count,
    )


def _states(paths: Paths, order: int) -> tuple[Ints, Ints]:
    """The state after each touch (t,), and the channel of each state (s,)."""
    if order == 1:
        return paths.channels, np.arange(paths.channel_count)
    states = paths.channels
    for _ in range(order - 1):
        states = _with_the_touch_before(states, paths.channels, paths.segments)
    _, first_seen, states = np.unique(states, return_index=True, return_inverse=True)
    return states, paths.channels[first_seen]


def _with_the_touch_before(states: Ints, channels: Ints, segments: Segments) -> Ints:
    """Ids of (state one touch ago, channel): one touch more than in `states` is remembered."""
    before = np.roll(states, 1) + 1
    before[segments.firsts] = 0
    pairs = before * (channels.max(initial=0) + 1) + channels
    return np.unique(pairs, return_inverse=True)[1]


def _counted(rows: Ints, columns: Ints, counts: Floats, size: int) -> sparse.csr_array:
    kept = counts > 0
    return sparse.csr_array((counts[kept], (rows[kept], columns[kept])), shape=(size, size))
