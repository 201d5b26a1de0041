"""The beat line of a campaign: lanes, stretches of work, batons passed, gates, today.

Dates in, coordinates out; the component draws them. One unit is one CSS pixel at full size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LABEL, RIGHT, TOP, LANE, BAR = 64, 16, 36, 44, 18
EARLIEST_TICK_GAP = 56


@dataclass(frozen=True)
class Bar:
    """A stretch of work, first and last day included."""

    start: date
    end: date
    title: str = ""
    planned: bool = False
    late: bool = False


@dataclass(frozen=True)
class Lane:
    """One module's row. `key` is strategy, content, channels or insight and gives the colour."""

    key: str
    label: str
    bars: Sequence[Bar] = ()


@dataclass(frozen=True)
class Pass:
    """A baton from one lane to another. Not accepted yet: dashed; late: in vermilion."""

    giver: str
    receiver: str
    offered: date
    received: date
    title: str = ""
    accepted: bool = True
    late: bool = False


@dataclass(frozen=True)
class Gate:
    lane: str
    day: date
    title: str = ""
    state: str = "open"


def beat_line(
    lanes: Sequence[Lane],
    *,
    passes: Sequence[Pass] = (),
    gates: Sequence[Gate] = (),
    today: date | None = None,
    today_label: str = "",
    tick_labels: Sequence[tuple[date, str]] = (),
    summary: str = "",
    width: int = 1120,
) -> dict:
    """Everything the drawing needs, as plain numbers in a `width` × height box.

    tick_labels: where the grid's upright lines stand and what they say; those too close to the one
    before are left out. today: a rule, left out when it lies outside the campaign.
    Raises ValueError without any bar, and KeyError for a pass or gate of a lane that is not there.
    """
    first, last = _span(lanes, passes, gates)
    scale = _Scale(first, last, LABEL, width - RIGHT)
    tops = {lane.key: TOP + row * LANE for row, lane in enumerate(lanes)}
    floor = TOP + len(lanes) * LANE - 10
    return {
        "width": width,
        "label_width": LABEL,
        "days_width": width - LABEL,
        "height": floor + 20,
        "floor": floor,
        "summary": summary,
        "ticks": _ticks(tick_labels, scale),
        "lanes": [_lane(lane, tops[lane.key], scale) for lane in lanes],
        "passes": [_pass(item, tops, scale) for item in passes],
        "gates": [_gate(gate, tops[gate.lane], scale) for gate in gates],
        "today": _today(today, today_label, scale, floor) if today else None,
    }


@dataclass(frozen=True)
class _Scale:
    """Days to x: a day takes its full width, so a one-day bar can be seen."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        days = (self.last - self.first).days + 1
        return round(self.left + (day - self.first).days * (self.right - self.left) / days, 1)

    def after(self, day: date) -> float:
        return self.x(day + timedelta(days=1))

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def _span(lanes, passes, gates) -> tuple[date, date]:
    bars = [bar for lane in lanes for bar in lane.bars]
    if not bars:
        raise ValueError("a beat line needs at least one stretch of work")
    days = [day for bar in bars for day in (bar.start, bar.end)]
    days += [day for item in passes for day in (item.offered, item.received)]
    days += [gate.day for gate in gates]
    return min(days), max(days)


def _ticks(labels, scale: _Scale) -> list[dict]:
    ticks: list[dict] = []
    for day, label in labels:
        roomy = not ticks or scale.x(day) - ticks[-1]["x"] >= EARLIEST_TICK_GAP
        if scale.holds(day) and roomy:
            ticks.append({"x": scale.x(day), "label": label})
    return ticks


def _lane(lane: Lane, top: float, scale: _Scale) -> dict:
    bars = [
        {
            "x": scale.x(bar.start),
            "y": top,
            "width": round(scale.after(bar.end) - scale.x(bar.start), 1),
            "height": BAR,
            "title": bar.title,
            "planned": bar.planned,
            "late": bar.late,
        }
        for bar in lane.bars
    ]
    return {"key": lane.key, "label": lane.label, "text_y": top + 13, "bars": bars}


def _pass(item: Pass, tops: dict, scale: _Scale) -> dict:
    """An arc from the giver's bar to the receiver's; a same-day pass leans a little, to be seen."""
    down = tops[item.receiver] > tops[item.giver]
    y1 = tops[item.giver] + (BAR if down else 0)
    y2 = tops[item.receiver] + (0 if down else BAR)
    x1, x2 = scale.x(item.offered), scale.x(item.received)
    x2 = max(x2, x1 + 6)
    bend = (y2 - y1) * 0.62
    return {
        "d": f"M{x1} {y1}C{x1} {round(y1 + bend, 1)} {x2} {round(y2 - bend, 1)} {x2} {y2}",
        "x1": x1,
        "y1": y1,
        "x2": x2,
        "y2": y2,
        "title": item.title,
        "accepted": item.accepted,
        "late": item.late,
    }


def diamond(x: float, y: float, reach: float = 7) -> str:
    """Path of a diamond around (x, y)."""
    return f"M{x} {y - reach}l{reach} {reach}-{reach} {reach}-{reach}-{reach}z"


def _gate(gate: Gate, top: float, scale: _Scale) -> dict:
    x, y = scale.x(gate.day), top + BAR / 2
    return {"x": x, "y": y, "d": diamond(x, y), "title": gate.title, "state": gate.state}


def _today(day: date, label: str, scale: _Scale, floor: float) -> dict | None:
    if not scale.holds(day):
        return None
    x = scale.x(day)
    near_end = x > scale.left + (scale.right - scale.left) * 0.7
    return {
        "x": x,
        "label": label,
        "text_x": x - 8 if near_end else x + 8,
        "text_y": floor + 14,
        "anchor": "end" if near_end else "start",
    }
