"""Messages of a stream, in order, without taking any away."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from nats.aio.msg import Msg
from nats.errors import TimeoutError as NothingCame
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StreamInfo

_LOOK_BYTES = 16 << 20  # asked for at once
_LOOK_MESSAGES = 1_000
_FORGOTTEN_SECONDS = 30.0  # a reader that died is forgotten by the broker


async def messages(
    js: JetStreamContext, stream: StreamInfo, first: int, patience: float
) -> AsyncGenerator[Msg, None]:
    """From number `first` to the last one of this moment; to be closed by who stops earlier.

    patience: seconds for each look.
    """
    state = stream.state
    if not state.messages or first > state.last_seq:
        return
    reader = await js.add_consumer(
        stream.config.name,
        ConsumerConfig(
            ack_policy=AckPolicy.NONE,
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=max(first, 1),
            inactive_threshold=_FORGOTTEN_SECONDS,
            mem_storage=True,
        ),
    )
    desk = await js.pull_subscribe_bind(reader.name, stream.config.name)
    at_once = min(max(_LOOK_BYTES * state.messages // max(state.bytes, 1), 1), _LOOK_MESSAGES)
    try:
        left = state.messages
        while left > 0:
            try:
                found = await desk.fetch(min(at_once, left), timeout=patience)
            except NothingCame:
                return  # released meanwhile
            for message in found:
                yield message
            left -= len(found)
            if found[-1].metadata.sequence.stream >= state.last_seq:
                return
    finally:
        await desk.unsubscribe()
        await js.delete_consumer(stream.config.name, reader.name)
