"""Google Analytics 4's Measurement Protocol: /mp/collect, and /debug/mp/collect that only checks.

https://developers.google.com/analytics/devguides/collection/protocol/ga4
"""

from __future__ import annotations

from typing import Any

import msgspec

from drumbeat.collector.dialects import ga4_rules
from drumbeat.collector.dialects.json import decoded
from drumbeat.collector.dialects.messages import (
    Context,
    Library,
    Message,
    Page,
    Parcel,
    Sent,
    Unreadable,
)
from drumbeat.collector.dialects.values import MICROSECOND, identifier, mapping, moment, text
from drumbeat.collector.http import Answer, json_answer

BODY_BYTES = 130_000

ROUTES = {"/mp/collect": "collect", "/debug/mp/collect": "debug"}

_TYPES = {"page_view": "page", "screen_view": "screen"}
_ORDERS = {"purchase": "Order Completed", "refund": "Order Refunded"}
_CAMPAIGN = {"source": "source", "medium": "medium", "campaign": "name", "term": "term",
             "content": "content", "campaign_id": "id"}  # fmt: skip
# Kept in places of their own; the addresses without the click ids that they may carry.
_NOT_KEPT = {"page_location", "page_referrer", "page_title"}


class _Event(msgspec.Struct):
    name: str
    params: dict[str, Any] | None = None
    timestamp_micros: int | str | None = None


class _Payload(msgspec.Struct):
    events: list[_Event]
    client_id: Any = None
    app_instance_id: Any = None
    user_id: Any = None
    timestamp_micros: int | str | None = None
    user_properties: dict[str, Any] | None = None
    consent: dict[str, Any] | None = None
    user_agent: Any = None
    ip_override: Any = None


BODIES = {"collect": _Payload}

_payload = msgspec.json.Decoder(_Payload).decode


def limit(_kind: str) -> int:
    """The most bytes of a request."""
    return BODY_BYTES


def read(sent: Sent) -> Parcel:
    """The key is `api_secret`. Raises Unreadable; a body to be checked never does: see `answer`."""
    key = sent.query.get("api_secret", "")
    if sent.kind == "debug":
        return Parcel([], key)
    payload = decoded(_payload, sent.body)
    if len(payload.events) > ga4_rules.EVENTS:
        raise Unreadable("$.events", f"Expected at most {ga4_rules.EVENTS} events")
    client = identifier(payload.client_id, "$.client_id")
    client = client or identifier(payload.app_instance_id, "$.app_instance_id")
    if not client:
        raise Unreadable("$.client_id", "Expected `client_id` or `app_instance_id`")
    messages = [_message(index, event, payload) for index, event in enumerate(payload.events)]
    if payload.user_properties:
        messages.insert(0, ("identify", _traits(payload)))
    user = identifier(payload.user_id, "$.user_id")
    for _, message in messages:
        message.anonymous_id, message.user_id = client, user
    return Parcel(messages, key)


def answer(sent: Sent, _parcel: Parcel) -> Answer:
    """204, or for the validation server what is wrong with the body."""
    if sent.kind == "debug":
        return json_answer(200, {"validationMessages": ga4_rules.broken(sent.body)})
    return Answer(204)


def _message(index: int, event: _Event, payload: _Payload) -> tuple[str, Message]:
    place = f"$.events[{index}]"
    if not event.name:
        raise Unreadable(f"{place}.name", "Expected the event's name")
    given = event.params or {}
    kind = _TYPES.get(event.name, "track")
    context = _context(payload)
    context.page = Page(
        url=text(given.get("page_location")),
        referrer=text(given.get("page_referrer")),
        title=text(given.get("page_title")),
    )
    if event.name == "campaign_details":
        context.campaign = {ours: given.get(theirs) for theirs, ours in _CAMPAIGN.items()}
    properties = {name: value for name, value in given.items() if name not in _NOT_KEPT}
    if payload.consent:
        # It is about advertising, not about being measured here: kept, and no refusal.
        properties["consent"] = payload.consent
    if event.name in _ORDERS:
        properties["event_name"] = event.name
        if "transaction_id" in given:
            properties["order_id"] = given["transaction_id"]
    return kind, Message(
        event=_ORDERS.get(event.name, event.name) if kind == "track" else None,
        name=text(given.get("screen_name")) if kind == "screen" else None,
        properties=properties,
        context=context,
        timestamp=moment(event.timestamp_micros, MICROSECOND, f"{place}.timestamp_micros")
        or _moment(payload),
    )


def _traits(payload: _Payload) -> Message:
    given = payload.user_properties or {}
    traits = {name: mapping(wrapped).get("value") for name, wrapped in given.items()}
    return Message(traits=traits, context=_context(payload), timestamp=_moment(payload))


def _context(payload: _Payload) -> Context:
    return Context(
        library=Library("ga4-measurement-protocol"),
        user_agent=text(payload.user_agent),
        ip=text(payload.ip_override),
    )


def _moment(payload: _Payload) -> Any:
    return moment(payload.timestamp_micros, MICROSECOND, "$.timestamp_micros")
