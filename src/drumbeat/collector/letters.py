"""A request as it waits in the spool: kept as it was sent, read in full by the loader.

Reading on the way in would cost more than receiving; here only what the request itself knows is
added: whose key it had, when it came, from which network, with which browser.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec
import pyarrow as pa

from drumbeat.collector import dialects
from drumbeat.collector.dialects.messages import Sent, TooLarge, Unreadable
from drumbeat.collector.normalise import Sender, Visitor, to_event
from drumbeat.warehouse.events import Event

EVENTS = "events"  # the dialect of what is an Event already: our own redirects and imports

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_codec = pa.Codec("zstd", compression_level=1)


class Letter(msgspec.Struct, array_like=True, frozen=True):
    """dialect, kind: how `body` is read; `count` messages. received: µs since 1970 UTC.

    network: the sender's shortened address, which goes no further than the loader. denied: the
    request itself forbids counting a person (Do Not Track, Global Privacy Control).
    """

    dialect: str
    kind: str
    brand: str
    source: str
    currency: str
    received: int
    count: int
    network: str
    agent: str
    denied: bool
    query: dict[str, str]
    content_type: str
    body: bytes


class Place(NamedTuple):
    """Where an event lay: chunk, number of the letter in it, number of the message in that."""

    seq: int
    letter: int
    part: int


class Fault(NamedTuple):
    """A message that no table can hold, with the reason and what was sent."""

    place: Place
    source: str
    reason: str
    body: bytes


_letter = msgspec.msgpack.Encoder().encode
_letters = msgspec.msgpack.Decoder(list[Letter]).decode
_events = msgspec.msgpack.Decoder(list[Event]).decode
_raw = msgspec.msgpack.Encoder().encode


def of_events(events: list[Event], received: int) -> Letter:
    """A letter of events of one brand and source, which need no reading. received: µs since 1970."""
    return Letter(
        dialect=EVENTS,
        kind="",
        brand=events[0].brand,
        source=events[0].source,
        currency="",
        received=received,
        count=len(events),
        network="",
        agent="",
        denied=False,
        query={},
        content_type="",
        body=_raw(events),
    )


def pack(letters: Iterable[Letter]) -> tuple[int, bytes]:
    """(size unpacked, the letters compressed together): requests resemble one another."""
    encoded = [_letter(letter) for letter in letters]
    plain = b"".join([b"\xdd" + len(encoded).to_bytes(4, "big"), *encoded])  # msgpack's array
    return len(plain), _codec.compress(plain, asbytes=True)


def unpack(size: int, packed: bytes) -> list[Letter]:
    """Raises ValueError for what `pack` never made."""
    try:
        return _letters(_codec.decompress(packed, size, asbytes=True))
    except (OSError, msgspec.DecodeError, UnicodeError, RecursionError) as problem:
        raise ValueError(f"cannot be read: {problem}") from None


def events_in(
    letter: Letter, spool: str, seq: int, number: int, visitor: Visitor
) -> tuple[list[tuple[Place, Event]], list[Fault]]:
    """The events of the letter that is the `number`-th of its chunk, and what is not fit to be one.

    Messages without an id are named after their place, so that reading again gives the same ids.
    """
    try:
        if letter.dialect == EVENTS:
            given = _events(letter.body)
            return [(Place(seq, number, part), event) for part, event in enumerate(given)], []
        parcel = dialects.read(letter.dialect, _sent(letter))
    except (Unreadable, TooLarge, msgspec.DecodeError, UnicodeError, KeyError) as problem:
        where = Place(seq, number, 0)
        return [], [Fault(where, letter.source, f"cannot be read: {problem}", letter.body)]
    sender = _sender(letter, parcel.sent_at, visitor)
    events: list[tuple[Place, Event]] = []
    faults: list[Fault] = []
    for part, (kind, message) in enumerate(parcel.messages):
        place = Place(seq, number, part)
        try:
            name = f"{spool}-{seq}.{number}.{part}"
            events.append((place, to_event(kind, message, sender, name)))
        except (ValueError, OverflowError, RecursionError) as problem:
            faults.append(Fault(place, letter.source, f"not an event: {problem}", b""))
    return events, faults


def _sender(letter: Letter, sent_at: datetime | None, visitor: Visitor) -> Sender:
    return Sender(
        brand=letter.brand,
        source=letter.source,
        currency=letter.currency,
        received=_EPOCH + timedelta(microseconds=letter.received),
        visitor=visitor,
        network=letter.network,
        agent=letter.agent,
        denied=letter.denied,
        sent_at=sent_at,
    )


def _sent(letter: Letter) -> Sent:
    return Sent(letter.kind, letter.body, letter.query, letter.content_type)
