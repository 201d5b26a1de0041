"""A line over days as SVG numbers: values in, coordinates out. The page draws with them.

Everything is in per cent of the drawing, so that the picture fits any width while its words keep
their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10


@dataclass(frozen=True)
class Tick:
    """A labelled line: where it is (0–100, from the top or the left) and what it says."""

    at: str
    label: object


@dataclass(frozen=True)
class Panel:
    """One line. line, tail, area: SVG paths in a box of 100 × 100; tail: the way to a value that
    still grows, "" without one."""

    line: str
    tail: str
    area: str
    ticks: list[Tick]
    top: float


def panel(values: Sequence[float], ticks: int = 2, *, is_open: bool = False) -> Panel:
    """The line of `values`, in order of time, on a scale from zero (or below, for refunds).

    is_open: the last value still grows (a day that is not over), so the way to it is drawn apart.
    """
    high, low = nice_top(max(values, default=0)), -nice_top(-min(values, default=0))
    high = high if high > low else 1
    points = [
        (_middle(index, len(values)), f"{_down(value, low, high):.2f}")
        for index, value in enumerate(values)
    ]
    if len(points) == 1:
        points = [("0", points[0][1]), ("100", points[0][1])]
    line = _path(points)
    zero = f"{_down(0, low, high):.2f}"
    area = f"{line}L{points[-1][0]} {zero}L{points[0][0]} {zero}Z" if points else ""
    marks = [low + (high - low) * step / ticks for step in range(ticks + 1)]
    has_tail = is_open and len(values) > 1
    drawn, tail = (_path(points[:-1]), _path(points[-2:])) if has_tail else (line, "")
    return Panel(drawn, tail, area, [Tick(f"{_down(m, low, high):.2f}", m) for m in marks], high)


def _path(points) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) if points else ""


def nice_top(value: float) -> float:
    """The next 1, 2, 4, 5 or 10 × 10ⁿ: an end of a scale that can be halved and read."""
    if value <= 0:
        return 0
    size = 10.0 ** floor(log10(value))
    return next(step * size for step in (1, 2, 4, 5, 10) if value <= step * size * (1 + 1e-9))


def _middle(index, length):
    """The middle of a day's column, per cent of the width."""
    return f"{(index + 0.5) / length * 100:.2f}"


def _down(value, low, high):
    return (high - value) / (high - low) * 100


def day_ticks(days: Sequence, most: int = 6) -> list[Tick]:
    """At most `most` days along the axis, evenly apart, the first one always."""
    stride = max(-(-len(days) // most), 1)
    return [Tick(_middle(index, len(days)), days[index]) for index in range(0, len(days), stride)]
