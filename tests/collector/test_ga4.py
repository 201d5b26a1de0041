"""Google Analytics 4's Measurement Protocol, with host and api_secret changed."""

from __future__ import annotations

import json

import pytest

from tests.collector.asking import CHROME, NOON

SECRET = "measurement_id=G-TEA&api_secret=key-site"


def sent(site, content, path="/mp/collect", query=SECRET, **headers):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return site.ask("POST", f"{path}?{query}", body, **headers)


def kept(site, *events, **payload):
    assert sent(site, {"client_id": "123456.7654321", "events": events} | payload).status == 204
    return site.events()


def checked(site, content):
    """{fieldPath: validationCode} of the validation server's answer; nothing is stored."""
    reply = sent(site, content, "/debug/mp/collect")
    assert reply.status == 200
    assert site.events() == []
    told = reply.json["validationMessages"]
    assert all(message["description"] for message in told)
    return {message["fieldPath"]: message["validationCode"] for message in told}


def test_the_documented_example_is_kept(site):
    reply = sent(
        site,
        {
            "client_id": "123456.7654321",
            "events": [
                {
                    "name": "campaign_details",
                    "params": {
                        "campaign_id": "google_1234",
                        "campaign": "Summer_fun",
                        "source": "google",
                        "medium": "cpc",
                        "term": "summer+travel",
                        "content": "logolink",
                        "session_id": "123",
                        "engagement_time_msec": "100",
                    },
                }
            ],
        },
    )
    [event] = site.events()

    assert (reply.status, reply.body) == (204, b"")
    assert (event.type, event.name) == ("track", "campaign_details")
    assert (event.anonymous_id, event.user_id) == ("123456.7654321", "")
    assert (event.utm_source, event.utm_medium, event.utm_campaign) == (
        "google",
        "cpc",
        "Summer_fun",
    )
    assert (event.utm_term, event.utm_content) == ("summer+travel", "logolink")
    assert event.utm_id == "google_1234"
    assert json.loads(event.properties)["session_id"] == "123"


def test_a_page_view_brings_its_address_its_way_in_and_its_title(site):
    params = {
        "page_location": "https://tea.example/moon?utm_source=weibo&gclid=PERSON",
        "page_referrer": "https://www.zhihu.com/",
        "page_title": "Moon cakes",
        "session_id": 7,
    }
    [event] = kept(site, {"name": "page_view", "params": params}, user_id="u1")

    assert (event.type, event.path, event.title) == ("page", "/moon", "Moon cakes")
    assert (event.utm_source, event.referrer) == ("weibo", "https://www.zhihu.com/")
    assert (event.user_id, event.paid_click_id) == ("u1", "gclid")
    assert json.loads(event.properties) == {"session_id": 7}


def test_a_screen_of_an_app_has_its_name(site):
    screen = {"name": "screen_view", "params": {"screen_name": "Basket"}}
    [event] = kept(site, screen, client_id=None, app_instance_id="a" * 32)

    assert (event.type, event.name, event.anonymous_id) == ("screen", "Basket", "a" * 32)


def test_a_purchase_and_its_refund_are_an_order_and_its_refund(site):
    params = {"transaction_id": "T_12345", "value": 72.05, "currency": "USD", "tax": 3.6}
    bought, returned = kept(
        site, {"name": "purchase", "params": params}, {"name": "refund", "params": params}
    )

    assert (bought.name, bought.order_id) == ("Order Completed", "T_12345")
    assert (bought.value_minor, bought.currency) == (7205, "USD")
    assert (returned.name, returned.order_id, returned.value_minor) == (
        "Order Refunded",
        "T_12345",
        -7205,
    )
    assert json.loads(bought.properties)["event_name"] == "purchase"
    assert json.loads(bought.properties)["transaction_id"] == "T_12345"


@pytest.mark.parametrize("micros", [1_795_000_000_000_000, "1795000000000000"])
def test_an_event_has_its_own_time_or_the_requests(site, micros):
    site.now = NOON.replace(year=2027)
    own, shared = kept(
        site,
        {"name": "a", "timestamp_micros": 1_794_000_000_000_000},
        {"name": "b"},
        timestamp_micros=micros,
    )

    assert (own.ts, shared.ts) == (1_794_000_000_000_000, 1_795_000_000_000_000)


def test_consent_to_advertising_is_kept_and_refuses_no_measuring(site):
    [event] = kept(site, {"name": "login"}, consent={"ad_user_data": "DENIED"})

    assert json.loads(event.properties)["consent"] == {"ad_user_data": "DENIED"}
    assert (event.consent, event.anonymous_id) == ("unknown", "123456.7654321")


