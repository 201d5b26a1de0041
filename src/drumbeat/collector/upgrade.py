"""Spools of version 0.1 kept every event by itself; what waits in one is brought over."""

from __future__ import annotations

import sqlite3

import msgspec

from drumbeat.collector import letters
from drumbeat.collector.letters import pack
from drumbeat.warehouse.events import Event

_decode = msgspec.msgpack.Decoder(Event).decode


def bring_over(db: sqlite3.Connection) -> None:
    """Within a transaction: records become chunks under their own numbers.

    The lake remembers how far it has read by those numbers, so they must go on, not start again.
    """
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'record'").fetchone():
        return
    used = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'record'").fetchone()
    for seq, at, body in db.execute("SELECT seq, at, body FROM record ORDER BY seq").fetchall():
        try:
            packed = pack([letters.of_events([_decode(body)], at)])
        except (msgspec.DecodeError, UnicodeError) as problem:
            _keep_aside(db, seq, at, f"cannot be read: {problem}", body)
        else:
            db.execute("INSERT INTO chunk VALUES (?, ?, 1, ?, ?)", (seq, at, *packed))
    for seq, at, reason, body in db.execute("SELECT seq, at, reason, body FROM quarantine"):
        _keep_aside(db, seq, at, reason, body)
    db.execute("DROP TABLE record")
    db.execute("DROP TABLE quarantine")
    db.execute("DELETE FROM sqlite_sequence WHERE name = 'chunk'")
    db.execute("INSERT INTO sqlite_sequence VALUES ('chunk', ?)", [used[0] if used else 0])


def _keep_aside(db: sqlite3.Connection, seq: int, at: int, reason: str, body: bytes) -> None:
    db.execute(
        "INSERT OR IGNORE INTO set_aside VALUES (?, 0, 0, ?, '', ?, ?)", (seq, at, reason, body)
    )
