"""A spool in NATS JetStream: many nodes append, one loader takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import aclosing
from functools import partial

import msgspec
from nats.js import JetStreamContext
from nats.js.api import StreamInfo
from nats.js.errors import APIError, NotFoundError

from drumbeat.collector.letters import Fault, Letter
from drumbeat.collector.nats.address import read_address
from drumbeat.collector.nats.aside import keep_aside, kept_aside
from drumbeat.collector.nats.broker import Broker
from drumbeat.collector.nats.counts import read_counts
from drumbeat.collector.nats.line import PATIENCE_SECONDS, Unreachable
from drumbeat.collector.nats.publishing import Publisher, chunk, decode, events_in
from drumbeat.collector.nats.reading import messages
from drumbeat.collector.nats.streams import name_in
from drumbeat.collector.spool import Chunk, SetAside, Sources, SpoolStatus, no_room_in
from drumbeat.collector.tallies import Refusal, Tallies, Tally
from drumbeat.collector.writer import Writer

_LOOK_SECONDS = 60.0  # for all of one portion, which may be large


class NatsSpool:
    """An `EventSpool` that any number of nodes share.

    url: see address.read_address; raises ValueError for another form. max_bytes: the stream's
    limit where the address names none. now: µs since 1970 UTC. A broker that is away is no reason
    not to start: what needs it raises SpoolFull (append) or Unreachable until it is back.
    """

    def __init__(
        self,
        url: str,
        *,
        max_bytes: int = 4 << 30,
        now: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        address = read_address(url)
        self._now = now
        self._max_bytes = address.max_bytes or max_bytes
        self._broker = Broker(address, self._max_bytes)
        self._streams = self._broker.streams
        self._name = ""
        self._tallies = Tallies()
        self._publisher = Publisher(self._broker, self._tallies)
        self._writer = Writer(self._publisher, now)

    @property
    def name(self) -> str:
        """As the last look found it: whoever deletes the stream makes a new spool."""
        if not self._name:
            self._broker.ask(self._info)
        return self._name

    async def append(self, letter: Letter) -> None:
        """Returns once the broker has stored the letter.

        Raises SpoolFull when it cannot be said to be: then it may be stored all the same, as
        after any answer that got lost, and sent again it counts once by its message ids.
        """
        await self._writer.write(letter)

    def peek(self, limit: int) -> list[Chunk]:
        """The oldest chunks, together about `limit` events and at least one; empty when none."""
        return self._broker.ask(partial(self._peek, limit), _LOOK_SECONDS)

    def release(self, up_to_seq: int) -> None:
        """Forget the chunks up to and including this one; the lake has them."""
        self._broker.ask(lambda js: js.purge_stream(self._streams.waiting, seq=up_to_seq + 1))

    def set_aside(self, faults: Iterable[Fault]) -> None:
        """Keep these messages with their reasons; doing it again changes nothing."""
        place, at, faults = f"{self._streams.aside}.{self.name}", self._now(), list(faults)
        most = self._broker.max_payload
        self._broker.ask(lambda js: keep_aside(js, place, at, faults, most), _LOOK_SECONDS)

    def kept_aside(self, limit: int = 100, of: Sources = None) -> list[SetAside]:
        """What was set aside, newest first. of: only what these sources sent, among the newest."""
        return self._broker.ask(lambda js: kept_aside(js, self._streams.aside, limit, of))

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
        """Of all nodes, most asked first."""
        return self._counted("unknown_codes")

    def lost_clicks(self) -> list[Tally]:
        """Of all nodes, most lost first."""
        return self._counted("lost_clicks")

    def refusals(self) -> list[Refusal]:
        """Of all nodes, most frequent first."""
        return [Refusal.of(tally) for tally in self._counted("refusals")]

    def status(self) -> SpoolStatus:
        """Never raises: a broker that is away is its trouble."""
        try:
            info, oldest_at, aside = self._broker.ask(self._look)
            unknown, lost = self.unknown_codes(), self.lost_clicks()
        except (Unreachable, APIError) as problem:
            return SpoolStatus(0, None, 0, self._max_bytes, 0, 0, 0, str(problem))
        waiting = (info.state.subjects or {}).items()
        return SpoolStatus(
            depth=sum(events_in(subject) * count for subject, count in waiting),
            oldest_at=oldest_at,
            bytes=info.state.bytes,
            max_bytes=self._max_bytes,
            quarantined=aside,
            unknown_codes=sum(tally.count for tally in unknown),
            lost_clicks=sum(tally.count for tally in lost),
            trouble=self._writer.trouble or no_room_in(info.state.bytes, self._max_bytes),
        )

    def close(self) -> None:
        """Waits for what is being written. Safe to call twice."""
        self._writer.stop()
        self._publisher.settle()
        self._broker.close()

    async def _info(self, js: JetStreamContext) -> StreamInfo:
        info = await js.stream_info(self._streams.waiting, subjects_filter=">")
        self._name = name_in(info)
        return info

    async def _peek(self, limit: int, js: JetStreamContext) -> list[Chunk]:
        info = await self._info(js)
        found: list[Chunk] = []
        look = messages(js, info, info.state.first_seq, PATIENCE_SECONDS)
        async with aclosing(look) as waiting:
            async for message in waiting:
                found.append(chunk(message.metadata.sequence.stream, message.data))
                limit -= events_in(message.subject)
                if limit <= 0:
                    break
        return found

    async def _look(self, js: JetStreamContext) -> tuple[StreamInfo, int | None, int]:
        info = await self._info(js)
        aside = (await js.stream_info(self._streams.aside)).state.messages
        if not info.state.messages:
            return info, None, aside
        try:
            oldest = await js.get_msg(self._streams.waiting, seq=info.state.first_seq)
            return info, decode(oldest.data).at, aside
        except (NotFoundError, msgspec.DecodeError):  # released meanwhile, or spoilt
            return info, None, aside

    def _count(self, table: str, code: str) -> None:
        self._tallies.add(table, code, self._now())
        self._writer.wake()

    def _counted(self, table: str) -> list[Tally]:
        return self._tallies.counted(
            table,
            self._publisher.keep_counts,
            lambda: self._broker.ask(lambda js: read_counts(js, self._streams.counts, table)),
        )