def test_user_properties_are_told_once_and_user_data_not_at_all(site):
    traits, event = kept(
        site,
        {"name": "login"},
        user_properties={"tier": {"value": "gold"}},
        user_data={"sha256_email_address": "PERSON"},
        user_agent=CHROME,
    )

    assert (traits.type, json.loads(traits.properties)) == ("identify", {"tier": "gold"})
    assert (event.name, event.device) == ("login", "desktop")
    assert "PERSON" not in traits.properties + event.properties


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ([], "$"),
        ({}, "$"),
        ({"events": [{"name": "a"}]}, "$.client_id"),
        ({"client_id": "c", "events": {}}, "$.events"),
        ({"client_id": "c", "events": [{"name": "a"}, {}]}, "$.events[1]"),
        ({"client_id": "c", "events": [{"name": ""}]}, "$.events[0].name"),
        ({"client_id": "c", "events": [{"name": "a", "params": []}]}, "$.events[0].params"),
        ({"client_id": "c", "events": [{"name": "a"}] * 26}, "$.events"),
        ({"client_id": "c", "events": [], "user_id": 1.5}, "$.user_id"),
        ({"client_id": "c", "events": [{"name": "a"}], "timestamp_micros": "soon"},
         "$.timestamp_micros"),
    ],
)  # fmt: skip
def test_a_fault_is_named(site, content, place):
    reply = sent(site, content)

    assert (reply.status, reply.json["place"]) == (400, place)
    assert site.events() == []


def test_a_wrong_secret_and_a_large_body_are_refused(site):
    good = {"client_id": "c", "events": [{"name": "a"}]}

    assert sent(site, good, query="measurement_id=G-TEA").status == 401
    assert sent(site, good, query="api_secret=theirs").status == 401
    assert sent(site, good | {"more": "x" * 130_000}).status == 413
    assert site.ask("GET", f"/mp/collect?{SECRET}").status == 405


class TestValidationServer:
    def test_finds_nothing_wrong_with_a_good_body(self, site):
        event = {"name": "purchase", "params": {"items": [{"item_id": "a"}], "value": 1.5}}
        good = {
            "client_id": "c",
            "events": [event],
            "timestamp_micros": "1795000000000000",
            "user_properties": {"tier": {"value": "gold"}},
            "consent": {"ad_user_data": "GRANTED"},
        }
        assert checked(site, good) == {}

    def test_names_the_documented_bad_event(self, site):
        bad = {"client_id": "c", "events": [{"name": "_badEventName", "params": {}}]}
        assert checked(site, bad) == {"events[0].name": "NAME_INVALID"}

    def test_names_every_fault_at_once(self, site):
        events = [
            {"name": "session_start"},
            {"name": "a b"},
            {"name": "x" * 41},
            {"name": "ok", "params": {"ga_x": 1, "long": "x" * 101, "page_title": "x" * 101}},
            {"name": "ok", "params": {f"p{number}": 1 for number in range(26)}},
            {"name": "ok", "params": {"items": {}, "nested": {}}},
            {"params": []},
            7,
        ]
        payload = {
            "events": events,
            "user_id": [],
            "timestamp_micros": "soon",
            "user_properties": {"user_id": {"value": 1}, "tier": "gold", "t": {"value": "x" * 37}},
            "consent": {"ad_user_data": True},
        }
        assert checked(site, payload) == {
            "client_id": "VALUE_REQUIRED",
            "user_id": "VALUE_INVALID",
            "timestamp_micros": "VALUE_INVALID",
            "consent.ad_user_data": "VALUE_INVALID",
            "events[0].name": "NAME_RESERVED",
            "events[1].name": "NAME_INVALID",
            "events[2].name": "NAME_INVALID",
            "events[3].params.ga_x": "NAME_RESERVED",
            "events[3].params.long": "VALUE_OUT_OF_BOUNDS",
            "events[4].params": "EXCEEDED_MAX_ENTITIES",
            "events[5].params.items": "VALUE_INVALID",
            "events[5].params.nested": "VALUE_INVALID",
            "events[6].name": "VALUE_REQUIRED",
            "events[6].params": "VALUE_INVALID",
            "events[7]": "VALUE_INVALID",
            "user_properties.user_id": "NAME_RESERVED",
            "user_properties.tier": "VALUE_INVALID",
            "user_properties.t.value": "VALUE_OUT_OF_BOUNDS",
        }

    @pytest.mark.parametrize(
        ("content", "path"),
        [(b"{", "line 1, column 2"), (b"[]", "$"), (b'{"client_id":"c"}', "events"),
         (b'{"client_id":"c","events":{"a":1}}', "events")],
    )  # fmt: skip
    def test_names_what_is_no_payload(self, site, content, path):
        assert list(checked(site, content)) == [path]

    def test_counts_events(self, site):
        many = {"client_id": "c", "events": [{"name": "a"}] * 26}
        assert checked(site, many) == {"events": "EXCEEDED_MAX_ENTITIES"}
