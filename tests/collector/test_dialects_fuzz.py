"""Whatever arrives, in any dialect: a parcel or a fault with its place, twice the same."""

from __future__ import annotations

import base64
import copy
import gzip
import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.collector import dialects
from drumbeat.collector.dialects import DIALECTS
from drumbeat.collector.dialects.messages import KINDS, Message, Parcel, Sent, TooLarge, Unreadable
from drumbeat.collector.letters import Letter, events_in
from tests.warehouse.examples import few_and

ROUTES = [
    ("segment", "batch"),
    ("segment", "track"),
    *sorted(route for route in set(dialects.ROUTES.values()) if route.dialect != "segment"),
]
any_route = pytest.mark.parametrize(("dialect", "kind"), ROUTES)
FORM = "application/x-www-form-urlencoded"

# The words that the adapters look at, also in wrong places and in the wrong case.
NAMES = st.sampled_from([
    "event", "name", "n", "u", "url", "d", "domain", "r", "p", "props", "m", "$", "revenue",
    "amount", "currency", "e", "sd", "batch", "type", "data", "schema", "api_key", "token",
    "distinct_id", "properties", "$set", "$set_once", "$set_on", "timestamp", "sent_at", "offset",
    "uuid", "$current_url", "$referrer", "$lib", "$anon_distinct_id", "$device_id",
    "$is_identified", "alias", "$group_key", "client_id", "user_id", "app_instance_id", "events",
    "params", "timestamp_micros", "consent", "user_properties", "page_location", "transaction_id",
    "value", "requests", "token_auth", "idsite", "rec", "action_name", "urlref", "_id", "cid",
    "uid", "cdt", "e_c", "e_a", "e_n", "e_v", "idgoal", "ec_id", "ec_items", "search", "_cvar",
    "cvar", "dimension1", "ping", "ca", "eid", "dtm", "stm", "ttm", "aid", "duid", "refr", "page",
    "ue_px", "ue_pr", "cx", "co", "se_ca", "se_ac", "se_va", "tr_id", "tr_tt", "EVENT", "Events",
    "userId", "messageId", "anonymousId", "groupId", "previousId", "writeKey",
])  # fmt: skip
WORDS = NAMES | st.sampled_from([
    "$pageview", "$screen", "$identify", "$create_alias", "$groupidentify", "page_view", "refund",
    "purchase", "pageview", "pv", "se", "ue", "tr", "ti", "pp", "0", "1", "-1", "9e999",
    "2026-11-23", "iglu:a/screen_view/jsonschema/1-0-0",
    "iglu:a/snowplow_ecommerce_action/jsonschema/1-0-0",
])  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=20,
)
TEXTS = st.dictionaries(NAMES | st.text(max_size=5), st.text(max_size=30) | WORDS, max_size=10)


