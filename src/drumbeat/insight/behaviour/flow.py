"""Sequences drawn as a flow: a column a step, a bar a name, ribbons where people went on.

Everything is in units of a drawing WIDTH × HEIGHT.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from drumbeat.insight.attribution.picture import shortened
from drumbeat.ui.templatetags import format as say

WIDTH, HEIGHT = 1080, 420
TOP, BOTTOM, BAR, APART = 8, 412, 10, 20
MOST = 6  # names of a column; the others are one bar
END, OTHER = "\x00end", "\x00other"


@dataclass(frozen=True)
class Node:
    """tone: `ends`, `others` or nothing. share: of all walks, in words."""

    label: str
    full: str
    tone: str
    walks: int
    share: str
    x: str
    y: str
    height: str
    label_x: str
    label_y: str


@dataclass(frozen=True)
class Ribbon:
    path: str
    tone: str
    says: str


@dataclass(frozen=True)
class Flow:
    """columns: the nodes of each step, from left to right."""

    columns: list[list[Node]]
    ribbons: list[Ribbon]
    width: int = WIDTH
    height: int = HEIGHT
    bar: int = BAR


def flow(
    rows: list[dict], names: dict[str, str], direction: str, length: int, end: dict[str, str]
) -> Flow:
    """rows: of `page_paths` or `channel_paths`. end: {END: what is said of it}."""
    walks = [(_walk(row, direction, length), row["walks"]) for row in rows]
    whole = sum(count for _steps, count in walks)
    kept = [_largest(walks, place) for place in range(length)]
    walks = [
        ([_folded(step, kept[place]) for place, step in enumerate(steps)], count)
        for steps, count in walks
    ]
    said = names | end | {OTHER: _("Others")}
    columns = [_sized(walks, place) for place in range(length)]
    columns = [column for column in columns if column]
    most = max((len(column) for column in columns), default=1)
    scale = (BOTTOM - TOP - APART * (most - 1)) / whole if whole else 0
    places = [_placed(column, scale) for column in columns]
    steps = range(len(columns))
    xs = [
        _x(place if direction == "from" else len(columns) - 1 - place, len(columns))
        for place in steps
    ]
    nodes = [
        [
            _node(name, said[name], count, whole, xs[place], places[place][name], scale)
            for name, count in columns[place]
        ]
        for place in steps
    ]
    ribbons = [
        ribbon
        for place in list(steps)[:-1]
        for ribbon in _ribbons(walks, place, xs, places, columns, scale, said)
    ]
    return Flow(nodes if direction == "from" else nodes[::-1], ribbons)


def _walk(row: dict, direction: str, length: int) -> list[str]:
    """The row's steps from where they are held, with where they end."""
    if row["steps"] is None:
        return [OTHER]
    steps = row["steps"] if direction == "from" else row["steps"][::-1]
    return [*steps, END] if len(steps) < length else list(steps)


def _largest(walks, place: int) -> set[str]:
    sizes = Counter()
    for steps, count in walks:
        if len(steps) > place and steps[place] not in (END, OTHER):
            sizes[steps[place]] += count
    return {END, *(name for name, _count in sizes.most_common(MOST))}


def _folded(step: str, kept: set[str]) -> str:
    return step if step in kept else OTHER


def _sized(walks, place: int) -> list[tuple[str, int]]:
    """(name, walks) of one step, the largest first, others and ends last."""
    sizes = Counter()
    for steps, count in walks:
        if len(steps) > place:
            sizes[steps[place]] += count
    last = {OTHER: 1, END: 2}
    return sorted(sizes.items(), key=lambda one: (last.get(one[0], 0), -one[1], one[0]))


def _placed(column, scale: float) -> dict[str, float]:
    places, y = {}, float(TOP)
    for name, count in column:
        places[name] = y
        y += count * scale + APART
    return places


def _x(index: int, columns: int) -> float:
    return index * (WIDTH - 190) / max(columns - 1, 1)


def _node(name, label, count, whole, x, y, scale) -> Node:
    height = max(count * scale, 1.5)
    return Node(
        label=shortened(label),
        full=label,
        tone={END: "ends", OTHER: "others"}.get(name, ""),
        walks=count,
        share=say.percent(count / whole, 0),
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        height=f"{height:.1f}",
        label_x=f"{x + BAR + 7:.1f}",
        label_y=f"{y + height / 2:.1f}",
    )


def _ribbons(walks, place, xs, places, columns, scale, said) -> list[Ribbon]:
    links = Counter()
    for steps, count in walks:
        if len(steps) > place + 1:
            links[steps[place], steps[place + 1]] += count
    order = [{name: n for n, (name, _count) in enumerate(column)} for column in columns]
    here, there = dict(places[place]), dict(places[place + 1])
    left_to_right = xs[place] < xs[place + 1]
    ribbons = []
    for (one, next_), count in sorted(
        links.items(), key=lambda link: (order[place][link[0][0]], order[place + 1][link[0][1]])
    ):
        thick = count * scale
        ends = [(xs[place], here[one]), (xs[place + 1], there[next_])]
        here[one] += thick
        there[next_] += thick
        (x0, y0), (x1, y1) = ends if left_to_right else ends[::-1]
        names = [said[one], said[next_]] if left_to_right else [said[next_], said[one]]
        ribbons.append(
            Ribbon(
                _band(x0 + BAR, y0, x1, y1, thick),
                "ends" if next_ == END else "",
                f"{names[0]} → {names[1]}: {say.number(count)}",
            )
        )
    return ribbons


def _band(x0: float, y0: float, x1: float, y1: float, thick: float) -> str:
    middle, thick = (x0 + x1) / 2, max(thick, 0.8)
    return (
        f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
        f"v{thick:.1f}C{middle:.1f} {y1 + thick:.1f} {middle:.1f} {y0 + thick:.1f}"
        f" {x0:.1f} {y0 + thick:.1f}Z"
    )
