"""The largest series as strips of dots, one a piece: values in, per cent of the drawing out."""

from dataclasses import dataclass

from drumbeat.insight.content_results.pieces import Piece
from drumbeat.insight.content_results.series import Series

MOST_STRIPS, MOST_DOTS, MOST_NAMES = 6, 80, 3


@dataclass(frozen=True)
class Dot:
    x: str
    tone: str
    says: str


@dataclass(frozen=True)
class Strip:
    """A series. band: where the middle half lies. best, weakest: of the outer quarters."""

    name: str
    count: int
    dots: list[Dot]
    band_x: str
    band_width: str
    median_x: str
    top: str
    best: list[Piece]
    weakest: list[Piece]


def strips(series: list[Series], say) -> list[Strip]:
    """say: a value in words. Series of too few are not drawn: they have no quarters."""
    return [_strip(one, say) for one in series[:MOST_STRIPS] if one.is_enough]


def _strip(series: Series, say) -> Strip:
    low, middle, high = series.quartiles
    # From zero, or from below it where more was given back than sold.
    floor, top = min(0, *series.values), max(0, *series.values)
    width = (top - floor) or 1

    def x(value) -> float:
        return 2 + 96 * (value - floor) / width

    pairs = list(zip(series.values, series.pieces, strict=True))
    best = [piece for value, piece in pairs if value > middle and value >= high]
    weakest = [piece for value, piece in pairs if value < middle and value <= low]
    dots = [
        Dot(f"{x(value):.2f}", _tone(value, low, middle, high), f"{piece.name}: {say(value)}")
        for value, piece in _spread(pairs)
    ]
    return Strip(
        series.name,
        len(pairs),
        dots,
        f"{x(low):.2f}",
        f"{x(high) - x(low):.2f}",
        f"{x(middle):.2f}",
        say(top),
        best[:MOST_NAMES],
        weakest[::-1][:MOST_NAMES],
    )


def _tone(value, low, middle, high) -> str:
    if value > middle and value >= high:
        return "good"
    return "caution" if value < middle and value <= low else ""


def _spread(pairs):
    """Of very many, every n-th: the shape stays, the page stays small."""
    return pairs[:: -(-len(pairs) // MOST_DOTS)]
