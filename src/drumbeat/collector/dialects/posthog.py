"""PostHog's capture messages, as posthog-js and the server SDKs send them.

https://posthog.com/docs/api/capture and the senders' own source. An event's `properties` carry
what others put beside it: the page, the library, and who it was.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from drumbeat.collector.dialects.json import decoded
from drumbeat.collector.dialects.messages import (
    Context,
    Library,
    Message,
    Page,
    Parcel,
    Sent,
    Text,
    Unreadable,
)
from drumbeat.collector.dialects.posthog_wrapping import unwrapped
from drumbeat.collector.dialects.values import (
    MILLISECOND,
    identifier,
    mapping,
    moment,
    one_key,
    text,
)
from drumbeat.collector.http import Answer, json_answer
from drumbeat.collector.landing import CLICK_IDS

EVENT_BYTES = 2 * 1024 * 1024
# An SDK closes a batch at 5 MiB, with an event of at most 900 KiB over it.
BATCH_BYTES = 6 * 1024 * 1024

METHODS = frozenset({"GET", "POST"})  # GET: old browsers, everything in ?data=
ROUTES = {"/batch": "batch", "/capture": "event", "/e": "event", "/i/v0/e": "event"}

_TYPES = {
    "$pageview": "page",
    "$screen": "screen",
    "$identify": "identify",
    "$set": "identify",
    "$set_once": "identify",
    "$create_alias": "alias",
    "$groupidentify": "group",
}
_NOBODY = "$posthog_cookieless"  # the id of everybody who is counted without a cookie
# Kept in places of their own, or not to be kept at all: the key, and ids.
_ELSEWHERE = {
    "token", "api_key", "distinct_id", "$distinct_id", "$anon_distinct_id", "$device_id",
    "$user_id", "$ip", "$set", "$set_once", "$group_set", "$current_url", "$pathname", "$host",
    "$referrer", "$raw_user_agent", "$useragent", "$user_agent",
}  # fmt: skip
# What follows a person about: click ids, and addresses that carry them.
_TELLING = {
    *CLICK_IDS, "dclid", "igshid", "rdt_cid", "epik", "qclid", "sccid", "irclid", "bfcid", "_kx",
    "mc_eid",
}  # fmt: skip
_FIRST = ("$session_entry_", "$initial_")  # as the visit, or the visitor's first, began with
_NOT_KEPT = frozenset(
    _ELSEWHERE | _TELLING | {first + name for first in _FIRST for name in _TELLING}
) | {"$session_entry_url", "$initial_current_url"}
_OF_THE_SDK = ("$lib", "$sdk_", "$config")
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class _Event(msgspec.Struct):
    event: Text = None
    distinct_id: Any = None
    properties: dict[str, Any] | None = None
    set: Any = msgspec.field(name="$set", default=None)
    set_once: Any = msgspec.field(name="$set_once", default=None)
    uuid: Any = None
    timestamp: datetime | None = None
    offset: float | None = None  # ms from the event to the sending
    sent_at: datetime | None = None
    api_key: Any = None
    token: Any = None


class _Envelope(_Event):
    batch: list[_Event] | None = None


BODIES = dict.fromkeys(("batch", "event"), _Envelope | list[_Event])

_single = msgspec.json.Decoder(_Envelope).decode
_several = msgspec.json.Decoder(list[_Event]).decode


def limit(kind: str) -> int:
    """The most bytes of a request of this kind."""
    return BATCH_BYTES if kind == "batch" else EVENT_BYTES


def read(sent: Sent) -> Parcel:
    """One event, a list of them, or {"batch": […]}. Raises Unreadable or TooLarge."""
    body = unwrapped(sent, limit(sent.kind))
    if body.startswith(b"["):
        envelope, found, place = _Envelope(), decoded(_several, body), "$"
    else:
        envelope = decoded(_single, body)
        found, place = envelope.batch, "$.batch"
    if found is None:
        items: list[tuple[str, _Event]] = [("$", envelope)]
    else:
        items = [(f"{place}[{index}]", item) for index, item in enumerate(found)]
    key = one_key([("$.api_key", envelope.api_key or envelope.token), *map(_key, items)])
    sent_at = envelope.sent_at or moment(sent.query.get("_"), MILLISECOND, "_")
    return Parcel([_message(place, item, sent_at) for place, item in items], key)


def answer(sent: Sent, _parcel: Parcel) -> Answer:
    """What PostHog answers; a beacon reads nothing."""
    return Answer(204) if sent.query.get("beacon") == "1" else json_answer(200, {"status": 1})


def _key(numbered: tuple[str, _Event]) -> tuple[str, object]:
    place, item = numbered
    return f"{place}.token", item.api_key or item.token or (item.properties or {}).get("token")


def _message(place: str, item: _Event, sent_at: datetime | None) -> tuple[str, Message]:
    if not item.event:
        raise Unreadable(f"{place}.event", "Expected the event's name")
    given = item.properties or {}
    kind = _TYPES.get(item.event, "track")
    message = Message(
        message_id=identifier(item.uuid, f"{place}.uuid"),
        event=item.event if kind == "track" else None,
        name=text(given.get("$screen_name")) if kind == "screen" else None,
        properties={} if kind == "alias" else _kept(given),
        traits=_traits(kind, item, given),
        context=_context(given),
    )
    _put_ids(message, kind, place, item, given)
    _put_times(message, place, item, sent_at, ignore=given.get("$ignore_sent_at") is True)
    return kind, message


def _kept(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in given.items()
        if value is not None and name not in _NOT_KEPT and not name.startswith(_OF_THE_SDK)
    }


def _traits(kind: str, item: _Event, given: dict[str, Any]) -> dict[str, Any]:
    if kind == "group":
        return _kept({"groupType": given.get("$group_type")} | mapping(given.get("$group_set")))
    parts = (given.get("$set_once"), item.set_once, given.get("$set"), item.set)
    traits = {name: value for part in parts for name, value in mapping(part).items()}
    return _kept(traits)


def _context(given: dict[str, Any]) -> Context:
    referrer = text(given.get("$referrer"))
    agents = ("$raw_user_agent", "$useragent", "$user_agent")
    return Context(
        page=Page(
            url=text(given.get("$current_url")),
            path=text(given.get("$pathname")),
            referrer=None if referrer == "$direct" else referrer,
            title=text(given.get("title")),
        ),
        library=Library(text(given.get("$lib")), text(given.get("$lib_version"))),
        user_agent=next((agent for name in agents if (agent := text(given.get(name)))), None),
        ip=text(given.get("$ip")),
    )


def _put_ids(message: Message, kind: str, place: str, item: _Event, given: dict[str, Any]) -> None:
    def found(name: str) -> str | None:
        return identifier(given.get(name), f"{place}.properties.{name}")

    who = identifier(item.distinct_id, f"{place}.distinct_id")
    who = who or found("distinct_id") or found("$distinct_id")
    device = found("$device_id")
    if kind == "alias":
        # Whichever of the two an SDK calls new, they are one person from now on.
        message.previous_id, message.user_id = who, found("alias")
        if not (message.previous_id and message.user_id):
            raise Unreadable(f"{place}.properties.alias", "An alias needs both ids")
        return
    if kind == "group":
        message.group_id = found("$group_key")
        if not message.group_id:
            raise Unreadable(f"{place}.properties.$group_key", "A group needs its key")
        if device is None:
            return  # a server's SDK makes up an id for every such call: nobody's
    if who == _NOBODY:
        return
    if _is_anonymous(who, device, given):
        message.anonymous_id = who
    else:
        message.user_id = who
        message.anonymous_id = found("$anon_distinct_id") or device


def _is_anonymous(who: str | None, device: str | None, given: dict[str, Any]) -> bool:
    """Browsers say so; the others leave out the profile, or know no id but the device's."""
    told = given.get("$is_identified")
    if isinstance(told, bool):
        return not told
    return given.get("$process_person_profile") is False or (who is not None and who == device)


def _put_times(
    message: Message, place: str, item: _Event, sent_at: datetime | None, *, ignore: bool
) -> None:
    message.timestamp = item.timestamp
    message.sent_at = None if ignore else item.sent_at or sent_at
    if item.timestamp is None and item.offset is not None:
        # So many ms before the sending, by one and the same clock: which clock does not matter.
        message.sent_at = message.sent_at or _ANY_TIME
        try:
            message.timestamp = message.sent_at - timedelta(milliseconds=item.offset)
        except OverflowError:
            raise Unreadable(f"{place}.offset", "Expected milliseconds") from None
