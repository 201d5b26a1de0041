"""Counts that may wait in memory: never in the way of a visitor, never lost while we run."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable
from typing import NamedTuple

CODES = 10_000  # beyond this many different codes, only their sum is kept
OTHERS = "(others)"


class Tally(NamedTuple):
    """How often a code was asked for; last_seen in µs since 1970 UTC."""

    code: str
    count: int
    last_seen: int


class Refusal(NamedTuple):
    """How often requests of a source were refused for one reason; source "" where none is known.

    last_seen: µs since 1970 UTC.
    """

    source: str
    why: str
    count: int
    last_seen: int

    @classmethod
    def of(cls, tally: Tally) -> Refusal:
        source, _, why = tally.code.partition(" ")
        return cls(source, why, *tally[1:])

    @staticmethod
    def code(source: str, why: str) -> str:
        """What it is counted under. source: without spaces, as ids are."""
        return f"{source} {why}"


Counts = dict[tuple[str, str], tuple[int, int]]  # (table, code) → (count, last seen)
Keep = Callable[[Counts], object]


class Tallies:
    """Counts that wait for the next quiet moment. keep: adds all of them to those kept, or raises
    and adds none."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # never held while the disk works
        self._moving = threading.Lock()  # held while counts go to the disk, or are read there
        self._waiting: Counts = {}

    def add(self, table: str, code: str, at: int) -> None:
        """Count one. at: µs since 1970 UTC."""
        with self._lock:
            self._add(table, code, 1, at)

    def flush(self, keep: Keep) -> None:
        """Keep what waits; what cannot be kept goes on waiting. Never raises."""
        with self._moving, contextlib.suppress(Exception):
            self._flush(keep)

    def counted(self, table: str, keep: Keep, kept: Callable[[], Iterable[Tally]]) -> list[Tally]:
        """Everything counted, kept and still waiting, most first. Raises what `kept` raises."""
        with self._moving:  # else a count on its way to the disk would be seen in neither place
            with contextlib.suppress(Exception):
                self._flush(keep)
            tallies = list(kept())
            with self._lock:
                tallies += [
                    Tally(code, *rest)
                    for (name, code), rest in self._waiting.items()
                    if name == table
                ]
        merged: dict[str, Tally] = {}
        for tally in tallies:
            before = merged.get(tally.code, Tally(tally.code, 0, 0))
            merged[tally.code] = Tally(
                tally.code, before.count + tally.count, max(before.last_seen, tally.last_seen)
            )
        return sorted(merged.values(), key=lambda tally: (-tally.count, tally.code))

    def _flush(self, keep: Keep) -> None:
        # A visitor's request may be adding meanwhile.
        with self._lock:
            taken, self._waiting = self._waiting, {}
        if not taken:
            return
        try:
            keep(taken)
        except Exception:
            with self._lock:
                for (table, code), (count, seen) in taken.items():
                    self._add(table, code, count, seen)
            raise

    def _add(self, table: str, code: str, count: int, at: int) -> None:
        if len(self._waiting) >= CODES and (table, code) not in self._waiting:
            code = OTHERS
        before, seen = self._waiting.get((table, code), (0, 0))
        self._waiting[table, code] = (before + count, max(seen, at))
