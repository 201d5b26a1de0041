"""What every dialect is read into: one message, in the words of Segment's specification."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, NamedTuple

import msgspec

KINDS = ("track", "page", "screen", "identify", "group", "alias")

Text = str | None
Id = Annotated[str, msgspec.Meta(max_length=512)] | int | None


class Unreadable(Exception):
    """A body that is no message. place: a JSON path, or a line and column, of the first fault."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{message} (at {place})")
        self.place = place


class TooLarge(Exception):
    """More than `limit` bytes in one message. place: its JSON path."""

    def __init__(self, place: str, size: int, limit: int) -> None:
        super().__init__(f"{place} has {size} bytes; the most is {limit}")
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
    write_key: str = ""
    sent_at: datetime | None = None


class Sent(NamedTuple):
    """The parts of a request that a dialect reads. kind: what the path stands for, its own word."""

    kind: str
    body: bytes
    query: dict[str, str] = {}
    content_type: str = ""
