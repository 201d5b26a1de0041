"""Counts that all nodes add to: one message a table, replaced only by who has read the last."""

from __future__ import annotations

import msgspec
from nats.js import JetStreamContext
from nats.js.api import Header
from nats.js.errors import BadRequestError, NotFoundError

from drumbeat.collector.tallies import CODES, OTHERS, Counts, Tally

_WRONG_LAST = 10071  # JetStream: somebody was faster
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(dict[str, tuple[int, int]]).decode


async def read_counts(js: JetStreamContext, stream: str, table: str) -> list[Tally]:
    """What all nodes counted in this table."""
    kept, _ = await _kept(js, stream, table)
    return [Tally(code, *rest) for code, rest in kept.items()]


async def add_counts(js: JetStreamContext, stream: str, counts: Counts) -> None:
    """Add to what is counted there."""
    for table in sorted({table for table, _ in counts}):
        added = {code: rest for (name, code), rest in counts.items() if name == table}
        while not await _add(js, stream, table, added):
            pass  # each time another node got through, so this ends


async def _add(
    js: JetStreamContext, stream: str, table: str, added: dict[str, tuple[int, int]]
) -> bool:
    """False when another node wrote since we read."""
    kept, seq = await _kept(js, stream, table)
    for code, (count, seen) in added.items():
        name = code if code in kept or len(kept) < CODES else OTHERS
        before, last = kept.get(name, (0, 0))
        kept[name] = (before + count, max(last, seen))
    try:
        await js.publish(
            f"{stream}.{table}",
            _encode(kept),
            headers={Header.EXPECTED_LAST_SUBJECT_SEQUENCE: str(seq)},
        )
    except BadRequestError as problem:
        if problem.err_code != _WRONG_LAST:
            raise
        return False
    return True


async def _kept(
    js: JetStreamContext, stream: str, table: str
) -> tuple[dict[str, tuple[int, int]], int]:
    """(the table, its message's number); ({}, 0) before the first count."""
    try:
        message = await js.get_msg(stream, subject=f"{stream}.{table}")
    except NotFoundError:
        return {}, 0
    return _decode(message.data or b"\x80"), message.seq or 0
