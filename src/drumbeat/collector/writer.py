"""Group commit: what waits together is made durable together."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from drumbeat.collector.letters import Letter, pack
from drumbeat.collector.sqlite import PAGE_BYTES, connect
from drumbeat.collector.tallies import Tallies

GROUP_EVENTS = 20_000  # one commit takes what waits, up to about so many events
GROUP_BYTES = 8 << 20  # and bytes, so that whoever opens it needs little memory

# Room may have come back meanwhile, and a server that nobody writes to must not look ill for ever.
TROUBLE_MICROS = 30_000_000


class SpoolFull(Exception):
    """The letter could not be made durable (limit reached or disk error): try again later."""


class _Ask(NamedTuple):
    letter: Letter | None  # None: only wake up
    loop: asyncio.AbstractEventLoop | None
    done: asyncio.Future[None] | None


class Writer:
    """The one thread of this process that writes into the spool's file."""

    def __init__(
        self, path: Path, max_bytes: int, now: Callable[[], int], tallies: Tallies
    ) -> None:
        self._path = path
        self._max_pages = max(max_bytes // PAGE_BYTES, 1)
        self._now = now
        self._tallies = tallies
        self._queue: queue.SimpleQueue[_Ask | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._stopped = False
        self._db: sqlite3.Connection | None = None
        self._failure = ("", 0)  # what a write failed with, and when

    @property
    def trouble(self) -> str:
        """What the last write failed with; "" after a good one or TROUBLE_MICROS of quiet."""
        reason, at = self._failure
        return reason if reason and self._now() - at < TROUBLE_MICROS else ""

    async def write(self, letter: Letter) -> None:
        """Returns once it is on disk. Raises SpoolFull: then nothing of it is."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._put(_Ask(letter, loop, done))
        await done

    def wake(self) -> None:
        """Let the tallies reach the disk soon."""
        with contextlib.suppress(SpoolFull):
            self._put(_Ask(None, None, None))

    def stop(self) -> None:
        with self._starting:
            self._stopped = True
            thread, self._thread = self._thread, None
        if thread:
            self._queue.put(None)
            thread.join()

    def _put(self, ask: _Ask) -> None:
        with self._starting:
            if self._stopped:
                raise SpoolFull("the spool is closed")
            if self._thread is None:
                # Started on first use, so that a server may fork its workers before.
                self._thread = threading.Thread(target=self._run, name="spool", daemon=True)
                self._thread.start()
            self._queue.put(ask)

    def _run(self) -> None:
        stop = False
        while not stop:
            group: list[_Ask] = []
            stop = self._gather(group)
            self._commit(group)
        self._forget_connection()

    def _gather(self, group: list[_Ask]) -> bool:
        """Wait for one, then take what else is there; True when it is time to stop."""
        ask = self._queue.get()
        events = size = 0
        while ask is not None:
            group.append(ask)
            if ask.letter:
                events += ask.letter.count
                size += len(ask.letter.body)
            if events >= GROUP_EVENTS or size >= GROUP_BYTES:
                return False
            try:
                ask = self._queue.get_nowait()
            except queue.Empty:
                return False
        return True

    def _commit(self, group: list[_Ask]) -> None:
        refusal: SpoolFull | None = None
        at = self._now()
        letters = [ask.letter for ask in group if ask.letter]
        try:
            db = self._connection()
            if letters:
                events = sum(letter.count for letter in letters)
                # One statement is one transaction, and gives the interpreter away only once.
                db.execute(
                    "INSERT INTO chunk (at, events, size, body) VALUES (?, ?, ?, ?)",
                    (at, events, *pack(letters)),
                )
                self._failure = ("", 0)
        except Exception as problem:
            # Whatever stopped the write, nothing was kept: say so, and keep serving.
            self._failure = (str(problem), at)
            refusal = SpoolFull(str(problem))
            self._forget_connection()
        _answer(group, refusal)
        with contextlib.suppress(sqlite3.Error):
            self._tallies.flush(self._connection())

    def _connection(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = connect(self._path)
            # The file's limit, kept by SQLite itself: a write beyond it fails as on a full disk.
            self._db.execute(f"PRAGMA max_page_count = {self._max_pages}")
        return self._db

    def _forget_connection(self) -> None:
        db, self._db = self._db, None
        if db is not None:
            with contextlib.suppress(sqlite3.Error):
                db.close()


def _answer(group: list[_Ask], refusal: SpoolFull | None) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = {}
    for ask in group:
        if ask.loop is not None and ask.done is not None:
            by_loop.setdefault(ask.loop, []).append(ask.done)
    for loop, waiting in by_loop.items():
        # A loop that closed meanwhile has nobody left to tell.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, waiting, refusal)


def _settle(waiting: list[asyncio.Future[None]], refusal: SpoolFull | None) -> None:
    for done in waiting:
        if done.done():
            continue
        if refusal is None:
            done.set_result(None)
        else:
            done.set_exception(SpoolFull(str(refusal)))
