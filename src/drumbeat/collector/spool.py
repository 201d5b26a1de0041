"""Where an event waits, durably, between its acknowledgement and the lake."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from drumbeat.collector.letters import Fault, Letter, unpack
from drumbeat.collector.sqlite import PAGE_BYTES, ChunkFile, connect, keep_counts, transaction
from drumbeat.collector.tallies import Counts, Refusal, Tallies, Tally
from drumbeat.collector.upgrade import bring_over
from drumbeat.collector.writer import GROUP_BYTES, SpoolFull, Writer

__all__ = [
    "Chunk",
    "EventSpool",
    "Refusal",
    "SetAside",
    "Spool",
    "SpoolFull",
    "SpoolStatus",
    "Tally",
]

_FULL = 0.98  # of the limit: about where writes begin to fail

_TABLES = """
CREATE TABLE IF NOT EXISTS chunk (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: the lake remembers how far it has read
    at INTEGER NOT NULL,
    events INTEGER NOT NULL,
    size INTEGER NOT NULL,  -- of the body, unpacked
    body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS set_aside (
    seq INTEGER NOT NULL,
    letter INTEGER NOT NULL,
    part INTEGER NOT NULL,
    at INTEGER NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (seq, letter, part)
);
CREATE INDEX IF NOT EXISTS set_aside_of ON set_aside (source, seq);
CREATE TABLE IF NOT EXISTS unknown_codes (
    code TEXT PRIMARY KEY, count INTEGER NOT NULL, last_seen INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS lost_clicks (
    code TEXT PRIMARY KEY, count INTEGER NOT NULL, last_seen INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS refusals (
    code TEXT PRIMARY KEY, count INTEGER NOT NULL, last_seen INTEGER NOT NULL
);
"""


class Chunk(NamedTuple):
    """What one write made durable. fault: why `letters` could not be read, "" when they could."""

    seq: int
    letters: list[Letter]
    fault: str = ""


Sources = Collection[str] | None


class SetAside(NamedTuple):
    """A message that no table can hold, with the reason. at: µs since 1970 UTC."""

    at: int
    source: str
    reason: str
    body: bytes


@dataclass(frozen=True)
class SpoolStatus:
    """depth: events waiting; oldest_at: µs since 1970 UTC, None when empty; bytes: kept, of at
    most max_bytes; trouble: why writes are refused, "" when they are not."""

    depth: int
    oldest_at: int | None
    bytes: int
    max_bytes: int
    quarantined: int
    unknown_codes: int
    lost_clicks: int
    trouble: str


class EventSpool(Protocol):
    """What intake and loader need: SQLite below, or a message broker for several nodes.

    name: unlike any other spool's; sequence numbers of one name only grow. What `append` returned
    for is durable until it is released; what `peek` shows stays.
    """

    @property
    def name(self) -> str: ...
    async def append(self, letter: Letter) -> None: ...
    def peek(self, limit: int) -> list[Chunk]: ...
    def release(self, up_to_seq: int) -> None: ...
    def set_aside(self, faults: Iterable[Fault]) -> None: ...
    def kept_aside(self, limit: int = 100, of: Sources = None) -> list[SetAside]: ...
    def count_unknown(self, code: str) -> None: ...
    def count_lost(self, code: str) -> None: ...
    def count_refused(self, source: str, why: str) -> None: ...
    def unknown_codes(self) -> list[Tally]: ...
    def lost_clicks(self) -> list[Tally]: ...
    def refusals(self) -> list[Refusal]: ...
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
        self._max_bytes = max_bytes
        self._now = now
        self._desk = connect(self.path)
        self._desk.executescript(_TABLES)
        with transaction(self._desk):
            bring_over(self._desk)
        self._desk.execute("INSERT OR IGNORE INTO state (one, name) VALUES (1, ?)", [_new_name()])
        self.name: str = self._desk.execute("SELECT name FROM state").fetchone()[0]
        self._desk_lock = threading.RLock()
        self._tallies = Tallies()
        self._writer = Writer(ChunkFile(self.path, max_bytes, self._tallies), now)

    async def append(self, letter: Letter) -> None:
        """Returns once the letter is on disk. Raises SpoolFull: then none of it is."""
        await self._writer.write(letter)

    def peek(self, limit: int) -> list[Chunk]:
        """The oldest chunks, together about `limit` events and at least one; empty when none."""
        found: list[Chunk] = []
        with self._desk_lock:
            rows = self._desk.execute("SELECT seq, events, size, body FROM chunk ORDER BY seq")
            for seq, events, size, body in rows:
                found.append(opened(seq, size, body))
                limit -= events
                if limit <= 0:
                    break
            rows.close()
        return found

    def release(self, up_to_seq: int) -> None:
        """Forget the chunks up to and including this one; the lake has them."""
        with self._desk_lock, transaction(self._desk) as db:
            db.execute("DELETE FROM chunk WHERE seq <= ?", [up_to_seq])

    def set_aside(self, faults: Iterable[Fault]) -> None:
        """Keep these messages with their reasons; doing it again changes nothing."""
        at = self._now()
        rows = [
            (*fault.place, at, fault.source, fault.reason[:500], fault.body) for fault in faults
        ]
        with self._desk_lock, transaction(self._desk) as db:
            db.executemany("INSERT OR IGNORE INTO set_aside VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def count_unknown(self, code: str) -> None:
        """Someone asked for a code that nobody minted. Never blocks, never fails."""
        self._count("unknown_codes", code)

    def count_lost(self, code: str) -> None:
        """A click was redirected but could not be kept. Never blocks, never fails."""
        self._count("lost_clicks", code)

    def count_refused(self, source: str, why: str) -> None:
        """A request was refused. source: "" where none is known. Never blocks, never fails."""
        self._count("refusals", Refusal.code(source, why))

    def unknown_codes(self) -> list[Tally]:
        """Most asked first."""
        return self._counted("unknown_codes")

    def lost_clicks(self) -> list[Tally]:
        """Most lost first."""
        return self._counted("lost_clicks")

    def refusals(self) -> list[Refusal]:
        """Most frequent first."""
        return [Refusal.of(tally) for tally in self._counted("refusals")]

    def kept_aside(self, limit: int = 100, of: Sources = None) -> list[SetAside]:
        """What was set aside, newest first. of: only what these sources sent."""
        sources = None if of is None else list(of)
        which = "" if sources is None else f"WHERE source IN ({', '.join('?' * len(sources))})"
        with self._desk_lock:
            rows = self._desk.execute(
                f"SELECT at, source, reason, body FROM set_aside {which}"
                " ORDER BY seq DESC, letter, part LIMIT ?",
                [*(sources or ()), limit],
            ).fetchall()
        return [SetAside(*row) for row in rows]

    def status(self) -> SpoolStatus:
        """What waits, and whether more can. Raises sqlite3.Error when the file cannot be read."""
        with self._desk_lock:
            one = self._desk.execute(
                "SELECT ifnull(sum(events), 0), min(at), (SELECT count(*) FROM set_aside) FROM chunk"
            ).fetchone()
            pages = self._desk.execute(
                "SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count"
            ).fetchone()[0]
        return SpoolStatus(
            depth=one[0],
            oldest_at=one[1],
            bytes=pages * PAGE_BYTES,
            max_bytes=self._max_bytes,
            quarantined=one[2],
            unknown_codes=sum(tally.count for tally in self.unknown_codes()),
            lost_clicks=sum(tally.count for tally in self.lost_clicks()),
            trouble=self._writer.trouble
            or no_room_in(pages * PAGE_BYTES, self._max_bytes)
            or _no_room_on(self.path.parent),
        )

    def close(self) -> None:
        """Waits for what is being written. Safe to call twice."""
        self._writer.stop()
        with self._desk_lock, contextlib.suppress(sqlite3.Error):
            self._tallies.flush(self._keep_counts)
            self._desk.close()

    def _count(self, table: str, code: str) -> None:
        self._tallies.add(table, code, self._now())
        self._writer.wake()

    def _counted(self, table: str) -> list[Tally]:
        columns = f"SELECT code, count, last_seen FROM {table}"
        with self._desk_lock:
            return self._tallies.counted(
                table,
                self._keep_counts,
                lambda: map(Tally._make, self._desk.execute(columns).fetchall()),
            )

    def _keep_counts(self, counts: Counts) -> None:
        keep_counts(self._desk, counts)


def no_room_in(used: int, most: int) -> str:
    """Says that a spool is at its limit, whoever filled it; "" while there is room. In bytes."""
    if used < most * _FULL:
        return ""
    return f"the spool is full: {used / 1e6:,.1f} of at most {most / 1e6:,.1f} MB wait"


def _no_room_on(folder: Path) -> str:
    free = shutil.disk_usage(folder).free
    return "" if free > GROUP_BYTES else f"the disk is full: {free / 1e6:,.1f} MB are free"


def opened(seq: int, size: int, body: bytes) -> Chunk:
    """The chunk of one packed body; with a fault when the body cannot be read."""
    try:
        return Chunk(seq, unpack(size, body))
    except ValueError as problem:
        return Chunk(seq, [], str(problem))


def _new_name() -> str:
    # A spool that was deleted starts again at 1: its chunks must not look like the old ones.
    return uuid.uuid4().hex[:12]
