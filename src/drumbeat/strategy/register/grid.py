"""The register as a picture: impact upwards, likelihood to the right, a dot an item.

Numbers in, coordinates out, in units of a drawing WIDTH × HEIGHT.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

CELL_WIDTH, CELL_HEIGHT = 124, 84
LEFT, TOP, BOTTOM = 44, 8, 40
WIDTH, HEIGHT = LEFT + 5 * CELL_WIDTH + 8, TOP + 5 * CELL_HEIGHT + BOTTOM
_STEP = 25
_A_ROW, _ROWS = 4, 3
MOST_IN_A_CELL = _A_ROW * _ROWS - 1
"""One place is kept for saying how many more there are."""


@dataclass(frozen=True)
class Dot:
    """An item's number in its place. path: the line from where it stood before, or nothing."""

    item: object
    number: int
    x: int
    y: int
    path: str


@dataclass(frozen=True)
class Cell:
    """tone: calm | warm | hot, by score."""

    x: int
    y: int
    tone: str
    more: int


@dataclass(frozen=True)
class Grid:
    dots: list[Dot]
    cells: list[Cell]
    across: list[tuple[int, int]]
    up: list[tuple[int, int]]
    width: int = WIDTH
    height: int = HEIGHT
    cell_width: int = CELL_WIDTH
    cell_height: int = CELL_HEIGHT


def grid(items: Iterable, before: dict[str, tuple[int, int]]) -> Grid:
    """Items (numbered from 1 in their order) in the cells of impact × likelihood.

    before: where an item stood, (impact, likelihood) by its id, for those that moved.
    """
    inside = defaultdict(list)
    for number, item in enumerate(items, start=1):
        inside[(item.impact, item.likelihood)].append((number, item))
    dots = [
        _dot(item, number, place, before.get(item.pk))
        for cell in inside.values()
        for place, (number, item) in enumerate(cell[:MOST_IN_A_CELL])
    ]
    scale = range(1, 6)
    cells = [
        Cell(*_corner(impact, likelihood), _tone(impact * likelihood),
             max(len(inside[(impact, likelihood)]) - MOST_IN_A_CELL, 0))
        for impact in scale
        for likelihood in scale
    ]  # fmt: skip
    return Grid(
        sorted(dots, key=lambda dot: dot.number),
        cells,
        [(step, LEFT + (step - 1) * CELL_WIDTH + CELL_WIDTH // 2) for step in scale],
        [(step, TOP + (5 - step) * CELL_HEIGHT + CELL_HEIGHT // 2) for step in scale],
    )


def _dot(item, number, place, before) -> Dot:
    left, top = _corner(item.impact, item.likelihood)
    x, y = left + 22 + place % _A_ROW * (_STEP + 2), top + 18 + place // _A_ROW * _STEP
    path = ""
    if before and before != (item.impact, item.likelihood):
        from_x, from_y = _corner(*before)
        path = f"M{from_x + CELL_WIDTH // 2} {from_y + CELL_HEIGHT // 2}L{x} {y}"
    return Dot(item, number, x, y, path)


def _corner(impact: int, likelihood: int) -> tuple[int, int]:
    return LEFT + (likelihood - 1) * CELL_WIDTH, TOP + (5 - impact) * CELL_HEIGHT


def _tone(score: int) -> str:
    return "hot" if score >= 15 else "warm" if score >= 8 else "calm"
