"""What Google's validation server says about a Measurement Protocol body.

https://developers.google.com/analytics/devguides/collection/protocol/ga4/validating-events
`fieldPath` names the exact field, where Google often stops at "events".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from drumbeat.collector.dialects.json import decoded
from drumbeat.collector.dialects.messages import Unreadable

EVENTS = PARAMS = USER_PROPERTIES = 25
ITEMS = 200
NAME, USER_PROPERTY_NAME = 40, 24  # characters
VALUE, USER_PROPERTY_VALUE = 100, 36
LONGER = {"page_title": 300, "page_referrer": 420, "page_location": 1000}

_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_PREFIXES = ("_", "firebase_", "ga_", "google_", "gtag.")
_EVENT_NAMES = {
    "ad_activeview", "ad_click", "ad_exposure", "ad_query", "ad_reward", "adunit_exposure",
    "app_clear_data", "app_exception", "app_remove", "app_store_refund",
    "app_store_subscription_cancel", "app_store_subscription_convert",
    "app_store_subscription_renew", "app_update", "app_upgrade", "dynamic_link_app_open",
    "dynamic_link_app_update", "dynamic_link_first_open", "error", "firebase_campaign",
    "first_open", "first_visit", "in_app_purchase", "notification_dismiss",
    "notification_foreground", "notification_open", "notification_receive", "notification_send",
    "os_update", "session_start", "session_start_with_rollout", "user_engagement",
}  # fmt: skip
_USER_PROPERTY_NAMES = {
    "first_open_time", "first_visit_time", "last_deep_link_referrer", "user_id",
    "first_open_after_install",
}  # fmt: skip
_CONSENT = {"ad_user_data", "ad_personalization"}

Broken = dict[str, str]
_any = msgspec.json.Decoder().decode


def broken(body: bytes) -> list[Broken]:
    """The rules that a body breaks: fieldPath, description, validationCode. Raises nothing."""
    try:
        payload = decoded(_any, body)
    except Unreadable as problem:
        return [_rule(problem.place, str(problem), "VALUE_INVALID")]
    if not isinstance(payload, dict):
        return [_rule("$", "The body must be a JSON object.", "VALUE_INVALID")]
    return [*_head(payload), *_events(payload), *_user_properties(payload)]


def _head(payload: dict[str, Any]) -> Iterator[Broken]:
    client = payload.get("client_id") or payload.get("app_instance_id")
    if not client:
        yield _rule("client_id", "Needs a client_id or an app_instance_id.", "VALUE_REQUIRED")
    for name in ("client_id", "app_instance_id", "user_id"):
        if not isinstance(payload.get(name), (str, int, type(None))):
            yield _rule(name, f"{name} must be text.", "VALUE_INVALID")
    yield from _time(payload, "")
    yield from _consent(payload.get("consent"))


def _consent(given: object) -> Iterator[Broken]:
    if given is None:
        return
    if not isinstance(given, dict):
        yield _rule("consent", "consent must be an object.", "VALUE_INVALID")
        return
    for name, value in given.items():
        if name not in _CONSENT or value not in ("GRANTED", "DENIED"):
            text = "Expected ad_user_data or ad_personalization, GRANTED or DENIED."
            yield _rule(f"consent.{name}", text, "VALUE_INVALID")


def _events(payload: dict[str, Any]) -> Iterator[Broken]:
    events = payload.get("events")
    if not events:
        yield _rule("events", "Needs at least one event.", "VALUE_REQUIRED")
    elif not isinstance(events, list):
        yield _rule("events", "events must be a list.", "VALUE_INVALID")
    else:
        if len(events) > EVENTS:
            yield _rule("events", f"At most {EVENTS} events are allowed.", "EXCEEDED_MAX_ENTITIES")
        for index, event in enumerate(events):
            yield from _event(f"events[{index}]", event)


def _event(place: str, event: object) -> Iterator[Broken]:
    if not isinstance(event, dict):
        yield _rule(place, "An event must be an object.", "VALUE_INVALID")
        return
    name = event.get("name")
    if not name:
        yield _rule(f"{place}.name", "An event needs a name.", "VALUE_REQUIRED")
    else:
        yield from _name(f"{place}.name", name, NAME, _EVENT_NAMES)
    yield from _time(event, f"{place}.")
    params = event.get("params")
    if params is None:
        return
    if not isinstance(params, dict):
        yield _rule(f"{place}.params", "params must be an object.", "VALUE_INVALID")
        return
    if len(params) > PARAMS:
        text = f"At most {PARAMS} parameters are allowed in an event."
        yield _rule(f"{place}.params", text, "EXCEEDED_MAX_ENTITIES")
    for name, value in params.items():
        yield from _parameter(f"{place}.params.{name}", name, value)


def _parameter(place: str, name: str, value: object) -> Iterator[Broken]:
    yield from _name(place, name, NAME, set())
    if name == "items":
        if not isinstance(value, list):
            yield _rule(place, "items must be a list.", "VALUE_INVALID")
        elif len(value) > ITEMS:
            yield _rule(place, f"At most {ITEMS} items are allowed.", "EXCEEDED_MAX_ENTITIES")
    elif isinstance(value, (dict, list)):
        yield _rule(place, "A parameter must be text or a number.", "VALUE_INVALID")
    else:
        yield from _length(place, value, LONGER.get(name, VALUE))


def _user_properties(payload: dict[str, Any]) -> Iterator[Broken]:
    given = payload.get("user_properties")
    if given is None:
        return
    if not isinstance(given, dict):
        yield _rule("user_properties", "user_properties must be an object.", "VALUE_INVALID")
        return
    if len(given) > USER_PROPERTIES:
        text = f"At most {USER_PROPERTIES} user properties are allowed."
        yield _rule("user_properties", text, "EXCEEDED_MAX_ENTITIES")
    for name, wrapped in given.items():
        place = f"user_properties.{name}"
        yield from _name(place, name, USER_PROPERTY_NAME, _USER_PROPERTY_NAMES)
        if not isinstance(wrapped, dict) or "value" not in wrapped:
            yield _rule(place, 'A user property must be {"value": …}.', "VALUE_INVALID")
        else:
            yield from _length(f"{place}.value", wrapped["value"], USER_PROPERTY_VALUE)


def _name(place: str, name: object, longest: int, reserved: set[str]) -> Iterator[Broken]:
    if not isinstance(name, str):
        yield _rule(place, "A name must be text.", "VALUE_INVALID")
    elif name in reserved or (name.startswith(_PREFIXES) and not name.startswith("_")):
        yield _rule(place, f"The name [{name[:NAME]}] is reserved.", "NAME_RESERVED")
    elif not _NAME.fullmatch(name):
        text = f"[{name[:NAME]}] is no name: a letter, then letters, digits and underscores."
        yield _rule(place, text, "NAME_INVALID")
    elif len(name) > longest:
        yield _rule(place, f"A name has at most {longest} characters.", "NAME_INVALID")


def _length(place: str, value: object, longest: int) -> Iterator[Broken]:
    if isinstance(value, str) and len(value) > longest:
        yield _rule(place, f"At most {longest} characters are kept.", "VALUE_OUT_OF_BOUNDS")


def _time(given: dict[str, Any], prefix: str) -> Iterator[Broken]:
    told = given.get("timestamp_micros")
    if told is not None and not re.fullmatch(r"\d{1,17}", str(told)[:18]):
        text = "timestamp_micros must be microseconds since 1970."
        yield _rule(f"{prefix}timestamp_micros", text, "VALUE_INVALID")


def _rule(place: str, text: str, code: str) -> Broken:
    return {"fieldPath": place, "description": text, "validationCode": code}
