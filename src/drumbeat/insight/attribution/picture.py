"""Where models disagree, drawn: a line a row, a column a model; a flat line is agreement.

Everything is in units of a drawing WIDTH × HEIGHT.
"""

from dataclasses import dataclass

from drumbeat.formats.currencies import from_minor
from drumbeat.insight.attribution.comparison import Comparison, Line
from drumbeat.insight.results.asking import MODELS
from drumbeat.insight.results.chart import nice_top
from drumbeat.ui.templatetags import format as say

WIDTH, HEIGHT = 1080, 430
LEFT, RIGHT, TOP, BOTTOM = 64, 832, 18, 372
MOST, LOUD = 9, 3
APART = 19  # between two names
LONGEST = 24  # characters of a name; a Chinese one counts twice


@dataclass(frozen=True)
class Thread:
    """One row's line. tone: `loud` where models disagree most, `rest` for rows without a key."""

    label: str
    full: str
    tone: str
    path: str
    dots: list[tuple[str, str]]
    name_y: str
    lead: str


@dataclass(frozen=True)
class Column:
    model: str
    x: str
    words: list[str]
    chosen: bool


@dataclass(frozen=True)
class Picture:
    threads: list[Thread]
    columns: list[Column]
    ticks: list[tuple[str, str]]
    zero: str
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT


def picture(comparison: Comparison) -> Picture:
    """The largest rows as lines, the loudest drawn last."""
    shown = sorted(comparison.rows, key=lambda line: -line.highest)[:MOST]
    shown = [line for line in shown if line.highest > 0 or line.lowest < 0]
    loud = [line for line in comparison.widest if line in shown][:LOUD]
    low = -nice_top(-min((line.lowest for line in shown), default=0))
    high = _snug_top(max((line.highest for line in shown), default=0))
    models = list(comparison.totals)

    def x(index: int) -> float:
        return LEFT + (RIGHT - LEFT) * index / (len(models) - 1)

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low or 1)

    ends = _apart([y(line.credits[models[-1]]) for line in shown])
    threads = [
        _thread(line, comparison, [(x(n), y(line.credits[m])) for n, m in enumerate(models)], end,
                line in loud)
        for line, end in zip(shown, ends, strict=True)
    ]  # fmt: skip
    return Picture(
        sorted(threads, key=lambda thread: thread.tone == "loud"),
        [
            Column(
                model,
                f"{x(n):.1f}",
                _two_lines(str(MODELS[model])),
                model == comparison.asked.model,
            )
            for n, model in enumerate(models)
        ],
        [(f"{y(mark):.1f}", _short(mark, comparison)) for mark in _marks(low, high)],
        f"{y(0):.1f}",
        len([line for line in comparison.rows if line.highest or line.lowest]) - len(shown),
    )


@dataclass(frozen=True)
class Bar:
    """Lowest to highest, and the chosen model's mark, in per cent of the scale of all rows."""

    start: str
    length: str
    mark: str


def bars(comparison: Comparison) -> list[Bar]:
    """One for each of the comparison's rows, on one scale that holds zero."""
    low = min([0.0, *(line.lowest for line in comparison.rows)])
    high = max([0.0, *(line.highest for line in comparison.rows)])
    whole = high - low or 1

    def share(value: float) -> float:
        return (value - low) / whole * 100

    return [
        Bar(
            f"{share(line.lowest):.2f}",
            f"{max(share(line.highest) - share(line.lowest), 0.8):.2f}",
            f"{share(line.credits[comparison.asked.model]):.2f}",
        )
        for line in comparison.rows
    ]


def _thread(line: Line, comparison: Comparison, points, end: float, is_loud: bool) -> Thread:
    last_x, last_y = points[-1]
    return Thread(
        label=shortened(line.label),
        full=line.label,
        tone="loud" if is_loud else "rest" if line.rest else "",
        path="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points),
        dots=[(f"{x:.1f}", f"{y:.1f}") for x, y in points],
        name_y=f"{end:.1f}",
        lead=f"M{last_x + 6:.1f} {last_y:.1f}L{last_x + 20:.1f} {end:.1f}",
    )


def _snug_top(value: float) -> float:
    """An end of the scale just above the highest value, so that differences have room."""
    step = nice_top(value) / 10
    return step * -(-value // step) if step else 1


def _marks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values from low to high."""
    step = nice_top((high - low) / most)
    first = round(low / step)
    return [step * n for n in range(first, int(high / step + 1e-9) + 1)] if step else [0.0]


def _apart(wanted: list[float]) -> list[float]:
    """Places for names, near where they are wanted, none nearer to the next than APART."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    places = [wanted[index] for index in order]
    for n in range(1, len(places)):
        places[n] = max(places[n], places[n - 1] + APART)
    # What was pushed below the drawing pushes back up.
    lowest = BOTTOM
    for n in reversed(range(len(places))):
        places[n] = min(places[n], lowest)
        lowest = places[n] - APART
    found = [0.0] * len(wanted)
    for place, index in zip(places, order, strict=True):
        found[index] = place
    return found


def shortened(text: str) -> str:
    """The text, cut where it is wider than LONGEST."""
    width = 0
    for index, letter in enumerate(text):
        width += 2 if ord(letter) > 0x2E80 else 1
        if width > LONGEST:
            return text[:index].rstrip() + "…"
    return text


def _two_lines(name: str) -> list[str]:
    head, _space, tail = name.partition(" ")
    return [head, tail] if tail else [head]


def _short(value: float, comparison: Comparison) -> str:
    if comparison.asked.measure == "revenue":
        return say.number(from_minor(round(value), comparison.currency))
    return say.number(value)
