"""Counts that may wait in memory: never in the way of a visitor, never lost while we run."""

from __future__ import annotations

import sqlite3
import threading

from drumbeat.collector.sqlite import transaction


class Tallies:
    """Counts that wait for the next quiet moment of the disk."""

    CODES = 10_000  # beyond this many different codes, only their sum is kept
    OTHERS = "(others)"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, table: str, code: str, at: int) -> None:
        """Count one. at: µs since 1970 UTC."""
        with self._lock:
            self._add(table, code, 1, at)

    def waiting(self, table: str) -> list[tuple[str, int, int]]:
        """(code, count, last seen) of what is not on the disk yet."""
        with self._lock:
            return [(c, *rest) for (t, c), rest in self._waiting.items() if t == table]

    def flush(self, db: sqlite3.Connection) -> None:
        """Write what waits; what the disk refuses goes on waiting. Raises sqlite3.Error."""
        # The lock is not held while the disk works: a visitor's request may be adding.
        with self._lock:
            taken, self._waiting = self._waiting, {}
        if not taken:
            return
        try:
            with transaction(db):
                for (table, code), (count, seen) in taken.items():
                    self._write(db, table, code, count, seen)
        except sqlite3.Error:
            with self._lock:
                for (table, code), (count, seen) in taken.items():
                    self._add(table, code, count, seen)
            raise

    def _add(self, table: str, code: str, count: int, at: int) -> None:
        if len(self._waiting) >= self.CODES and (table, code) not in self._waiting:
            code = self.OTHERS
        before, seen = self._waiting.get((table, code), (0, 0))
        self._waiting[table, code] = (before + count, max(seen, at))

    def _write(self, db: sqlite3.Connection, table: str, code: str, count: int, seen: int) -> None:
        known = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        fresh = not db.execute(f"SELECT 1 FROM {table} WHERE code = ?", [code]).fetchone()
        db.execute(
            f"INSERT INTO {table} VALUES (?, ?, ?) ON CONFLICT (code) DO UPDATE SET"
            " count = count + excluded.count, last_seen = max(last_seen, excluded.last_seen)",
            [self.OTHERS if fresh and known >= self.CODES else code, count, seen],
        )
