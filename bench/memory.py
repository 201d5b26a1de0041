"""Memory of a process and all that it started, as the kernel counts it."""

from __future__ import annotations

from pathlib import Path

MEGABYTE = 1e6


def resident(pid: int) -> float:
    """MB in use by the process and its descendants, pages they share counted once."""
    return sum(map(_proportional, _tree(pid))) / MEGABYTE


def _tree(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _tree(int(child))
    return found


def _proportional(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
