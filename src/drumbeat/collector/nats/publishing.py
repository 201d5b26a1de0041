"""What waits in a stream: one message for each group that a node made durable."""

from __future__ import annotations

import msgspec
from nats.js.errors import APIError

from drumbeat.collector.letters import Letter, pack
from drumbeat.collector.nats.broker import Broker
from drumbeat.collector.nats.counts import add_counts
from drumbeat.collector.spool import Chunk, opened
from drumbeat.collector.tallies import Counts, Tallies
from drumbeat.collector.writer import SpoolFull


class Packed(msgspec.Struct, array_like=True, frozen=True):
    """at: µs since 1970 UTC; size: of the body, unpacked."""

    at: int
    size: int
    body: bytes


_encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Packed).decode


class Publisher:
    """A `writer.Store`: what the writer of this node asks of the broker."""

    def __init__(self, broker: Broker, tallies: Tallies) -> None:
        self._broker = broker
        self._tallies = tallies

    def keep(self, letters: list[Letter], at: int) -> None:
        """A group that makes too large a message goes in halves."""
        size, body = pack(letters)
        message = _encode(Packed(at, size, body))
        if len(message) > self._broker.max_payload and len(letters) > 1:
            middle = len(letters) // 2
            self.keep(letters[:middle], at)
            self.keep(letters[middle:], at)
            return
        stream = self._broker.streams.waiting
        subject = f"{stream}.{sum(letter.count for letter in letters)}"
        try:
            self._broker.ask(lambda js: js.publish(subject, message, stream=stream))
        except APIError as problem:
            raise SpoolFull(f"the spool is full or ill: {problem.description}") from None

    def settle(self) -> None:
        self._tallies.flush(self.keep_counts)

    def close(self) -> None:
        """Nothing of its own is open."""

    def keep_counts(self, counts: Counts) -> None:
        self._broker.ask(lambda js: add_counts(js, self._broker.streams.counts, counts))


def chunk(seq: int, message: bytes) -> Chunk:
    """What a message holds; with a fault when it cannot be read."""
    try:
        packed = decode(message)
    except msgspec.DecodeError as problem:
        return Chunk(seq, [], f"cannot be read: {problem}")
    return opened(seq, packed.size, packed.body)


def events_in(subject: str) -> int:
    """How many events a message of this subject holds."""
    return int(subject.rpartition(".")[2])
