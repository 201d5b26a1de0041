"""Matomo's tracking API: /matomo.php by GET, form and bulk.

https://developer.matomo.org/api-reference/tracking-api
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from drumbeat.collector.dialects.json import decoded
from drumbeat.collector.dialects.matomo_actions import action
from drumbeat.collector.dialects.messages import (
    Context,
    Library,
    Message,
    Page,
    Parcel,
    Sent,
    Unreadable,
)
from drumbeat.collector.dialects.pixel import picture
from drumbeat.collector.dialects.values import (
    SECOND,
    identifier,
    moment,
    one_key,
    parameters,
)
from drumbeat.collector.http import Answer, json_answer

BODY_BYTES = 2 * 1024 * 1024  # the log importer sends 200 requests at once

METHODS = frozenset({"GET", "POST"})
ROUTES = {"/matomo.php": "track", "/piwik.php": "track"}

# Matomo's own campaign parameters, for addresses without utm_*.
_CAMPAIGN = {"campaign": "name", "source": "source", "medium": "medium", "kwd": "term",
             "keyword": "term", "content": "content", "cid": "id"}  # fmt: skip
_CAMPAIGN_PREFIXES = ("mtm_", "matomo_", "pk_", "piwik_")


class _Bulk(msgspec.Struct):
    requests: list[str | dict[str, Any]]
    token_auth: Any = None
    send_image: Any = None


BODIES = {"track": _Bulk}

_bulk = msgspec.json.Decoder(_Bulk).decode


def limit(_kind: str) -> int:
    """The most bytes of a request."""
    return BODY_BYTES


def read(sent: Sent) -> Parcel:
    """The key is `token_auth`, else `idsite`. Raises Unreadable: then nothing is tracked."""
    token: object = None
    if _is_bulk(sent):
        bulk = decoded(_bulk, sent.body)
        token = bulk.token_auth or sent.query.get("token_auth")
        found = [(f"$.requests[{n}].", _fields(one)) for n, one in enumerate(bulk.requests)]
    else:
        found = [("", sent.query | parameters(sent.body))]
    messages = [_message(place, given, trusted=bool(token)) for place, given in found]
    if token:
        return Parcel(messages, one_key([("$.token_auth", token)]))
    return Parcel(messages, one_key(map(_key, found)))


def answer(sent: Sent, parcel: Parcel) -> Answer:
    """A bulk's counts, else a picture; nothing for who asks for none (send_image=0)."""
    if not _is_bulk(sent):
        given = sent.query | parameters(sent.body)
        return Answer(204) if given.get("send_image") == "0" else picture()
    if str(decoded(_bulk, sent.body).send_image) in ("0", "False"):
        return Answer(204)
    told = {"status": "success", "tracked": len(parcel.messages), "invalid": 0}
    return json_answer(200, told)


def _is_bulk(sent: Sent) -> bool:
    return sent.body.lstrip().startswith(b"{")


def _fields(one: str | dict[str, Any]) -> dict[str, str]:
    if isinstance(one, str):
        return parameters(one.partition("?")[2] if "?" in one else one)
    return {name: str(value) for name, value in one.items() if isinstance(value, (str, int, float))}


def _key(numbered: tuple[str, dict[str, str]]) -> tuple[str, object]:
    place, given = numbered
    return f"{place}idsite", given.get("token_auth") or given.get("idsite")


def _message(place: str, given: dict[str, str], *, trusted: bool) -> tuple[str, Message]:
    if given.get("rec") != "1":
        raise Unreadable(f"{place}rec", "Expected rec=1")
    kind, message = action(place, given)
    message.anonymous_id = identifier(given.get("cid") or given.get("_id"), f"{place}cid")
    message.user_id = identifier(given.get("uid"), f"{place}uid")
    message.timestamp = _moment(given.get("cdt"), f"{place}cdt")
    url = given.get("url")
    message.context = Context(
        page=Page(url=url, referrer=given.get("urlref"), title=given.get("action_name")),
        campaign=_campaign(url or ""),
        library=Library("matomo"),
        user_agent=given.get("ua"),
        # Only who knows the token may say whose request this is.
        ip=given.get("cip") if trusted or given.get("token_auth") else None,
    )
    return kind, message


def _campaign(url: str) -> dict[str, str]:
    campaign: dict[str, str] = {}
    for name, value in parameters(url.partition("?")[2].partition("#")[0]).items():
        for prefix in _CAMPAIGN_PREFIXES:
            ours = _CAMPAIGN.get(name.removeprefix(prefix)) if name.startswith(prefix) else None
            if ours:
                campaign[ours] = value
    return campaign


def _moment(told: str | None, place: str) -> datetime | None:
    """A date and time of day in UTC, or seconds since 1970."""
    if not told or told.isdecimal():
        return moment(told, SECOND, place)
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        raise Unreadable(place, "Expected a date and time of day in UTC") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
