"""From an SDK's message to the one event that enters the lake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from drumbeat.collector import landing
from drumbeat.collector.codes import normalised
from drumbeat.collector.device import recognise
from drumbeat.collector.dialects.messages import Context, Message, Page
from drumbeat.collector.landing import LONGEST
from drumbeat.collector.money import currency_code, minor_units
from drumbeat.collector.privacy import consent, masked, masked_urls
from drumbeat.warehouse.events import Event

# Below this the difference is the way through the network, not a wrong clock.
CLOCK_TOLERANCE = timedelta(seconds=2)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before it a clock was never set

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CAMPAIGN_NAMES = {key: "name" if key == "campaign" else key for key in landing.UTM}
_VALUES = ("revenue", "total", "value")


# (brand, address, user agent, received) → the daily id of a visitor without a cookie
Visitor = Callable[[str, str, str, datetime], str]


@dataclass(frozen=True)
class Sender:
    """What a request says about who sent it. received: aware, UTC. agent: its User-Agent header.

    network: the shortened address. denied: the request asks not to count a person.
    """

    brand: str
    source: str
    received: datetime
    visitor: Visitor
    currency: str = ""
    network: str = ""
    agent: str = ""
    denied: bool = False
    sent_at: datetime | None = None

    @property
    def browser(self) -> str:
        """The user agent if it is a browser's; a server's SDK says nothing about the visitor."""
        return self.agent if self.agent.startswith("Mozilla/") else ""


def micros(moment: datetime) -> int:
    """µs since 1970 UTC; a naive moment is UTC."""
    return (_utc(moment) - _EPOCH) // _MICROSECOND


def happened(message: Message, sender: Sender) -> datetime:
    """When it happened by our clock: the sender's time plus how far the sender's clock is behind.

    Without a time, or with one that cannot be (the future, before EARLIEST): when we received it.
    """
    told = message.timestamp or message.original_timestamp
    if told is None:
        return sender.received
    told = _utc(told)
    sent = message.sent_at or sender.sent_at
    if sent is not None:
        behind = sender.received - _utc(sent)
        if abs(behind) > CLOCK_TOLERANCE:
            try:
                told += behind
            except OverflowError:
                return sender.received
    return told if EARLIEST <= told <= sender.received else sender.received


def to_event(kind: str, message: Message, sender: Sender, name: str) -> Event:
    """kind: one of KINDS. name: the id of a message that brings none.

    A visitor who denied consent leaves no id and no properties.
    """
    context = message.context or Context()
    page = context.page or Page()
    given = message.properties or {}
    place = landing.read(page.url or _text(given.get("url")))
    agent = context.user_agent or sender.browser
    device = recognise(agent)
    agreed = consent(context.consent, denied=sender.denied)
    campaign = context.campaign or {}
    facts: dict[str, Any] = {}
    if agreed != "denied":
        facts = _who(message, sender, agent)
        facts["click"] = place.click or landing.click_id(_text(campaign.get(landing.CLICK_PARAM)))
        facts["properties"] = _properties(kind, message)
    if kind == "track":
        facts |= _order(message.event or "", given, sender.currency)
    for key, value in (place.utm or _named_campaign(campaign)).items():
        facts[f"utm_{key}"] = value
    return Event(
        brand=sender.brand,
        source=sender.source,
        message_id=_id(message.message_id) or name,
        type=kind,
        name=_kept(message.event or message.name or message.category or ""),
        ts=micros(happened(message, sender)),
        received=micros(sender.received),
        url=place.url,
        path=place.path or _kept(page.path or _text(given.get("path"))),
        host=place.host,
        referrer=landing.read(page.referrer or _text(given.get("referrer"))).url,
        title=_kept(page.title or _text(given.get("title"))),
        # drumbeat.js remembers the way in after an app has dropped it from the address.
        code=place.code or normalised(_text(campaign.get(landing.CODE_PARAM))),
        paid_click_id=place.paid_click_id,
        device=device.kind,
        in_app=device.in_app,
        bot=device.bot,
        consent=agreed,
        library=_library(context),
        **facts,
    )


def _who(message: Message, sender: Sender, agent: str) -> dict[str, str]:
    anonymous = _id(message.anonymous_id)
    if not anonymous and agent:
        address = (message.context and message.context.ip) or sender.network
        anonymous = sender.visitor(sender.brand, address, agent, sender.received)
    return {
        "anonymous_id": anonymous,
        "user_id": _id(message.user_id),
        "previous_id": _id(message.previous_id),
    }


def _named_campaign(campaign: Mapping[str, Any]) -> dict[str, str]:
    return {key: _kept(_text(campaign.get(name))) for key, name in _CAMPAIGN_NAMES.items()}


def _properties(kind: str, message: Message) -> str:
    kept = message.properties or {}
    if kind in ("identify", "group"):
        kept = message.traits or {}
    if kind == "group":
        kept = {**kept, "groupId": _id(message.group_id)}
    return masked_urls(msgspec.json.encode(kept).decode())


def _order(name: str, given: Mapping[str, Any], default_currency: str) -> dict[str, Any]:
    """The order id and signed value; a refund takes away what its order brought."""
    currency = currency_code(given.get("currency")) or currency_code(default_currency)
    amounts = (minor_units(given.get(key), currency) for key in _VALUES)
    value = next((amount for amount in amounts if amount is not None), None)
    if value is not None and name.strip().lower() == "order refunded":
        value = -abs(value)
    order = given.get("order_id", given.get("orderId"))
    return {
        # Not masked: an order number may look like a mobile number, and two orders must not merge.
        "order_id": str(order).strip()[:LONGEST] if isinstance(order, (str, int)) else "",
        "value_minor": value,
        "currency": currency if value is not None else "",
    }


def _library(context: Context) -> str:
    library = context.library
    return _kept(f"{library.name or ''} {library.version or ''}".strip()) if library else ""


def _id(given: str | int | None) -> str:
    return "" if given is None else str(given).strip()


def _text(given: object) -> str:
    return given if isinstance(given, str) else ""


def _kept(text: str) -> str:
    return masked(text.strip())[:LONGEST]


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
