"""Segment's tracking messages, read as they are documented for its HTTP API."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, NamedTuple

import msgspec

KINDS = ("track", "page", "screen", "identify", "group", "alias")
EVENT_BYTES = 32 * 1024
BATCH_BYTES = 500 * 1024

Text = str | None
Id = Annotated[str, msgspec.Meta(max_length=512)] | int | None


class Unreadable(Exception):
    """A body that is no message. place: a JSON path, or a line and column, of the first fault."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{message} (at {place})")
        self.place = place


class TooLarge(Exception):
    """More than EVENT_BYTES in one message. place: its JSON path."""

    def __init__(self, place: str, size: int) -> None:
        super().__init__(f"{place} has {size} bytes; the most is {EVENT_BYTES}")
        self.place = place


class Page(msgspec.Struct):
    url: Text = None
    path: Text = None
    referrer: Text = None
    title: Text = None


class Library(msgspec.Struct):
    name: Text = None
    version: Text = None


class Context(msgspec.Struct, rename="camel"):
    page: Page | None = None
    campaign: dict[str, Any] | None = None
    consent: dict[str, Any] | None = None
    library: Library | None = None
    user_agent: Text = None
    ip: Text = None


class Message(msgspec.Struct, rename="camel"):
    """One call of an SDK. Naive times are UTC."""

    type: Text = None
    message_id: Id = None
    anonymous_id: Id = None
    user_id: Id = None
    previous_id: Id = None
    group_id: Id = None
    event: Text = None
    name: Text = None
    category: Text = None
    properties: dict[str, Any] | None = None
    traits: dict[str, Any] | None = None
    context: Context | None = None
    timestamp: datetime | None = None
    original_timestamp: datetime | None = None
    sent_at: datetime | None = None


class Parcel(NamedTuple):
    """What one request carries: (kind, message) pairs, and the key and clock that came along."""

    messages: list[tuple[str, Message]]
    write_key: str
    sent_at: datetime | None


class _Single(Message):
    write_key: Text = None


class _Batch(msgspec.Struct, rename="camel"):
    batch: list[Message]
    write_key: Text = None
    sent_at: datetime | None = None
    context: Context | None = None


class _Sizes(msgspec.Struct):
    batch: list[msgspec.Raw]


_single = msgspec.json.Decoder(_Single).decode
_batch = msgspec.json.Decoder(_Batch).decode
_sizes = msgspec.json.Decoder(_Sizes).decode


def read(body: bytes, kind: str) -> Parcel:
    """kind: one of KINDS, or "batch". Raises Unreadable or TooLarge, naming the first fault."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    if kind == "batch":
        return _read_batch(body)
    if len(body) > EVENT_BYTES:
        raise TooLarge("$", len(body))
    message = _decoded(_single, body)
    _check(kind, message, "$")
    return Parcel([(kind, message)], message.write_key or "", message.sent_at)


def _read_batch(body: bytes) -> Parcel:
    parcel = _decoded(_batch, body)
    if len(body) > EVENT_BYTES:
        for index, raw in enumerate(_sizes(body).batch):
            if len(raw) > EVENT_BYTES:
                raise TooLarge(f"$.batch[{index}]", len(raw))
    messages = []
    for index, message in enumerate(parcel.batch):
        kind = (message.type or "").lower()
        _check(kind, message, f"$.batch[{index}]")
        if message.context is None:
            message.context = parcel.context
        messages.append((kind, message))
    return Parcel(messages, parcel.write_key or "", parcel.sent_at)


_NEEDS = {"track": ("event",), "group": ("groupId",), "alias": ("previousId", "userId")}
_ATTRIBUTES = {"event": "event", "groupId": "group_id", "previousId": "previous_id",
               "userId": "user_id"}  # fmt: skip


def _check(kind: str, message: Message, place: str) -> None:
    if kind not in KINDS:
        raise Unreadable(f"{place}.type", f"Expected one of {', '.join(KINDS)}")
    for field in _NEEDS.get(kind, ()):
        if getattr(message, _ATTRIBUTES[field]) in (None, ""):
            raise Unreadable(f"{place}.{field}", f"A {kind} needs `{field}`")


_AT_PATH = re.compile(r" - at `(.+)`$")
_AT_BYTE = re.compile(r" \(byte (\d+)\)$")


def _decoded(decode: Any, body: bytes) -> Any:
    try:
        return decode(body)
    except msgspec.ValidationError as problem:
        path = _AT_PATH.search(str(problem))
        raise Unreadable(path[1] if path else "$", _AT_PATH.sub("", str(problem))) from None
    except msgspec.DecodeError as problem:
        at = _AT_BYTE.search(str(problem))
        place = _line_and_column(body, int(at[1]) if at else len(body))
        raise Unreadable(place, _AT_BYTE.sub("", str(problem))) from None
    except UnicodeDecodeError as problem:
        where = body.find(problem.object[problem.start : problem.end])
        raise Unreadable(_line_and_column(body, max(where, 0)), "The text is not UTF-8") from None
    except RecursionError:
        raise Unreadable("$", "The JSON is nested too deeply") from None


def _line_and_column(body: bytes, offset: int) -> str:
    before = body[:offset]
    line, column = before.count(b"\n") + 1, offset - before.rfind(b"\n")
    return f"line {line}, column {column}"
