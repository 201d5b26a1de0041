"""Taking a person out of what the spool still holds: messages set aside, freed pages, the log."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from drumbeat.collector.sqlite import connect, transaction

ERASED = "erased at a person's request; what was sent is not kept"
_PATIENCE_SECONDS = 30.0


class StillBusy(Exception):
    """Others kept the file in use for so long that freed pages could not be overwritten."""


def forget_aside(path: Path, names: Callable[[bytes], bool], *, others: Iterable[str]) -> int:
    """Empty the messages set aside that name somebody; a note stays. Returns how many.

    others: sources whose messages are another brand's and stay as they are.
    """
    if not path.exists():
        return 0
    with closing(connect(path)) as db, transaction(db):
        found = _naming(db, names, set(others))
        db.executemany(
            "UPDATE set_aside SET reason = ?, body = x'' WHERE rowid = ?",
            [(ERASED, rowid) for rowid in found],
        )
    return len(found)


def count_aside(path: Path, names: Callable[[bytes], bool], *, others: Iterable[str]) -> int:
    """How many messages `forget_aside` would empty."""
    if not path.exists():
        return 0
    with closing(connect(path)) as db:
        return len(_naming(db, names, set(others)))


def _naming(db: sqlite3.Connection, names: Callable[[bytes], bool], foreign: set[str]) -> list[int]:
    rows = db.execute("SELECT rowid, source, reason, body FROM set_aside").fetchall()
    return [
        rowid
        for rowid, source, reason, body in rows
        if source not in foreign and (names(bytes(body)) or names(reason.encode()))
    ]


def overwrite_freed(path: Path) -> None:
    """Leave nothing of what was deleted in the file or its log, also while others use it.

    `secure_delete` clears a page only when it is freed; what was moved on before, and the copies
    in the write-ahead log, stay. So the file is written anew and the log is cut to nothing.
    Raises StillBusy.
    """
    if not path.exists():
        return
    with closing(connect(path)) as db:
        db.execute("PRAGMA temp_store = MEMORY")  # no copy of it in a folder for everybody
        db.execute("PRAGMA secure_delete = ON")
        _patiently(lambda: db.execute("VACUUM").fetchall() == [])
        _patiently(lambda: db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)


def drop_aside(path: Path, before: int, *, others: Iterable[str]) -> int:
    """Delete the messages that were set aside before a moment, µs since 1970. Returns how many.

    others: sources whose messages are another brand's and stay.
    """
    if not path.exists():
        return 0
    foreign = set(others)
    with closing(connect(path)) as db, transaction(db):
        rows = db.execute("SELECT rowid, source FROM set_aside WHERE at < ?", [before]).fetchall()
        due = [(rowid,) for rowid, source in rows if source not in foreign]
        db.executemany("DELETE FROM set_aside WHERE rowid = ?", due)
    return len(due)


def _patiently(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if done():
                return
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem) and "busy" not in str(problem):
                raise
        time.sleep(0.05)
    raise StillBusy("the file was in use all the time: run it again when less is going on")
