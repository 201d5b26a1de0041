"""Every piece as a dot: how much it was met, and what came of that. Per cent of the drawing."""

from dataclasses import dataclass

from drumbeat.insight.content_results.series import value_of
from drumbeat.insight.results.chart import Tick, nice_top

MOST_DOTS, NAMED = 200, 8
ROOM, LINE = 24, 7  # per cent of the drawing that a name takes


@dataclass(frozen=True)
class Dot:
    """name: written beside it, of the few that were met most. is_right: so far right that its
    name stands on its left."""

    x: str
    y: str
    says: str
    name: str
    is_right: bool


@dataclass(frozen=True)
class Scatter:
    dots: list[Dot]
    across: list[Tick]
    up: list[Tick]


def scatter(pieces, *, with_leads: bool, say) -> Scatter | None:
    """Touches to the right, the next-step rate upwards, of the pieces that have one; None of less
    than two. say: (touches, rate) in words."""
    found = [(value_of(one, "rate", with_leads=with_leads), one) for one in pieces]
    found = [(rate, piece) for rate, piece in found if rate is not None]
    found.sort(key=lambda pair: -pair[1].sums.touches)
    if len(found) < 2:
        return None
    right = nice_top(found[0][1].sums.touches)
    top = nice_top(max(rate for rate, _piece in found)) or 1
    dots, named = [], []
    for rate, piece in found[:MOST_DOTS]:
        x, y = 100 * piece.sums.touches / right, 100 - 100 * max(rate, 0) / top
        says = f"{piece.name}: {say(piece.sums.touches, rate)}"
        # A name over another can be read by nobody.
        is_free = all(abs(x - left) > ROOM or abs(y - down) > LINE for left, down in named)
        name = piece.name if is_free and len(named) < NAMED else ""
        if name:
            named.append((x, y))
        dots.append(Dot(f"{x:.2f}", f"{y:.2f}", says, name, x > 75))
    return Scatter(
        dots,
        [Tick(f"{100 * step / 4:.0f}", right * step / 4) for step in range(5)],
        [Tick(f"{100 - 100 * step / 4:.0f}", top * step / 4) for step in range(5)],
    )
