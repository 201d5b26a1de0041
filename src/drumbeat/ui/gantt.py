"""A Gantt chart of tasks with their critical path: dates in, coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from drumbeat.ui.beatline import diamond

LABEL, RIGHT, TOP, ROW, BAR = 232, 24, 36, 28, 14
TICK_GAP = 44
GATE = 7


@dataclass(frozen=True)
class Task:
    """A row. Days are inclusive; `done` is a share 0–1; `float_days` may pass before others slip."""

    id: str
    label: str
    start: date
    end: date
    module: str = ""
    after: Sequence[str] = ()
    critical: bool = False
    gate: bool = False
    done: float = 0
    float_days: int = 0
    state: str = ""
    url: str = ""
    title: str = ""


def gantt(
    tasks: Sequence[Task],
    *,
    today: date | None = None,
    tick_labels: Sequence[tuple[date, str]] = (),
    rest_days: Sequence[date] = (),
    day_width: int | None = None,
) -> dict:
    """Everything the drawing needs. Rows stand in the order given.

    rest_days: days nobody works, drawn as bands. day_width: pixels for a day; by default the chart
    takes about 1,100 pixels, but a day never less than 8. Links to tasks not given are left out.
    Raises ValueError without any task.
    """
    if not tasks:
        raise ValueError("a Gantt chart needs at least one task")
    first = min(task.start for task in tasks)
    last = max(task.end + timedelta(days=task.float_days) for task in tasks)
    days = (last - first).days + 1
    step = day_width or max(8, min(40, (1100 - LABEL - RIGHT) // days))

    def x(day: date) -> int:
        return LABEL + (day - first).days * step

    rows = [_row(task, index, x, step) for index, task in enumerate(tasks)]
    by_id = {task.id: (task, row) for task, row in zip(tasks, rows, strict=True)}
    inside = first <= today <= last if today else False
    return {
        "width": LABEL + days * step + RIGHT,
        "label_width": LABEL,
        "days_width": days * step + RIGHT,
        "height": TOP + len(tasks) * ROW,
        "body": TOP + len(tasks) * ROW - 24,
        "rows": rows,
        "links": [
            _link(by_id[before], by_id[task.id])
            for task in tasks
            for before in task.after
            if before in by_id
        ],
        "rest": _bands([day for day in rest_days if first <= day <= last], x, step),
        "ticks": _ticks([tick for tick in tick_labels if first <= tick[0] <= last], x),
        "today": {"x": x(today)} if inside else None,
    }


def _row(task: Task, index: int, x, step: int) -> dict:
    top = TOP + index * ROW
    y = top + (ROW - BAR) // 2
    width = ((task.end - task.start).days + 1) * step
    middle = x(task.end) + step / 2
    return {
        "label": task.label,
        "short": _short(task.label),
        "title": task.title or task.label,
        "url": task.url,
        "module": task.module,
        "critical": task.critical,
        "state": task.state,
        "x": x(task.start),
        "y": y,
        "width": width,
        "bar_height": BAR,
        "text_y": top + 18,
        "done_width": round(width * min(max(task.done, 0), 1), 1),
        "done_y": y + BAR - 3,
        "float_x": x(task.start) + width,
        "float_y": y + BAR / 2 - 1,
        "float_width": task.float_days * step,
        "diamond": diamond(middle, y + BAR / 2) if task.gate else "",
        "entry": middle - GATE if task.gate else x(task.start),
        "exit": middle + GATE if task.gate else x(task.start) + width,
    }


def _short(label: str, room: int = 30) -> str:
    """As much of the label as fits the column; a Chinese character takes two places."""
    taken = 0
    for index, letter in enumerate(label):
        taken += 2 if letter > "\u2e7f" else 1
        if taken > room:
            return label[:index].rstrip() + "…"
    return label


def _link(before: tuple[Task, dict], after: tuple[Task, dict]) -> dict:
    """Out of the end of one bar, down or up, into the start of the next."""
    (giver, a), (taker, b) = before, after
    x1, y1 = a["exit"], a["y"] + BAR / 2
    x2, y2 = b["entry"], b["y"] + BAR / 2
    turn = x1 + 5
    if x2 >= turn + 3:
        path = f"M{x1} {y1}H{turn}V{y2}H{x2}"
    else:
        lane = b["y"] - 5 if y2 > y1 else b["y"] + BAR + 5
        path = f"M{x1} {y1}H{turn}V{lane}H{x2 - 6}V{y2}H{x2}"
    return {"d": path, "critical": giver.critical and taker.critical}


def _bands(rest_days: Sequence[date], x, step: int) -> list[dict]:
    bands: list[dict] = []
    for day in sorted(rest_days):
        if bands and bands[-1]["x"] + bands[-1]["width"] == x(day):
            bands[-1]["width"] += step
        else:
            bands.append({"x": x(day), "width": step})
    return bands


def _ticks(labels: Sequence[tuple[date, str]], x) -> list[dict]:
    ticks: list[dict] = []
    for day, label in labels:
        if not ticks or x(day) - ticks[-1]["x"] >= TICK_GAP:
            ticks.append({"x": x(day), "label": label})
    return ticks
