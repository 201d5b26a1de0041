"""/v1/*: messages of Segment-compatible SDKs, acknowledged once they are durable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from drumbeat.collector import segment
from drumbeat.collector.http import (
    Answer,
    Refused,
    Request,
    json_answer,
    refusal,
    try_later,
)
from drumbeat.collector.normalise import Sender, to_event
from drumbeat.collector.registry import Keys, Source
from drumbeat.collector.segment import BATCH_BYTES, EVENT_BYTES, Parcel, TooLarge, Unreadable
from drumbeat.collector.spool import EventSpool, SpoolFull

# Long names as documented, short ones as the browser SDK calls them.
ENDPOINTS = {f"/v1/{kind}": kind for kind in (*segment.KINDS, "batch")} | {
    "/v1/import": "batch",
    "/v1/t": "track",
    "/v1/p": "page",
    "/v1/s": "screen",
    "/v1/i": "identify",
    "/v1/g": "group",
    "/v1/a": "alias",
    "/v1/b": "batch",
}
CORS = {"access-control-allow-origin": "*"}
PREFLIGHT = CORS | {
    "access-control-allow-methods": "POST, OPTIONS",
    "access-control-allow-headers": "Authorization, Content-Type, Content-Encoding, X-Retry-Count",
    "access-control-max-age": "86400",
}
_encode = msgspec.msgpack.Encoder().encode


class Intake:
    """Answers one request of an SDK. now: aware, UTC. visitor: see normalise.Sender."""

    def __init__(
        self,
        spool: EventSpool,
        keys: Keys,
        now: Callable[[], datetime],
        visitor: Callable[[str, str, str, datetime], str],
    ) -> None:
        self._spool = spool
        self._keys = keys
        self._now = now
        self._visitor = visitor

    async def answer(self, request: Request) -> Answer:
        """200 when every message is durable, else an error and none of them is kept."""
        if request.method == "OPTIONS":
            return Answer(204, headers=PREFLIGHT)
        try:
            await self._take(request, ENDPOINTS[request.path.rstrip("/")])
        except Refused as problem:
            return refusal(problem, CORS)
        return json_answer(200, {"success": True}, CORS)

    async def _take(self, request: Request, kind: str) -> None:
        if request.method != "POST":
            raise Refused(405, "method_not_allowed", "Send a POST", allow="POST, OPTIONS")
        received = self._now()
        body = await request.body(BATCH_BYTES if kind == "batch" else EVENT_BYTES)
        key = request.basic_user()
        source = None if key is None else await self._source(key)
        parcel = _read(body, kind)
        if source is None:
            source = await self._source(parcel.write_key or request.query.get("writeKey", ""))
        sender = Sender(
            source=source,
            received=received,
            visitor=self._visitor,
            address=request.address,
            headers=request.headers,
            sent_at=parcel.sent_at,
        )
        try:
            await self._spool.append(_records(parcel, sender, single=kind != "batch"))
        except SpoolFull:
            raise try_later() from None

    async def _source(self, write_key: str) -> Source:
        source = await self._keys(write_key) if write_key else None
        if source is None:
            raise Refused(401, "invalid_write_key", "This write key is not known")
        return source


def _read(body: bytes, kind: str) -> Parcel:
    try:
        return segment.read(body, kind)
    except Unreadable as problem:
        raise Refused(400, "invalid_request", str(problem), problem.place) from None
    except TooLarge as problem:
        raise Refused(413, "too_large", str(problem), problem.place) from None


def _records(parcel: Parcel, sender: Sender, *, single: bool) -> list[bytes]:
    records = []
    for index, (kind, message) in enumerate(parcel.messages):
        try:
            records.append(_encode(to_event(kind, message, sender)))
        except (ValueError, OverflowError, RecursionError) as problem:
            place = "$" if single else f"$.batch[{index}]"
            raise Refused(400, "invalid_request", f"{problem} (at {place})", place) from None
    return records
