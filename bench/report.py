"""`docs/performance.md`: what was measured, when, on what, with which command; growth as a picture.

Beside the page lies what it says as JSON, so that one measurement can be made again and the others
stay as they were, each with its own day.
"""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

HEAD = """# Performance

Written by `make bench`, or by `python -m bench NAME… --report {path}` for some of the lines: each \
says on which day it was measured, and on what.

Each line is one run in which ours and the other took turns on the same machine; times are medians, \
and the ratio is theirs over ours; of a hundred million events the rivals were asked once. A bar is \
met where the ratio reaches it: the lead over raw engines is held to one on the long log; on shorter \
ones, where they need no second either, we must not be behind. Other work on the \
machine makes both slower, and not always by the same, so measure on your own before you decide \
anything.

| what | ours | against | ratio | bar | | measured |
|---|---:|---:|---:|---:|---|---|
"""


def begun_anew(to: Path) -> None:
    """Forget all lines of the page."""
    to.with_suffix(".json").unlink(missing_ok=True)


def written(to: Path, lines: list[dict]) -> None:
    """The page from told lines (with `what` and, for growth, `points`), its picture beside it.

    Lines of the page that were not measured now stay.
    """
    kept = to.with_suffix(".json")
    before = json.loads(kept.read_text()) if kept.exists() else []
    stamp = {"day": str(datetime.now(UTC).date()), "machine": _machine()}
    told = {line["name"]: line for line in before}
    told |= {line["name"]: _plain(line) | stamp for line in lines}
    kept.write_text("".join(_as_lines(list(told.values()))), "utf-8")
    to.write_text(_page(to, list(told.values())), "utf-8")
    if grown := {line["name"]: line["points"] for line in told.values() if "points" in line}:
        _drawn(to.with_suffix(".svg"), grown)


def _plain(line: dict) -> dict:
    names = ("name", "ours", "reference", "ratio", "bar", "unit", "what", "points")
    return {name: line[name] for name in names if name in line}


def _as_lines(told: list[dict]):
    """JSON with a line of the page on a line of its own, so that changes can be read."""
    yield "[\n"
    for number, line in enumerate(told, 1):
        yield json.dumps(line, ensure_ascii=False) + (",\n" if number < len(told) else "\n")
    yield "]\n"


def _page(to: Path, told: list[dict]) -> str:
    machines = sorted({line["machine"] for line in told})
    text = HEAD.format(path=to) + "\n".join(_row(line, machines) for line in told) + "\n"
    text += "\n" + "\n".join(f"{n}. {machine}" for n, machine in enumerate(machines, 1)) + "\n"
    if any("points" in line for line in told):
        text += (
            "\n## Growth\n\nSeconds of an answer over events in the log, both in powers of ten;"
            f" dashed: ten times the events, ten times the time.\n\n"
            f"![Answer time over events]({to.stem}.svg)\n"
        )
    return text


def _row(line: dict, machines: list[str]) -> str:
    met = "" if not line["bar"] else "met" if line["ratio"] >= line["bar"] else "**not met**"
    unit = line["unit"]
    return (
        f"| {line['name']} | {line['ours']:g} {unit} | {line['reference']:g} {unit}"
        f" ({line['what']}) | {line['ratio']:g} | {round(line['bar'], 2) or '—'} | {met}"
        f" | {line['day']}, {machines.index(line['machine']) + 1} |"
    )


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"
        f" {platform.machine()}, Python {platform.python_version()}"
    )


def _drawn(to: Path, grown: dict[str, list[tuple[int, float]]]) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "drumbeat"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5))
    axes.set_prop_cycle(color=pyplot.get_cmap("tab20").colors)
    for name, points in grown.items():
        events, seconds = zip(*points, strict=True)
        axes.loglog(events, seconds, marker="o", label=name.removeprefix("growth: "))
    first, last = events[0], events[-1]
    lowest = min(points[0][1] for points in grown.values())
    axes.loglog([first, last], [lowest, lowest * last / first], "--", color="grey", linewidth=1)
    axes.set_xlabel("events")
    axes.set_ylabel("seconds")
    axes.legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    figure.savefig(to, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
