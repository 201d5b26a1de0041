"""Segment's tracking messages, read as they are documented for its HTTP API."""

from __future__ import annotations

from datetime import datetime

import msgspec

from drumbeat.collector.dialects.json import decoded
from drumbeat.collector.dialects.messages import (
    KINDS,
    Context,
    Message,
    Parcel,
    Sent,
    Text,
    TooLarge,
    Unreadable,
)

EVENT_BYTES = 32 * 1024
BATCH_BYTES = 500 * 1024

# Long names as documented, short ones as the browser SDK calls them.
ROUTES = {f"/v1/{kind}": kind for kind in (*KINDS, "batch")} | {
    "/v1/import": "batch",
    "/v1/t": "track",
    "/v1/p": "page",
    "/v1/s": "screen",
    "/v1/i": "identify",
    "/v1/g": "group",
    "/v1/a": "alias",
    "/v1/b": "batch",
}


class _Single(Message):
    write_key: Text = None


class _Batch(msgspec.Struct, rename="camel"):
    batch: list[Message]
    write_key: Text = None
    sent_at: datetime | None = None
    context: Context | None = None


class _Sizes(msgspec.Struct):
    batch: list[msgspec.Raw]


BODIES = dict.fromkeys(KINDS, _Single) | {"batch": _Batch}

_single = msgspec.json.Decoder(_Single).decode
_batch = msgspec.json.Decoder(_Batch).decode
_sizes = msgspec.json.Decoder(_Sizes).decode


def limit(kind: str) -> int:
    """The most bytes of a request of this kind."""
    return BATCH_BYTES if kind == "batch" else EVENT_BYTES


def read(sent: Sent) -> Parcel:
    """sent.kind: one of KINDS, or "batch". Raises Unreadable or TooLarge, naming the first fault."""
    body = sent.body.removeprefix(b"\xef\xbb\xbf")
    if sent.kind == "batch":
        parcel = _read_batch(body)
    else:
        message = decoded(_single, body)
        _check(sent.kind, message, "$")
        parcel = Parcel([(sent.kind, message)], message.write_key or "", message.sent_at)
    if parcel.write_key:
        return parcel
    return parcel._replace(write_key=sent.query.get("writeKey", ""))


def _read_batch(body: bytes) -> Parcel:
    parcel = decoded(_batch, body)
    if len(body) > EVENT_BYTES:
        for index, raw in enumerate(_sizes(body).batch):
            if len(raw) > EVENT_BYTES:
                raise TooLarge(f"$.batch[{index}]", len(raw), EVENT_BYTES)
    messages = [((message.type or "").lower(), message) for message in parcel.batch]
    for index, (kind, message) in enumerate(messages):
        if kind != "page" and not (kind == "track" and message.event):  # nearly all are
            _check(kind, message, f"$.batch[{index}]")
        if message.context is None:
            message.context = parcel.context
    return Parcel(messages, parcel.write_key or "", parcel.sent_at)


NEEDS = {
    "page": (),
    "screen": (),
    "identify": (),
    "track": (("event", "event"),),
    "group": (("groupId", "group_id"),),
    "alias": (("previousId", "previous_id"), ("userId", "user_id")),
}


def _check(kind: str, message: Message, place: str) -> None:
    needs = NEEDS.get(kind)
    if needs is None:
        raise Unreadable(f"{place}.type", f"Expected one of {', '.join(KINDS)}")
    for field, attribute in needs:
        if getattr(message, attribute) in (None, ""):
            raise Unreadable(f"{place}.{field}", f"A {kind} needs `{field}`")
