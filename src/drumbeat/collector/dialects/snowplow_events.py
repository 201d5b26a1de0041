"""What one Snowplow event is about, by its `e`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

import msgspec

from drumbeat.collector.dialects.json import decoded
from drumbeat.collector.dialects.messages import Message, Unreadable
from drumbeat.collector.dialects.values import mapping, numbers, text, texts

Fields = dict[str, str]

_STRUCTURED = {"se_ca": "category", "se_ac": "action", "se_la": "label", "se_pr": "property"}
_PING = {"pp_mix": "min_x", "pp_max": "max_x", "pp_miy": "min_y", "pp_may": "max_y"}
_ORDER = {"tr_tt": "total", "tr_tx": "tax", "tr_sh": "shipping"}
_ORDER_TEXTS = {"tr_id": "order_id", "tr_af": "affiliation", "tr_cu": "currency", "tr_ci": "city",
                "tr_st": "state", "tr_co": "country"}  # fmt: skip
_ITEM = {"ti_pr": "price", "ti_qu": "quantity"}
_ITEM_TEXTS = {"ti_id": "order_id", "ti_sk": "sku", "ti_nm": "name", "ti_ca": "category",
               "ti_cu": "currency"}  # fmt: skip
_CIRCUMSTANCES = {"p": "platform", "sid": "session_id"}
_any = msgspec.json.Decoder().decode


def event(place: str, given: Fields) -> tuple[str, Message]:
    """The kind and the message, without who, when and where. Raises Unreadable."""
    read = _EVENTS.get(given.get("e", ""))
    if read is None:
        raise Unreadable(f"{place}e", f"Expected one of {', '.join(_EVENTS)}")
    contexts = _contexts(place, given)
    kind, message = read(place, given, contexts)
    message.properties = (message.properties or {}) | texts(given, _CIRCUMSTANCES)
    if contexts:
        message.properties["contexts"] = contexts
    return kind, message


def _page(_place: str, _given: Fields, _contexts: list[Any]) -> tuple[str, Message]:
    return "page", Message()


def _page_ping(_place: str, given: Fields, _contexts: list[Any]) -> tuple[str, Message]:
    return "track", Message(event="Page Ping", properties=numbers(given, _PING))


def _structured(place: str, given: Fields, _contexts: list[Any]) -> tuple[str, Message]:
    if not given.get("se_ac"):
        raise Unreadable(f"{place}se_ac", "A structured event needs an action")
    # Not `value`: the value of a structured event is no amount of money.
    properties = texts(given, _STRUCTURED) | numbers(given, {"se_va": "event_value"})
    return "track", Message(event=given["se_ac"], properties=properties)


def _order(_place: str, given: Fields, _contexts: list[Any]) -> tuple[str, Message]:
    properties = numbers(given, _ORDER) | texts(given, _ORDER_TEXTS)
    return "track", Message(event="Order Completed", properties=properties)


def _item(_place: str, given: Fields, _contexts: list[Any]) -> tuple[str, Message]:
    properties = numbers(given, _ITEM) | texts(given, _ITEM_TEXTS)
    return "track", Message(event="Order Item", properties=properties)


def _self_describing(place: str, given: Fields, contexts: list[Any]) -> tuple[str, Message]:
    where, found = _json(place, given, "ue_px", "ue_pr")
    inner = mapping(mapping(found).get("data"))
    schema, data = text(inner.get("schema")), mapping(inner.get("data"))
    name = _name(schema)
    if not schema or not name:
        raise Unreadable(f"{where}.data.schema", "Expected the schema of a self-describing event")
    if name == "screen_view":
        return "screen", Message(name=text(data.get("name")), properties=data)
    if name == "snowplow_ecommerce_action" and text(data.get("type")) in _ECOMMERCE:
        return "track", _ecommerce(data, contexts)
    return "track", Message(event=name, properties=data | {"schema": schema})


# The e-commerce plugin: the action's type → our event, and which entity tells of it.
_ECOMMERCE = {
    "transaction": ("Order Completed", {"revenue": "revenue"}),
    "refund": ("Order Refunded", {"refund_amount": "revenue"}),
}


def _ecommerce(data: dict[str, Any], contexts: list[Any]) -> Message:
    event_name, amount = _ECOMMERCE[data["type"]]
    entities = (mapping(one) for one in contexts)
    entity = next(
        (mapping(one.get("data")) for one in entities if _name(one.get("schema")) == data["type"]),
        {},
    )
    ours = {"transaction_id": "order_id", "currency": "currency"} | amount
    properties = {ours[name]: entity[name] for name in ours if name in entity}
    return Message(event=event_name, properties=data | properties)


_EVENTS: dict[str, Callable[[str, Fields, list[Any]], tuple[str, Message]]] = {
    "pv": _page,
    "pp": _page_ping,
    "se": _structured,
    "ue": _self_describing,
    "tr": _order,
    "ti": _item,
}


def _name(schema: object) -> str:
    """iglu:com.acme/link_click/jsonschema/1-0-1 → link_click; "" for what is no schema."""
    parts = schema.removeprefix("iglu:").split("/") if isinstance(schema, str) else []
    return parts[1] if len(parts) == 4 else ""


def _contexts(place: str, given: Fields) -> list[Any]:
    if not (given.get("cx") or given.get("co")):
        return []
    _, found = _json(place, given, "cx", "co")
    data = mapping(found).get("data")
    return data if isinstance(data, list) else []


def _json(place: str, given: Fields, packed: str, plain: str) -> tuple[str, Any]:
    """(place, JSON) of the one of two parameters that is there. packed: in URL-safe base64."""
    name = packed if given.get(packed) else plain
    told = given.get(name, "").encode()
    try:
        if name == packed:
            # Some trackers leave out the padding, and a query's "+" arrives as a space.
            told = told.replace(b" ", b"+").rstrip(b"=")
            told = base64.b64decode(told + b"=" * (-len(told) % 4), b"-_")
        return f"{place}{name}", decoded(_any, told)
    except (binascii.Error, ValueError):
        raise Unreadable(f"{place}{name}", "Expected URL-safe base64") from None
    except Unreadable as problem:
        raise Unreadable(f"{place}{name}", str(problem)) from None
