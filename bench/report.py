"""`docs/performance.md`: what was measured, when, on what, with which command; growth as a picture."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

HEAD = """# Performance

Measured on {day} with `{command}`: {machine}.

Each line is one run in which ours and the other took turns on the same machine; times are medians, \
and the ratio is theirs over ours. A bar is met where the ratio reaches it. Other work on the machine makes both slower, and not always by the same, so \
measure on your own before you decide anything.

| what | ours | against | ratio | bar | |
|---|---:|---:|---:|---:|---|
"""


def written(to: Path, lines: list[dict], command: str) -> None:
    """The page from told lines (with `what` and, for growth, `points`), its picture beside it."""
    rows = [_row(line) for line in lines]
    text = HEAD.format(day=datetime.now(UTC).date(), command=command, machine=_machine())
    text += "\n".join(rows) + "\n"
    grown = {line["name"]: line["points"] for line in lines if "points" in line}
    if grown:
        _drawn(to.with_suffix(".svg"), grown)
        text += (
            "\n## Growth\n\nSeconds of an answer over events in the log, both in powers of ten;"
            f" dashed: ten times the events, ten times the time.\n\n"
            f"![Answer time over events]({to.stem}.svg)\n"
        )
    to.write_text(text, "utf-8")


def _row(line: dict) -> str:
    met = "" if not line["bar"] else "met" if line["ratio"] >= line["bar"] else "**not met**"
    unit = line["unit"]
    return (
        f"| {line['name']} | {line['ours']:g} {unit} | {line['reference']:g} {unit}"
        f" ({line['what']}) | {line['ratio']:g} | {line['bar'] or '—'} | {met} |"
    )


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"
        f" {platform.machine()}, Python {platform.python_version()},"
        f" load {os.getloadavg()[2]:.1f} in the last quarter of an hour"
    )


def _drawn(to: Path, grown: dict[str, list[tuple[int, float]]]) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "drumbeat"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5))
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
