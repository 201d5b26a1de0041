"""Counts that may wait in memory: never in the way of a visitor, never lost while we run."""

from __future__ import annotations

import contextlib
import sqlite3
import threading

from drumbeat.collector.sqlite import transaction


class Tallies:
    """Counts that wait for the next quiet moment of the disk."""

    CODES = 10_000  # beyond this many different codes, only their sum is kept
    OTHERS = "(others)"

    def __init__(self) -> None:
        self._lock = threading.Lock()  # never held while the disk works
        self._moving = threading.Lock()  # held while counts go to the disk, or are read there
        self._waiting: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, table: str, code: str, at: int) -> None:
        """Count one. at: µs since 1970 UTC."""
        with self._lock:
            self._add(table, code, 1, at)

    def flush(self, db: sqlite3.Connection) -> None:
        """Write what waits; what the disk refuses goes on waiting. Raises sqlite3.Error."""
        with self._moving:
            self._flush(db)

    def counted(self, db: sqlite3.Connection, table: str) -> list[tuple[str, int, int]]:
        """(code, count, last seen) of everything counted: on the disk and still waiting."""
        with self._moving:  # else a count on its way to the disk would be seen in neither place
            with contextlib.suppress(sqlite3.Error):
                self._flush(db)
            rows = db.execute(f"SELECT code, count, last_seen FROM {table}").fetchall()
            with self._lock:
                rows += [
                    (code, *rest) for (name, code), rest in self._waiting.items() if name == table
                ]
        merged: dict[str, tuple[int, int]] = {}
        for code, count, seen in rows:
            before, last = merged.get(code, (0, 0))
            merged[code] = (before + count, max(last, seen))
        return [(code, *rest) for code, rest in merged.items()]

    def _flush(self, db: sqlite3.Connection) -> None:
        # A visitor's request may be adding meanwhile.
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
