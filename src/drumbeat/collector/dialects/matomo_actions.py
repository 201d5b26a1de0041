"""What one Matomo tracking request is about: a view, an event, a search, a goal, an order."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from drumbeat.collector.dialects.json import decoded
from drumbeat.collector.dialects.messages import Message, Unreadable
from drumbeat.collector.dialects.values import mapping, number, numbers, texts

Fields = dict[str, str]

_ORDER = {"revenue": "revenue", "ec_st": "subtotal", "ec_tx": "tax", "ec_sh": "shipping",
          "ec_dt": "discount"}  # fmt: skip
_ITEM = ("sku", "name", "category", "price", "quantity")
_PRODUCT = {"_pks": "sku", "_pkn": "name", "_pkc": "category"}
_EVENT = {"e_c": "category", "e_a": "action", "e_n": "name"}
_SEARCH = {"search": "query", "search_cat": "category"}
_CONTENT = {"c_n": "name", "c_p": "piece", "c_t": "target", "c_i": "interaction"}
# The campaign of an earlier visit, which Matomo credits; no sign that this visit came from it.
_CREDITED = {"_rcn": "credited_campaign", "_rck": "credited_keyword"}
_DIMENSION = re.compile(r"dimension\d{1,3}", re.ASCII)
_TIMINGS = ("pf_net", "pf_srv", "pf_tfr", "pf_dm1", "pf_dm2", "pf_onl")
_any = msgspec.json.Decoder().decode


def action(place: str, given: Fields) -> tuple[str, Message]:
    """The kind and the message, without who, when and where. Raises Unreadable."""
    read = next((read for told, read in _ACTIONS if told(given)), _page)
    kind, message = read(place, given)
    message.properties = (message.properties or {}) | _circumstances(place, given)
    return kind, message


def _ping(_place: str, _given: Fields) -> tuple[str, Message]:
    return "track", Message(event="Page Ping")


def _order(place: str, given: Fields) -> tuple[str, Message]:
    event = "Order Completed" if given.get("ec_id") else "Cart Updated"
    properties = numbers(given, _ORDER) | texts(given, {"ec_id": "order_id"} | _CREDITED)
    if event == "Cart Updated" and "revenue" in properties:
        properties["cart_total"] = properties.pop("revenue")  # nobody has paid yet
    if "ec_items" in given:
        items = _json(given, "ec_items", place)
        properties["products"] = [
            dict(zip(_ITEM, item, strict=False)) for item in items if isinstance(item, list)
        ]
    return "track", Message(event=event, properties=properties)


def _goal(_place: str, given: Fields) -> tuple[str, Message]:
    properties = numbers(given, {"revenue": "revenue"})
    properties |= texts(given, {"idgoal": "goal"} | _CREDITED)
    return "track", Message(event=f"Goal {given['idgoal']}", properties=properties)


def _event(place: str, given: Fields) -> tuple[str, Message]:
    for name in ("e_c", "e_a"):
        if not given.get(name, "").strip():
            raise Unreadable(f"{place}{name}", "An event needs a category and an action")
    # Not `value`: how many seconds a video played is no amount of money.
    properties = texts(given, _EVENT) | numbers(given, {"e_v": "event_value"})
    return "track", Message(event=given["e_a"].strip(), properties=properties)


def _search(_place: str, given: Fields) -> tuple[str, Message]:
    properties = texts(given, _SEARCH) | numbers(given, {"search_count": "results"})
    return "track", Message(event="Site Search", properties=properties)


def _file(_place: str, given: Fields) -> tuple[str, Message]:
    return "track", Message(event="Download", properties={"file": given["download"]})


def _outlink(_place: str, given: Fields) -> tuple[str, Message]:
    return "track", Message(event="Outlink", properties={"target": given["link"]})


def _content(_place: str, given: Fields) -> tuple[str, Message]:
    event = "Content Interaction" if given.get("c_i") else "Content Impression"
    return "track", Message(event=event, properties=texts(given, _CONTENT))


def _custom(_place: str, _given: Fields) -> tuple[str, Message]:
    return "track", Message(event="Custom Action")


def _page(_place: str, given: Fields) -> tuple[str, Message]:
    product = texts(given, _PRODUCT) | numbers(given, {"_pkp": "price"})
    return "page", Message(properties={"product": product} if product else {})


# The first that fits, in Matomo's own order.
_ACTIONS: tuple[tuple[Callable[[Fields], object], Callable[[str, Fields], Any]], ...] = (
    (lambda given: given.get("ping") == "1", _ping),
    (lambda given: given.get("idgoal") == "0", _order),
    (lambda given: given.get("idgoal"), _goal),
    (lambda given: "e_c" in given or "e_a" in given, _event),
    (lambda given: given.get("c_n"), _content),
    (lambda given: given.get("download"), _file),
    (lambda given: given.get("link"), _outlink),
    (lambda given: given.get("search"), _search),
    (lambda given: given.get("ca") == "1", _custom),
)


def _circumstances(place: str, given: Fields) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: value for name, value in given.items() if _DIMENSION.fullmatch(name) and value
    }
    found |= {name: number(given[name]) for name in _TIMINGS if name in given}
    variables: dict[str, Any] = {}
    for name in ("_cvar", "cvar"):
        for pair in mapping(_json(given, name, place)).values():
            if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str):
                variables[pair[0]] = pair[1]
    if variables:
        found["custom_variables"] = variables
    return found


def _json(given: Fields, name: str, place: str) -> Any:
    """What the parameter holds as JSON, an empty list for none."""
    if not given.get(name):
        return []
    try:
        found = decoded(_any, given[name].encode())
    except Unreadable as problem:
        raise Unreadable(f"{place}{name}", str(problem)) from None
    return found if isinstance(found, (list, dict)) else []
