"""The outlook as bars, a group a period. Pure: amounts in, coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1080, 260
LEFT, RIGHT, TOP, BOTTOM = 84, 12, 12, 224
STEPS = 4
SERIES = ("baseline", "forecast", "committed", "actual")


@dataclass(frozen=True)
class Bar:
    kind: str
    minor: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Group:
    """A period: its bars, and where its label stands."""

    period: object
    middle: float
    bars: list[Bar]


@dataclass(frozen=True)
class Picture:
    """up: (y, minor units) grid lines. today: x, None where it lies outside."""

    groups: list[Group]
    up: list[tuple[float, int]]
    zero: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    label: int = BOTTOM + 22


def picture(periods: Sequence) -> Picture | None:
    """Bars of each period's baseline, forecast, committed and actual; None without a period."""
    if not periods:
        return None
    amounts = [getattr(period.cell, kind) for period in periods for kind in SERIES]
    top, low = _round_up(max(*amounts, 1)), min(*amounts, 0)
    low = -_round_up(-low) if low < 0 else 0
    scale = (BOTTOM - TOP) / (top - low)
    room = (WIDTH - LEFT - RIGHT) / len(periods)
    bar = min((room - 12) / len(SERIES), 26)

    def y(minor: float) -> float:
        return round(BOTTOM - (minor - low) * scale, 1)

    groups = []
    for at, period in enumerate(periods):
        middle = LEFT + room * (at + 0.5)
        start = middle - bar * len(SERIES) / 2
        bars = []
        for place, kind in enumerate(SERIES):
            minor = getattr(period.cell, kind)
            high, deep = y(max(minor, 0)), y(min(minor, 0))
            bars.append(
                Bar(
                    kind,
                    minor,
                    round(start + place * bar, 1),
                    high,
                    round(max(bar - 2, 1), 1),
                    round(deep - high, 1),
                )
            )
        groups.append(Group(period, round(middle, 1), bars))
    steps = [low + (top - low) * step // STEPS for step in range(STEPS + 1)]
    return Picture(groups, [(y(step), step) for step in steps], y(0))


def _round_up(minor: int) -> int:
    """The next amount that reads well: 1, 2, 4, 5 or 8 and zeros."""
    size = 10 ** (len(str(minor)) - 1)
    return next(lead * size for lead in (1, 2, 4, 5, 8, 10) if lead * size >= minor)
