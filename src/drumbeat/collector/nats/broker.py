"""The broker with this installation's streams in it, whatever happened to either."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from nats.js import JetStreamContext
from nats.js.errors import NoStreamResponseError, NotFoundError

from drumbeat.collector.nats.address import Address
from drumbeat.collector.nats.line import PATIENCE_SECONDS, Line
from drumbeat.collector.nats.streams import Streams

Answered = TypeVar("Answered")
Work = Callable[[JetStreamContext], Awaitable[Answered]]


class Broker:
    """Asked from any thread. Opened by the first question."""

    def __init__(self, address: Address, max_bytes: int) -> None:
        self.streams = Streams(address, max_bytes)
        self._line = Line(address)
        self._made = 0  # the line's epoch in which the streams were last seen to be there

    @property
    def max_payload(self) -> int:
        """The most bytes of a message. Raises Unreachable before the first connection."""
        return self._line.max_payload or self._line.ask(self._told_max_payload)

    def ask(self, work: Work[Answered], patience: float = PATIENCE_SECONDS) -> Answered:
        """What `work` returns, the streams being there. Raises Unreachable, APIError."""
        return self._line.ask(partial(self._with_streams, work), patience)

    def close(self) -> None:
        """Safe to call twice."""
        self._line.close()

    async def _told_max_payload(self, _js: JetStreamContext) -> int:
        return self._line.max_payload

    async def _with_streams(self, work: Work[Answered], js: JetStreamContext) -> Answered:
        if self._made != self._line.epoch:
            epoch = self._line.epoch
            await self.streams.make(js, self._line.max_payload)
            self._made = epoch
        try:
            return await work(js)
        except (NoStreamResponseError, NotFoundError):
            self._made = 0  # somebody deleted them: make them again before the next question
            raise
