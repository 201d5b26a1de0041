"""Group commit: what waits together is made durable together."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from typing import NamedTuple, Protocol

from drumbeat.collector.letters import Letter

GROUP_EVENTS = 20_000  # one commit takes what waits, up to about so many events
GROUP_BYTES = 8 << 20  # and bytes, so that whoever opens it needs little memory

# Room may have come back meanwhile, and a server that nobody writes to must not look ill for ever.
TROUBLE_MICROS = 30_000_000


class SpoolFull(Exception):
    """The letter could not be made durable (limit reached, disk or broker failed): try later."""


class Store(Protocol):
    """Where a writer writes. Called from the writer's thread only."""

    def keep(self, letters: list[Letter], at: int) -> None:
        """Returns once they are durable; raises whatever stopped it. at: µs since 1970 UTC."""

    def settle(self) -> None:
        """After a group was answered: write what else waits. Never raises."""

    def close(self) -> None:
        """The writer ends. Never raises."""


class _Ask(NamedTuple):
    letter: Letter | None  # None: only wake up
    loop: asyncio.AbstractEventLoop | None
    done: asyncio.Future[None] | None


class Writer:
    """The one thread of this process that writes into the spool."""

    def __init__(self, store: Store, now: Callable[[], int]) -> None:
        self._store = store
        self._now = now
        self._queue: queue.SimpleQueue[_Ask | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._stopped = False
        self._failure = ("", 0)  # what a write failed with, and when

    @property
    def trouble(self) -> str:
        """What the last write failed with; "" after a good one or TROUBLE_MICROS of quiet."""
        reason, at = self._failure
        return reason if reason and self._now() - at < TROUBLE_MICROS else ""

    async def write(self, letter: Letter) -> None:
        """Returns once it is durable. Raises SpoolFull when it cannot be said to be."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._put(_Ask(letter, loop, done))
        await done

    def wake(self) -> None:
        """Let the store settle soon."""
        with contextlib.suppress(SpoolFull):
            self._put(_Ask(None, None, None))

    def stop(self) -> None:
        """Waits for what is being written. Safe to call twice."""
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
        self._store.close()

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
            if letters:
                self._store.keep(letters, at)
                self._failure = ("", 0)
        except Exception as problem:
            # Whatever stopped the write, nothing is known to be kept: say so, and keep serving.
            self._failure = (str(problem), at)
            refusal = SpoolFull(str(problem))
        _answer(group, refusal)
        self._store.settle()


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
