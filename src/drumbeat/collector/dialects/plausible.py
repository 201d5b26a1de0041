"""Plausible's events API.

https://plausible.io/docs/events-api; the page script uses one letter where the API has a word.
"""

from __future__ import annotations

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
    Unreadable,
)
from drumbeat.collector.dialects.values import identifier, mapping, text
from drumbeat.collector.http import Answer

BODY_BYTES = 128 * 1024

ROUTES = {"/api/event": "event"}

_any = msgspec.json.Decoder().decode
_object = msgspec.json.Decoder(dict[str, Any]).decode


def limit(_kind: str) -> int:
    """The most bytes of a request."""
    return BODY_BYTES


def read(sent: Sent) -> Parcel:
    """The key is the domain. Raises Unreadable, naming the first fault."""
    given = decoded(_object, sent.body)
    name = text(_either(given, "n", "name"))
    if not name:
        raise Unreadable("$.name", "Expected the event's name")
    url = text(_either(given, "u", "url"))
    if not url:
        raise Unreadable("$.url", "Expected the address of the page")
    kind = "page" if name == "pageview" else "track"
    message = Message(
        event=name if kind == "track" else None,
        properties=_properties(given),
        context=Context(
            page=Page(url=url, referrer=text(_either(given, "r", "referrer"))),
            library=Library("plausible", _version(given.get("v"))),
        ),
    )
    # One script may report to several sites, "a.example,b.example": here it is one, the first.
    domain = identifier(_either(given, "d", "domain"), "$.domain") or ""
    return Parcel([(kind, message)], domain.partition(",")[0].strip())


def answer(_sent: Sent, _parcel: Parcel) -> Answer:
    """What Plausible answers."""
    return Answer(202, b"ok", {"content-type": "text/plain"})


def _properties(given: dict[str, Any]) -> dict[str, Any]:
    told = given.get("m") or given.get("meta") or given.get("p") or given.get("props")
    properties = dict(_perhaps_json(told, "$.props"))
    revenue = _perhaps_json(_either(given, "$", "revenue"), "$.revenue")
    if revenue:
        properties |= {"revenue": revenue.get("amount"), "currency": revenue.get("currency")}
    # An event of kind "engagement": how long, and how far down the page.
    engagement = {"e": "engagement_ms", "sd": "scroll_depth", "interactive": "interactive"}
    return properties | {ours: given[name] for name, ours in engagement.items() if name in given}


def _perhaps_json(told: object, place: str) -> dict[str, Any]:
    """An object, or its JSON in a string; the script sends both."""
    if not isinstance(told, str) or not told:
        return mapping(told)
    try:
        return mapping(decoded(_any, told.encode()))
    except Unreadable as problem:
        raise Unreadable(place, str(problem)) from None


def _either(given: dict[str, Any], short: str, long: str) -> Any:
    found = given.get(short)
    return given.get(long) if found is None else found


def _version(told: object) -> str | None:
    return str(told) if isinstance(told, (str, int)) and not isinstance(told, bool) else None