SCREEN = {"schema": "iglu:a/screen_view/jsonschema/1-0-0", "data": {"name": "Home"}}
BUYING = {
    "schema": "iglu:a/snowplow_ecommerce_action/jsonschema/1-0-2",
    "data": {"type": "transaction"},
}
BOUGHT = {
    "schema": "iglu:a/transaction/jsonschema/1-0-0",
    "data": {"transaction_id": "T1", "revenue": 9.9, "currency": "EUR"},
}
EXAMPLES: list[tuple[str, str, dict]] = [
    (
        "posthog",
        "batch",
        {
            "api_key": "k",
            "sent_at": "2026-11-23T12:00:00Z",
            "batch": [
                {
                    "event": event,
                    "distinct_id": "u1",
                    "uuid": "0198-1",
                    "timestamp": "2026-11-23T12:00:00Z",
                    "$set": {"plan": "gold"},
                    "properties": {
                        "$current_url": "https://tea.example/",
                        "$referrer": "$direct",
                        "$lib": "web",
                        "$device_id": "d1",
                        "$is_identified": True,
                        "$anon_distinct_id": "d1",
                        "$group_key": "g",
                        "$group_set": {"size": 4},
                        "alias": "u2",
                        "revenue": 9.9,
                    },
                }
                for event in ("$pageview", "$identify", "$create_alias", "$groupidentify", "Buy")
            ],
        },
    ),
    (
        "posthog",
        "event",
        {"token": "k", "event": "e", "offset": 12.5, "properties": {"distinct_id": "p"}},
    ),
    (
        "ga4",
        "collect",
        {
            "client_id": "c1",
            "user_id": "u1",
            "timestamp_micros": "1795000000000000",
            "consent": {"ad_user_data": "GRANTED"},
            "user_properties": {"tier": {"value": "gold"}},
            "events": [
                {"name": "page_view", "params": {"page_location": "https://tea.example/"}},
                {"name": "purchase", "params": {"transaction_id": "T1", "value": 9.9}},
                {"name": "campaign_details", "params": {"source": "google"}},
            ],
        },
    ),
    (
        "matomo",
        "track",
        {"requests": ["?rec=1&idsite=k&e_c=a&e_a=b", {"rec": 1, "idsite": "k"}], "token_auth": "k"},
    ),
    (
        "matomo",
        "track",
        {"requests": [{"rec": "1", "idsite": "k", "idgoal": "0", "ec_id": "T1", "revenue": "9.9",
                       "ec_items": "[[1]]", "cdt": "2026-11-23 12:00:00", "_id": "0123456789abcdef",
                       "_cvar": '{"1":["OS","iOS"]}', "url": "https://a.example/?mtm_campaign=x"}]},
    ),
    (
        "snowplow",
        "events",
        {
            "schema": "iglu:a/payload_data/jsonschema/1-0-4",
            "data": [
                {"e": "tr", "eid": "1", "aid": "k", "dtm": "1", "stm": "2", "tr_id": "T"},
                {"e": "ue", "aid": "k", "ue_pr": json.dumps({"data": SCREEN}), "duid": "d"},
                {"e": "ue", "ue_pr": json.dumps({"data": BUYING}),
                 "co": json.dumps({"data": [BOUGHT]}), "ttm": "5"},
            ],
        },
    ),
    (
        "plausible",
        "event",
        {
            "n": "Buy",
            "u": "https://tea.example/",
            "d": "k",
            "p": {"plan": "gold"},
            "$": {"amount": "9.9", "currency": "EUR"},
        },
    ),
    (
        "segment",
        "batch",
        {"writeKey": "k", "batch": [{"type": "track", "event": "e", "properties": {"total": 1}}]},
    ),
]  # fmt: skip


def parts(content: object, way: tuple = ()):
    """The way to every part of a JSON value."""
    if way:
        yield way
    if isinstance(content, dict):
        for name, inner in content.items():
            yield from parts(inner, (*way, name))
    elif isinstance(content, list):
        for index, inner in enumerate(content):
            yield from parts(inner, (*way, index))


def as_json(content: object) -> bytes:
    return json.dumps(content).encode()


def as_form(content: dict[str, str]) -> bytes:
    return urlencode(content, errors="replace").encode()


def fault(dialect: str, sent: Sent) -> str:
    """The place of what `read` complains of, "" for nothing."""
    try:
        dialects.read(dialect, sent)
    except (Unreadable, TooLarge) as problem:
        return problem.place or "a fault without a place"
    return ""


def check(dialect: str, sent: Sent) -> None:
    """The request is refused with a place, or read and kept as far as it goes, always the same."""
    place = fault(dialect, sent)
    assert fault(dialect, sent) == place
    assert place != "a fault without a place"
    if place:
        return
    parcel = dialects.read(dialect, sent)
    assert isinstance(parcel, Parcel)
    assert isinstance(parcel.write_key, str)
    assert repr(dialects.read(dialect, sent)) == repr(parcel)
    for kind, message in parcel.messages:
        assert kind in KINDS
        assert isinstance(message, Message)
        for told in (message.anonymous_id, message.user_id, message.message_id):
            assert told is None or len(str(told)) <= 512
    if hasattr(DIALECTS[dialect], "answer"):
        assert 200 <= DIALECTS[dialect].answer(sent, parcel).status < 300
    assert len(loaded(dialect, sent)) == len(parcel.messages)


