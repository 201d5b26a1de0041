"""Where an event waits, durably, between its acknowledgement and the lake."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from drumbeat.collector.sqlite import PAGE_BYTES, connect, transaction
from drumbeat.collector.tallies import Tallies
from drumbeat.collector.writer import SpoolFull, Writer

__all__ = ["Batch", "EventSpool", "Record", "Spool", "SpoolFull", "SpoolStatus", "Tally"]

RELEASED_AT_ONCE = 5_000  # records

_TABLES = """
CREATE TABLE IF NOT EXISTS record (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: it names the batch in the lake
    at INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL,
    claimed_to INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS quarantine (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS unknown_codes (
    code TEXT PRIMARY KEY, count INTEGER NOT NULL, last_seen INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS lost_clicks (
    code TEXT PRIMARY KEY, count INTEGER NOT NULL, last_seen INTEGER NOT NULL
);
"""


class Record(NamedTuple):
    seq: int
    body: bytes


class Batch(NamedTuple):
    """Records first_seq…last_seq as the loader takes them; `name` is the same on every retry."""

    first_seq: int
    last_seq: int
    name: str
    records: list[Record]


class Tally(NamedTuple):
    """How often a code was asked for; last_seen in µs since 1970 UTC."""

    code: str
    count: int
    last_seen: int


@dataclass(frozen=True)
class SpoolStatus:
    """depth: records waiting; oldest_at: µs since 1970 UTC, None when empty; bytes: on disk."""

    depth: int
    oldest_at: int | None
    bytes: int
    quarantined: int
    unknown_codes: int
    lost_clicks: int
    trouble: str


class EventSpool(Protocol):
    """What intake and loader need; SQLite below, a message broker may stand in its place."""

    async def append(self, records: Sequence[bytes]) -> None: ...
    def peek(self, limit: int) -> Batch | None: ...
    def release(self, up_to_seq: int) -> None: ...
    def quarantine(self, faults: Iterable[tuple[int, str]]) -> None: ...
    def count_unknown(self, code: str) -> None: ...
    def count_lost(self, code: str) -> None: ...
    def status(self) -> SpoolStatus: ...
    def close(self) -> None: ...


class Spool:
    """A spool in one SQLite file, shared by any number of intake processes and one loader.

    max_bytes: the file's limit; intake is refused beyond it, releasing makes room again.
    now: µs since 1970 UTC.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        max_bytes: int = 4 << 30,
        now: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        self.path = Path(path)
        self._now = now
        self._desk = connect(self.path)
        self._desk.executescript(_TABLES)
        self._desk.execute("INSERT OR IGNORE INTO state (one, name) VALUES (1, ?)", [_new_name()])
        self._desk_lock = threading.RLock()
        self._tallies = Tallies()
        self._writer = Writer(self.path, max_bytes, now, self._tallies)

    async def append(self, records: Sequence[bytes]) -> None:
        """Returns once the records are on disk. Raises SpoolFull: then none of them is."""
        if records:
            await self._writer.write(records)

    def peek(self, limit: int) -> Batch | None:
        """The oldest records, at most `limit`; None when empty.

        The same batch comes back until it is released, however much has arrived since: a loader
        killed between the lake's commit and the release must meet the very batch it committed.
        """
        with self._desk_lock, transaction(self._desk) as db:
            name, claimed = db.execute("SELECT name, claimed_to FROM state").fetchone()
            if claimed == 0:
                claimed = db.execute(
                    "SELECT max(seq) FROM (SELECT seq FROM record ORDER BY seq LIMIT ?)", [limit]
                ).fetchone()[0]
                if claimed is None:
                    return None
                db.execute("UPDATE state SET claimed_to = ?", [claimed])
        with self._desk_lock:
            rows = self._desk.execute(
                "SELECT seq, body FROM record WHERE seq <= ? ORDER BY seq", [claimed]
            ).fetchall()
        records = [Record(*row) for row in rows]
        # Named by its end alone: setting a record aside may move the batch's beginning.
        begin = records[0].seq if records else claimed
        return Batch(begin, claimed, f"{name}-{claimed}", records)

    def release(self, up_to_seq: int) -> None:
        """Forget the records up to and including this one; the lake has them."""
        released = RELEASED_AT_ONCE
        while released == RELEASED_AT_ONCE:
            # In small steps, so that intake never waits long for the file. Killed in between, the
            # rest of the batch comes back under its name, and the lake lets it pass.
            with self._desk_lock, transaction(self._desk) as db:
                released = db.execute(
                    "DELETE FROM record WHERE seq IN"
                    " (SELECT seq FROM record WHERE seq <= ? ORDER BY seq LIMIT ?)",
                    [up_to_seq, RELEASED_AT_ONCE],
                ).rowcount
                if released < RELEASED_AT_ONCE:
                    db.execute("UPDATE state SET claimed_to = 0 WHERE claimed_to <= ?", [up_to_seq])

    def quarantine(self, faults: Iterable[tuple[int, str]]) -> None:
        """Move these records (seq, reason) out of the queue, kept with the reason."""
        with self._desk_lock, transaction(self._desk) as db:
            for seq, reason in faults:
                db.execute(
                    "INSERT OR IGNORE INTO quarantine SELECT seq, at, ?, body FROM record"
                    " WHERE seq = ?",
                    [reason[:500], seq],
                )
                db.execute("DELETE FROM record WHERE seq = ?", [seq])

    def count_unknown(self, code: str) -> None:
        """Someone asked for a code that nobody minted. Never blocks, never fails."""
        self._count("unknown_codes", code)

    def count_lost(self, code: str) -> None:
        """A click was redirected but could not be kept. Never blocks, never fails."""
        self._count("lost_clicks", code)

    def unknown_codes(self) -> list[Tally]:
        """Most asked first."""
        return self._counted("unknown_codes")

    def lost_clicks(self) -> list[Tally]:
        """Most lost first."""
        return self._counted("lost_clicks")

    def quarantined(self) -> list[tuple[int, str]]:
        """(seq, reason) of every record set aside."""
        with self._desk_lock:
            return self._desk.execute("SELECT seq, reason FROM quarantine ORDER BY seq").fetchall()

    def status(self) -> SpoolStatus:
        with self._desk_lock:
            one = self._desk.execute(
                "SELECT ifnull(max(seq) - min(seq) + 1, 0),"
                " (SELECT at FROM record ORDER BY seq LIMIT 1),"
                " (SELECT count(*) FROM quarantine) FROM record"
            ).fetchone()
            pages = self._desk.execute(
                "SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count"
            ).fetchone()[0]
        return SpoolStatus(
            depth=one[0],
            oldest_at=one[1],
            bytes=pages * PAGE_BYTES,
            quarantined=one[2],
            unknown_codes=sum(tally.count for tally in self.unknown_codes()),
            lost_clicks=sum(tally.count for tally in self.lost_clicks()),
            trouble=self._writer.trouble,
        )

    def close(self) -> None:
        """Waits for what is being written. Safe to call twice."""
        self._writer.stop()
        with self._desk_lock, contextlib.suppress(sqlite3.Error):
            self._tallies.flush(self._desk)
            self._desk.close()

    def _count(self, table: str, code: str) -> None:
        self._tallies.add(table, code, self._now())
        self._writer.wake()

    def _counted(self, table: str) -> list[Tally]:
        with self._desk_lock:
            tallies = [Tally(*row) for row in self._tallies.counted(self._desk, table)]
        return sorted(tallies, key=lambda tally: (-tally.count, tally.code))


def _new_name() -> str:
    # A spool that was deleted starts again at 1: its batches must not look like the old ones.
    return uuid.uuid4().hex[:12]
