"""Snowplow's tracker protocol: POST of payload_data, GET /i of one event.

https://docs.snowplow.io/docs/events/going-deeper/event-parameters/
"""

from __future__ import annotations

from typing import Any

import msgspec

from drumbeat.collector.dialects.json import decoded
from drumbeat.collector.dialects.messages import Context, Library, Message, Page, Parcel, Sent
from drumbeat.collector.dialects.pixel import picture
from drumbeat.collector.dialects.snowplow_events import Fields, event
from drumbeat.collector.dialects.values import MILLISECOND, identifier, moment, one_key
from drumbeat.collector.http import Answer

BODY_BYTES = 1_000_000  # what a Snowplow collector takes by default

METHODS = frozenset({"GET", "POST"})
ROUTES = {"/i": "event", "/com.snowplowanalytics.snowplow/tp2": "events"}


class _Payload(msgspec.Struct):
    data: list[dict[str, Any]]


BODIES = dict.fromkeys(("event", "events"), _Payload)

_payload = msgspec.json.Decoder(_Payload).decode


def limit(_kind: str) -> int:
    """The most bytes of a request."""
    return BODY_BYTES


def read(sent: Sent) -> Parcel:
    """The key is `aid`. Raises Unreadable, naming the first fault."""
    if sent.body:
        data = decoded(_payload, sent.body).data
        found = [(f"$.data[{index}].", _fields(given)) for index, given in enumerate(data)]
    else:
        found = [("", sent.query)]
    messages = [_message(place, given) for place, given in found]
    return Parcel(messages, one_key((f"{place}aid", given.get("aid")) for place, given in found))


def answer(sent: Sent, _parcel: Parcel) -> Answer:
    """What a Snowplow collector answers: "ok" to a POST, a picture to a GET."""
    return Answer(200, b"ok", {"content-type": "text/plain"}) if sent.body else picture()


def _fields(given: dict[str, Any]) -> Fields:
    """The protocol knows text only; some trackers send bare numbers all the same."""
    return {
        name: value if isinstance(value, str) else str(value)
        for name, value in given.items()
        if isinstance(value, (str, int, float)) and not isinstance(value, bool)
    }


def _message(place: str, given: Fields) -> tuple[str, Message]:
    kind, message = event(place, given)
    message.message_id = identifier(given.get("eid"), f"{place}eid")
    message.user_id = identifier(given.get("uid"), f"{place}uid")
    for name in ("duid", "tnuid", "nuid"):
        message.anonymous_id = message.anonymous_id or identifier(given.get(name), place + name)
    exact = moment(given.get("ttm"), MILLISECOND, f"{place}ttm")
    if exact:
        message.timestamp = exact  # the sender vouches for it: no correction by `stm`
    else:
        message.timestamp = moment(given.get("dtm"), MILLISECOND, f"{place}dtm")
        message.sent_at = moment(given.get("stm"), MILLISECOND, f"{place}stm")
    message.context = Context(
        page=Page(url=given.get("url"), referrer=given.get("refr"), title=given.get("page")),
        library=Library("snowplow", given.get("tv")),
        user_agent=given.get("ua"),
        ip=given.get("ip"),
    )
    return kind, message