def loaded(dialect: str, sent: Sent) -> list[object]:
    """What the loader makes of it: events, and faults set aside."""
    letter = Letter(
        dialect=dialect,
        kind=sent.kind,
        brand="tea",
        source="site",
        currency="CNY",
        received=1_795_000_000_000_000,
        count=1,
        network="203.0.113.0",
        agent="Mozilla/5.0",
        denied=False,
        query=sent.query,
        content_type=sent.content_type,
        body=sent.body,
    )
    events, faults = events_in(letter, "test", 1, 1, lambda *_: "visitor")
    return [*events, *faults]


@any_route
@few_and(150, few=10)
def test_any_bytes(dialect, kind, tried):
    @tried
    @given(
        body=st.binary(max_size=200),
        query=TEXTS,
        content_type=st.sampled_from(["", FORM, "application/json", "text/plain"]),
    )
    def holds(body, query, content_type):
        check(dialect, Sent(kind, body, query, content_type))

    holds()


@any_route
@few_and(150, few=10)
def test_any_json_alone_and_in_its_own_envelope(dialect, kind, tried):
    @tried
    @given(content=ANYTHING, query=TEXTS)
    def holds(content, query):
        check(dialect, Sent(kind, as_json(content), query))
        for envelope in ("batch", "events", "requests", "data"):
            check(dialect, Sent(kind, as_json({envelope: [content], "client_id": "c"})))

    holds()


@any_route
@few_and(150, few=10)
def test_any_form(dialect, kind, tried):
    @tried
    @given(form=TEXTS, query=TEXTS)
    def holds(form, query):
        check(dialect, Sent(kind, as_form(form), query, FORM))
        check(dialect, Sent(kind, b"", form | query))

    holds()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: "-".join(example[:2]))
@few_and(400, few=30)
def test_a_good_request_with_any_one_part_spoilt(example, tried):
    dialect, kind, content = example

    @tried
    @given(data=st.data())
    def holds(data):
        spoilt = copy.deepcopy(content)
        *way, last = data.draw(st.sampled_from(list(parts(content))))
        inner = spoilt
        for step in way:
            inner = inner[step]
        inner[last] = data.draw(ANYTHING)
        check(dialect, Sent(kind, as_json(spoilt)))
        if all(isinstance(value, str) for value in spoilt.values()):
            check(dialect, Sent(kind, b"", spoilt))

    check(dialect, Sent(kind, as_json(content)))
    holds()


@few_and(300, few=20)
def test_any_json_in_posthogs_wrappings(tried):
    @tried
    @given(content=ANYTHING, packings=st.lists(st.sampled_from("gbf"), max_size=3))
    def holds(content, packings):
        body = as_json(content)
        for packing in packings:
            if packing == "g":
                body = gzip.compress(body)
            elif packing == "b":
                body = base64.b64encode(body)
            else:
                body = urlencode({"data": body}).encode()
        check("posthog", Sent("event", body))

    holds()


@few_and(300, few=20)
def test_any_json_packed_into_a_snowplow_event(tried):
    names = st.sampled_from(["e", "screen_view", "snowplow_ecommerce_action"])
    told = ANYTHING | st.fixed_dictionaries({"type": ANYTHING, "name": ANYTHING})

    @tried
    @given(name=names, content=told, entities=ANYTHING | st.lists(ANYTHING))
    def holds(name, content, entities):
        event = {"schema": f"iglu:a/{name}/jsonschema/1-0-0", "data": content}
        query = {"e": "ue", "cx": base64.urlsafe_b64encode(as_json({"data": entities})).decode()}
        check("snowplow", Sent("event", b"", query | {"ue_pr": json.dumps({"data": event})}))
        packed = base64.urlsafe_b64encode(as_json({"data": content})).decode()
        check("snowplow", Sent("event", b"", query | {"ue_px": packed}))

    holds()


@few_and(300, few=20)
def test_any_json_in_a_matomo_parameter(tried):
    @tried
    @given(content=ANYTHING | st.lists(ANYTHING), variables=st.dictionaries(st.text(), ANYTHING))
    def holds(content, variables):
        given = {"rec": "1", "idgoal": "0", "ec_items": json.dumps(content)}
        given |= {"_cvar": json.dumps(variables), "cvar": json.dumps(content)}
        check("matomo", Sent("track", b"", given))
        check("matomo", Sent("track", as_json({"requests": [given, content]})))

    holds()
