"""One connection to the broker, asked from any thread, that nobody ever waits long for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

import nats
from nats.aio.client import Client
from nats.errors import Error
from nats.js import JetStreamContext
from nats.js.errors import APIError

from drumbeat.collector.nats.address import Address

PATIENCE_SECONDS = 3.0  # for a connection, and for one question to the broker
_RETRY_SECONDS = 0.25

Answered = TypeVar("Answered")
Work = Callable[[JetStreamContext], Awaitable[Answered]]


class Unreachable(Exception):
    """The broker did not answer in time, or refused; the words are for people."""


class Line:
    """Connects on first use, so that a server may fork its workers before, and for ever again."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loop = asyncio.new_event_loop()
        self._client: Client | None = None
        self._closed = False
        self.epoch = 0  # of the connection: a new one may reach a broker that lost its streams

    def ask(self, work: Work[Answered], patience: float = PATIENCE_SECONDS) -> Answered:
        """What `work` returns for this connection. Raises Unreachable; APIError passes through.

        patience: seconds for all of the work, which may be several questions.
        """
        self._start()
        future = asyncio.run_coroutine_threadsafe(self._ask(work, patience), self._loop)
        try:
            return future.result()
        except APIError:
            raise
        except (TimeoutError, Error, OSError) as problem:
            raise Unreachable(f"nats-server at {self._address.shown}: {_words(problem)}") from None

    @property
    def max_payload(self) -> int:
        """The most bytes of a message, as the broker said when it was connected."""
        return self._client.max_payload if self._client else 0

    def close(self) -> None:
        """Safe to call twice."""
        with self._starting:
            self._closed = True
            thread, self._thread = self._thread, None
        if thread:
            with contextlib.suppress(Error, OSError, TimeoutError):
                asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
        if not self._loop.is_closed():
            self._loop.close()

    def _start(self) -> None:
        with self._starting:
            if self._closed:
                raise Unreachable("the spool is closed")
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._loop.run_forever, name="nats", daemon=True
                )
                self._thread.start()
                self._loop.call_soon_threadsafe(self._connect)

    def _connect(self) -> None:
        self._up = asyncio.Event()
        self._connecting = self._loop.create_task(self._keep_connecting())

    async def _keep_connecting(self) -> None:
        self._client = await nats.connect(
            list(self._address.servers),
            name="drumbeat",
            connect_timeout=PATIENCE_SECONDS,
            reconnect_time_wait=_RETRY_SECONDS,
            max_reconnect_attempts=-1,
            # A message that waited for a connection would be stored after it was refused.
            pending_size=0,
            reconnected_cb=self._connected,
            disconnected_cb=self._disconnected,
            error_cb=_quietly,  # what fails is told to whoever asked
        )
        await self._connected()

    async def _connected(self) -> None:
        self.epoch += 1
        self._up.set()

    async def _disconnected(self) -> None:
        self._up.clear()

    async def _ask(self, work: Work[Answered], patience: float) -> Answered:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._up.wait()
        async with asyncio.timeout(patience):
            return await work(self._client.jetstream(timeout=PATIENCE_SECONDS))

    async def _hang_up(self) -> None:
        self._connecting.cancel()
        if self._client is not None:
            await asyncio.wait_for(self._client.close(), PATIENCE_SECONDS)


async def _quietly(_problem: Exception) -> None:
    pass


def _words(problem: BaseException) -> str:
    if isinstance(problem, TimeoutError):
        return f"no answer within {PATIENCE_SECONDS:.0f} s"
    return str(problem) or type(problem).__name__
