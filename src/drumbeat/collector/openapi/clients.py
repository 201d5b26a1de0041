"""What the paths of each dialect are called, take and answer: facts for the description."""

from __future__ import annotations

from typing import Any, NamedTuple

from drumbeat.collector.dialects import ga4, matomo, posthog, segment, snowplow

Schema = dict[str, Any]
JSON, TEXT, FORM, GIF = (
    "application/json", "text/plain", "application/x-www-form-urlencoded", "image/gif",
)  # fmt: skip
ANYTHING: Schema = {}


class Kind(NamedTuple):
    """One kind of request.

    body: the type or schema that a JSON body is read as; types: under which content types it may
    come (a beacon's is text). form: fields of a form that may come instead. query: parameter →
    what it is; choices: parameter → its values, where only some will do. needs: names that a
    request, or the object in its body, must have.
    answers: status of a success → its content types; told: its schema where not a GIF.
    """

    says: str
    body: Any = None
    types: tuple[str, ...] = (JSON,)
    form: dict[str, str] = {}
    query: dict[str, str] = {}
    choices: dict[str, list[str]] = {}
    needs: tuple[str, ...] = ()
    answers: dict[int, tuple[str, ...]] = {200: (JSON,)}
    told: Schema = ANYTHING


class Client(NamedTuple):
    """Who speaks a dialect, where it is documented, and its kinds of requests."""

    name: str
    docs: str
    kinds: dict[str, Kind]


_OK: Schema = {
    "type": "object",
    "properties": {"success": {"const": True}},
    "required": ["success"],
}
_STATUS: Schema = {
    "type": "object",
    "properties": {"status": {"const": 1}},
    "required": ["status"],
}
_BULK: Schema = {
    "type": "object",
    "properties": {
        "status": {"const": "success"},
        "tracked": {"type": "integer"},
        "invalid": {"type": "integer"},
    },
    "required": ["status", "tracked", "invalid"],
}
_BROKEN: Schema = {
    "type": "object",
    "properties": {
        "validationMessages": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "fieldPath": {"type": "string"},
                    "description": {"type": "string"},
                    "validationCode": {"type": "string"},
                },
            },
        }
    },
    "required": ["validationMessages"],
}
_PLAUSIBLE: Schema = {
    "type": "object",
    "description": "Each name has a short form: n, u, d, r, p or m, $.",
    "properties": {
        "name": {"type": "string", "minLength": 1, "description": "pageview, or a goal's name"},
        "url": {"type": "string", "minLength": 1},
        "domain": {"type": "string", "description": "the write key"},
        "referrer": {"type": ["string", "null"]},
        "props": {"type": ["object", "string", "null"]},
        "revenue": {"type": ["object", "string", "null"]},
    },
    "required": ["name", "url", "domain"],
}

_SEGMENT_KEY = {"writeKey": "the write key, where Basic authentication is not at hand"}
_POSTHOG = {
    "data": "the JSON, also packed: by GET, or as the field of a form",
    "compression": "gzip-js or base64; what it is counts, not what is said",
    "_": "ms since 1970 at the sending",
    "beacon": "1: the answer is 204",
}
_MEASURED = {"api_secret": "the write key", "measurement_id": "not looked at"}
_MATOMO = {
    "idsite": "the write key",
    "rec": "1",
    "url": "address of the page",
    "action_name": "title of the page",
    "urlref": "address that led there",
    "_id": "visitor",
    "cid": "visitor, goes before _id",
    "uid": "user",
    "cdt": "when: seconds since 1970, or a date and time of day in UTC",
    "e_c": "category of an event",
    "e_a": "action of an event",
    "e_n": "name of an event",
    "e_v": "value of an event",
    "idgoal": "a goal; 0 with ec_id for an order",
    "ec_id": "number of an order",
    "revenue": "what a goal or an order brought",
    "search": "word that was searched",
    "download": "address of a file",
    "link": "address outside",
    "send_image": "0: the answer is 204",
    "token_auth": "the write key, of who may say whose request it is (cip)",
}
_SNOWPLOW = {
    "aid": "the write key",
    "e": "pv, pp, se, ue, tr or ti",
    "eid": "id of the event",
    "url": "address of the page",
    "page": "title of the page",
    "refr": "address that led there",
    "duid": "visitor",
    "uid": "user",
    "dtm": "ms since 1970 when it happened",
    "stm": "ms since 1970 when it was sent",
    "ttm": "true time, no correction",
    "se_ca": "category of a structured event",
    "se_ac": "action of a structured event",
    "ue_px": "self-describing event, in URL-safe base64",
    "ue_pr": "self-describing event",
    "cx": "entities, in URL-safe base64",
    "co": "entities",
}
_TRACKED = Kind("Snowplow's tracker protocol", snowplow.BODIES["event"], query=_SNOWPLOW,
                choices={"e": ["pv", "pp", "se", "ue", "tr", "ti"]}, needs=("e",),
                answers={200: (TEXT, GIF)}, told={"const": "ok"})  # fmt: skip

CLIENTS: dict[str, Client] = {
    "segment": Client(
        "Segment, RudderStack, drumbeat.js",
        "https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/",
        {
            "batch": Kind("Several calls", segment.BODIES["batch"], (JSON, TEXT),
                          query=_SEGMENT_KEY, told=_OK),
            **{
                kind: Kind(f"One {kind} call", body, (JSON, TEXT), query=_SEGMENT_KEY, told=_OK,
                           needs=tuple(name for name, _ in segment.NEEDS[kind]))
                for kind, body in segment.BODIES.items()
                if kind != "batch"
            },
        },
    ),
    "posthog": Client(
        "PostHog",
        "https://posthog.com/docs/api/capture",
        {
            kind: Kind(says, posthog.BODIES[kind], (JSON, TEXT), form=_POSTHOG, query=_POSTHOG,
                       answers={200: (JSON,), 204: ()}, told=_STATUS)
            for kind, says in (("batch", "A batch"), ("event", "One event, a list, or a batch"))
        },
    ),
    "ga4": Client(
        "Google Analytics 4, Measurement Protocol",
        "https://developers.google.com/analytics/devguides/collection/protocol/ga4",
        {
            "collect": Kind("Up to 25 events", ga4.BODIES["collect"], query=_MEASURED,
                            answers={204: ()}),
            "debug": Kind("What is wrong with a body; keeps nothing", ANYTHING, query=_MEASURED,
                          told=_BROKEN),
        },
    ),
    "matomo": Client(
        "Matomo",
        "https://developer.matomo.org/api-reference/tracking-api",
        {"track": Kind("One request, or a bulk of them as JSON", matomo.BODIES["track"],
                       form=_MATOMO, query=_MATOMO, choices={"rec": ["1"]}, needs=("rec",),
                       answers={200: (JSON, GIF), 204: ()}, told=_BULK)},
    ),
    "snowplow": Client(
        "Snowplow",
        "https://docs.snowplow.io/docs/events/going-deeper/event-parameters/",
        {"events": _TRACKED, "event": _TRACKED},
    ),
    "plausible": Client(
        "Plausible",
        "https://plausible.io/docs/events-api",
        {"event": Kind("One event", _PLAUSIBLE, (JSON, TEXT), answers={202: (TEXT,)},
                       told={"const": "ok"})},
    ),
}  # fmt: skip
