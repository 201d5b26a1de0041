"""The three streams of one spool: what waits, what was set aside, what was counted."""

from __future__ import annotations

import uuid

from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, StorageType, StreamConfig, StreamInfo
from nats.js.errors import BadRequestError, NotFoundError

from drumbeat.collector import dialects
from drumbeat.collector.nats.address import Address
from drumbeat.collector.nats.line import Unreachable

_ROOM_BYTES = 1 << 20  # around a body: its letter's other fields
_KEPT_ASIDE_BYTES = 1 << 30
_COUNTS_BYTES = 64 << 20
_NAMED = "drumbeat spool "


class Streams:
    """Names and settings; made where they are missing."""

    def __init__(self, address: Address, max_bytes: int) -> None:
        name = address.stream
        self.waiting, self.aside, self.counts = name, f"{name}_aside", f"{name}_counts"
        common = {"storage": StorageType.FILE, "num_replicas": address.replicas}
        self._configs = [
            StreamConfig(
                name=self.waiting,
                # How many events a message holds is its subject, so that their sum costs no look.
                subjects=[f"{self.waiting}.*"],
                discard=DiscardPolicy.NEW,
                max_bytes=max_bytes,
                **common,
            ),
            StreamConfig(
                name=self.aside,
                subjects=[f"{self.aside}.>"],
                # One message a place: keeping it again is refused, not kept twice.
                max_msgs_per_subject=1,
                discard=DiscardPolicy.NEW,
                discard_new_per_subject=True,
                max_bytes=_KEPT_ASIDE_BYTES,
                **common,
            ),
            StreamConfig(
                name=self.counts,
                subjects=[f"{self.counts}.*"],
                max_msgs_per_subject=1,
                max_bytes=_COUNTS_BYTES,
                **common,
            ),
        ]

    async def make(self, js: JetStreamContext, max_payload: int) -> None:
        """Make the streams that are missing. Raises Unreachable for a broker that cannot do it.

        max_payload: the most bytes of a message there.
        """
        most = max(
            dialects.DIALECTS[route.dialect].limit(route.kind) for route in dialects.ROUTES.values()
        )
        if max_payload < most + _ROOM_BYTES:
            raise Unreachable(
                f"messages to nats-server may have {max_payload:,} bytes, and requests have up to"
                f" {most:,}: set max_payload: 8MB in its configuration"
            )
        for config in self._configs:
            await self._make(js, config)

    async def _make(self, js: JetStreamContext, config: StreamConfig) -> None:
        try:
            there = await js.stream_info(config.name)
        except NotFoundError:
            # A stream that was deleted begins at 1 again: it must not look like the old one.
            name = uuid.uuid4().hex[:12]
            try:
                await js.add_stream(config, description=f"{_NAMED}{name}")
            except BadRequestError:
                # Another node made it meanwhile: then it is there.
                await js.stream_info(config.name)
            return
        if (there.config.max_bytes, there.config.num_replicas) != (
            config.max_bytes,
            config.num_replicas,
        ):
            there.config.max_bytes = config.max_bytes
            there.config.num_replicas = config.num_replicas
            await js.update_stream(there.config)


def name_in(info: StreamInfo) -> str:
    """The spool's name, made with its stream and lost with it."""
    return (info.config.description or "").removeprefix(_NAMED)
