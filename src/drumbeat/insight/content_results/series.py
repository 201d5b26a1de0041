"""Pieces held against their like: the same format on the same kind of channel.

A film in a feed and a white paper sent by e-mail do not compete; two posts in one feed do.
"""

from collections import defaultdict
from dataclasses import dataclass

from drumbeat.channels.registry.kinds import KINDS as CHANNEL_KINDS
from drumbeat.content.kinds import KINDS
from drumbeat.insight.content_results.pieces import Piece
from drumbeat.science.rates import percentiles, quantile

ENOUGH = 5
"""A series of fewer pieces has no best and no weakest."""
FORMATS = dict(KINDS)


@dataclass(frozen=True)
class Series:
    """The pieces of one kind that have a value to compare. values: of `pieces`, in their order,
    the highest first."""

    kind: str
    channel_kind: str
    pieces: list[Piece]
    values: list[float]

    @property
    def name(self) -> str:
        return f"{FORMATS[self.kind]} · {CHANNEL_KINDS[self.channel_kind][0]}"

    @property
    def is_enough(self) -> bool:
        return len(self.pieces) >= ENOUGH

    @property
    def quartiles(self) -> tuple[float, float, float]:
        """Lower quartile, median, upper quartile."""
        low, middle, high = (quantile(self.values, share) for share in (0.25, 0.5, 0.75))
        return low, middle, high


def value_of(piece: Piece, measure: str, *, with_leads: bool) -> float | None:
    """What pieces are compared by; None where that cannot be told of this one."""
    if measure == "touches":
        return piece.sums.touches
    if measure == "revenue":
        return piece.sums.revenue_minor
    return piece.sums.next_rate(with_leads)


def into_series(pieces: list[Piece], measure: str, *, with_leads: bool) -> list[Series]:
    """The series, the largest first; each piece learns its own, and its percentile in it where it
    has a value and there are enough others."""
    alike: defaultdict[tuple[str, str], list[tuple[float, Piece]]] = defaultdict(list)
    for piece in pieces:
        value = value_of(piece, measure, with_leads=with_leads)
        if value is not None:
            alike[piece.kind, piece.channel_kind].append((value, piece))
    made = []
    for (kind, channel_kind), found in alike.items():
        found.sort(key=lambda pair: (-pair[0], pair[1].name))
        values = [value for value, _piece in found]
        series = Series(kind, channel_kind, [piece for _value, piece in found], values)
        made.append(series)
        for piece, place in zip(series.pieces, percentiles(values), strict=True):
            piece.series = series
            piece.percentile = place if series.is_enough else None
    return sorted(made, key=lambda one: (-len(one.pieces), one.kind, one.channel_kind))
