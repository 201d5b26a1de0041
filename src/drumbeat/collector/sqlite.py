"""How this room opens its SQLite files, and writes what waits into one."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from drumbeat.collector.letters import Letter, pack
from drumbeat.collector.tallies import CODES, OTHERS, Counts, Tallies

PAGE_BYTES = 4096
LOCK_WAIT_SECONDS = 5.0


def connect(path: Path) -> sqlite3.Connection:
    """A connection whose commits are on the disk when they return; usable from any thread."""
    db = sqlite3.connect(
        path, timeout=LOCK_WAIT_SECONDS, isolation_level=None, check_same_thread=False
    )
    db.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA journal_size_limit = 67108864")
    # What is released may be personal: overwrite it, do not just unlink it.
    db.execute("PRAGMA secure_delete = FAST")
    return db


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of it or none of it."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise


class ChunkFile:
    """The writer's own connection to a spool's file, a `writer.Store`.

    max_bytes: the file's limit.
    """

    def __init__(self, path: Path, max_bytes: int, tallies: Tallies) -> None:
        self._path = path
        self._max_pages = max(max_bytes // PAGE_BYTES, 1)
        self._db: sqlite3.Connection | None = None
        self._tallies = tallies

    def keep(self, letters: list[Letter], at: int) -> None:
        events = sum(letter.count for letter in letters)
        try:
            # One statement is one transaction, and gives the interpreter away only once.
            self._connection().execute(
                "INSERT INTO chunk (at, events, size, body) VALUES (?, ?, ?, ?)",
                (at, events, *pack(letters)),
            )
        except BaseException:
            self.close()
            raise

    def settle(self) -> None:
        self._tallies.flush(lambda counts: keep_counts(self._connection(), counts))

    def close(self) -> None:
        db, self._db = self._db, None
        if db is not None:
            with contextlib.suppress(sqlite3.Error):
                db.close()

    def _connection(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = connect(self._path)
            # The file's limit, kept by SQLite itself: a write beyond it fails as on a full disk.
            self._db.execute(f"PRAGMA max_page_count = {self._max_pages}")
        return self._db


def keep_counts(db: sqlite3.Connection, counts: Counts) -> None:
    """Add the counts to the file's tables. Raises sqlite3.Error: then none is added."""
    with transaction(db):
        for (table, code), (count, seen) in counts.items():
            known = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            fresh = not db.execute(f"SELECT 1 FROM {table} WHERE code = ?", [code]).fetchone()
            db.execute(
                f"INSERT INTO {table} VALUES (?, ?, ?) ON CONFLICT (code) DO UPDATE SET"
                " count = count + excluded.count, last_seen = max(last_seen, excluded.last_seen)",
                [OTHERS if fresh and known >= CODES else code, count, seen],
            )
