"""An index over waves as lines with bands of their margins. Pure: values in, coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1080, 300
LEFT, RIGHT, TOP, BOTTOM = 48, 24, 14, 262
PARTS = 4


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    low: float
    high: float
    round: object
    score: object


@dataclass(frozen=True)
class Line:
    """A brand: its path, the band of its margins, its dots. tone: 1 … 6."""

    brand: object
    path: str
    band: str
    dots: list[Dot]
    tone: int


@dataclass(frozen=True)
class Picture:
    """across: (x, wave) labels; up: (y, value) grid lines; breaks: x where the wording changed."""

    lines: list[Line]
    across: list[tuple[float, object]]
    up: list[tuple[float, float]]
    breaks: list[float]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = BOTTOM


def picture(rounds: Sequence, index: str) -> Picture:
    """Lines of one index, the oldest wave first; a line ends where other questions begin."""
    xs = [_across(place, len(rounds)) for place in range(len(rounds))]
    scores = [brand.indices[index] for one in rounds for brand in one.figures.brands]
    low, high = _scale(scores, is_share=index not in ("nps", "equity"))

    def y(value: float) -> float:
        inside = min(max(value, low), high)
        return round(BOTTOM - (BOTTOM - TOP) * (inside - low) / (high - low), 1)

    lines = []
    for tone, brand in enumerate(rounds[-1].figures.brands if rounds else ()):
        runs = _runs(rounds, xs, brand.key, index, y)
        dots = [dot for run in runs for dot in run]
        if dots:
            path = "".join(_open(run) for run in runs)
            band = "".join(_around(run) for run in runs if len(run) > 1)
            lines.append(Line(brand, path, band, dots, tone % 6 + 1))
    steps = [low + (high - low) * step / PARTS for step in range(PARTS + 1)]
    breaks = [
        round((xs[at - 1] + xs[at]) / 2, 1)
        for at in range(1, len(rounds))
        if rounds[at].series != rounds[at - 1].series
    ]
    across = list(zip(xs, [one.wave for one in rounds], strict=True))
    # Our own brand is drawn last, over the others.
    return Picture(lines[::-1], across, [(y(step), step) for step in steps], breaks)


def _runs(rounds, xs, key, index, y) -> list[list[Dot]]:
    runs: list[list[Dot]] = [[]]
    series = None
    for x, one in zip(xs, rounds, strict=True):
        brand = one.figures.brand(key)
        score = brand.indices[index] if brand else None
        if series is not None and one.series != series:
            runs.append([])
        series = one.series
        if score is None or score.value is None:
            runs.append([])
            continue
        edges = (y(score.value - score.margin), y(score.value + score.margin))
        runs[-1].append(Dot(x, y(score.value), *edges, one, score))
    return [run for run in runs if run]


def _scale(scores, *, is_share) -> tuple[float, float]:
    """The band of values that the picture shows; shares start at zero."""
    edges = [
        (score.value - score.margin, score.value + score.margin)
        for score in scores
        if score.value is not None
    ]
    unit = 0.01 if is_share else 1
    highest = max((high for _low, high in edges), default=unit * 100)
    lowest = min((low for low, _high in edges), default=0)
    tops = (10, 20, 40, 60, 80, 100)
    top = next((step * unit for step in tops if highest <= step * unit), 100 * unit)
    bottom = 0 if lowest >= 0 or is_share else -next(s for s in tops if -lowest <= s or s == 100)
    return bottom, top


def _open(run) -> str:
    return "M" + "L".join(f"{dot.x} {dot.y}" for dot in run)


def _around(run) -> str:
    edge = [(dot.x, dot.high) for dot in run] + [(dot.x, dot.low) for dot in reversed(run)]
    return "M" + "L".join(f"{x} {y}" for x, y in edge) + "Z"


def _across(place: int, count: int) -> float:
    inner = WIDTH - LEFT - RIGHT - 120
    return round(LEFT + 60 + inner * (place / (count - 1) if count > 1 else 0.5), 1)
