"""Messages that no table can hold, one in the stream for each place they lay in."""

from __future__ import annotations

import msgspec
from nats.js import JetStreamContext
from nats.js.errors import APIError

from drumbeat.collector.letters import Fault
from drumbeat.collector.nats.line import PATIENCE_SECONDS
from drumbeat.collector.nats.reading import messages
from drumbeat.collector.spool import SetAside, Sources

_ROOM_BYTES = 64 << 10  # around a body: reason, source and headers
_STORE_FAILED = 10077  # JetStream: a limit of the stream was reached
LOOKED_AT = 1_000  # messages, where only some sources' are wanted
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(SetAside).decode


async def keep_aside(
    js: JetStreamContext, prefix: str, at: int, faults: list[Fault], most: int
) -> None:
    """Keep each fault, once for its place under the prefix. at: µs since 1970 UTC; most: bytes of
    a message, a larger body is cut."""
    for fault in faults:
        seq, letter, part = fault.place
        body = fault.body[: most - _ROOM_BYTES]
        kept = SetAside(at, fault.source[:500], fault.reason[:500], body)
        try:
            await js.publish(f"{prefix}.{seq}.{letter}.{part}", _encode(kept))
        except APIError as problem:
            if problem.err_code != _STORE_FAILED or "per subject" not in str(problem.description):
                raise


async def kept_aside(js: JetStreamContext, stream: str, limit: int, of: Sources) -> list[SetAside]:
    """The newest, newest first; of one chunk in the order of its messages.

    of: only what these sources sent, as far as it is among the newest LOOKED_AT.
    """
    info = await js.stream_info(stream)
    found: list[tuple[tuple[int, int, int], SetAside]] = []
    first = info.state.last_seq - (limit if of is None else max(limit, LOOKED_AT)) + 1
    async for message in messages(js, info, first, PATIENCE_SECONDS):
        seq, letter, part = map(int, message.subject.split(".")[-3:])
        kept = _decode(message.data)
        if of is None or kept.source in of:
            found.append(((-seq, letter, part), kept))
    return [kept for _, kept in sorted(found, key=lambda one: one[0])][:limit]
