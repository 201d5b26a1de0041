"""PostHog's SDKs, with only host and key changed."""

from __future__ import annotations

import base64
import gzip
import json
from urllib.parse import quote

import pytest

from tests.collector.asking import CHROME, NOON, events_waiting

KEY = "key-site"
FORM = "application/x-www-form-urlencoded"


def an_event(event="$pageview", **properties) -> dict:
    return {
        "event": event,
        "uuid": "0198e2a0-0000-7000-8000-000000000001",
        "offset": 0,
        "properties": {"token": KEY, "distinct_id": "device-1"} | properties,
    }


def sent(site, content, path="/e/", **headers):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return site.ask("POST", path, body, **headers)


def kept(site, *contents):
    for content in contents:
        assert sent(site, content).status == 200
    return site.events()


def test_the_documented_capture_call_is_kept(site):
    reply = sent(
        site,
        {
            "api_key": KEY,
            "event": "Order Completed",
            "distinct_id": "u1",
            "properties": {"order_id": "A1", "revenue": 19.9, "currency": "USD"},
            "timestamp": "2026-11-23T11:00:00Z",
        },
        "/capture/",
    )
    [event] = site.events()

    assert reply.status == 200
    assert reply.json == {"status": 1}
    assert (event.type, event.name, event.user_id) == ("track", "Order Completed", "u1")
    assert (event.order_id, event.value_minor, event.currency) == ("A1", 1990, "USD")
    assert event.ts == (NOON.timestamp() - 3600) * 1e6


def test_a_batch_keeps_the_names_of_its_events(site):
    reply = sent(
        site,
        {"api_key": KEY, "batch": [an_event("a") | {"uuid": "1"}, an_event("b") | {"uuid": "2"}]},
        "/batch/",
    )

    assert reply.status == 200
    assert [(event.name, event.message_id) for event in site.events()] == [("a", "1"), ("b", "2")]


@pytest.mark.parametrize("path", ["/batch", "/batch/", "/capture/", "/e/", "/i/v0/e", "/i/v0/e/"])
def test_every_path_takes_one_event_a_list_or_a_batch(site, path):
    for content in (an_event(), [an_event(), an_event()], {"batch": [an_event()], "api_key": KEY}):
        assert sent(site, content, path).status == 200

    assert len(site.events()) == 4


class TestWrapping:
    plain = json.dumps([an_event(**{"$current_url": "https://茶.example/?a=b+c&d=e"})]).encode()
    base64 = base64.b64encode(plain)

    @pytest.mark.parametrize(
        ("path", "body", "headers"),
        [
            ("/e/?ip=1&_=1&ver=1.2&compression=gzip-js", gzip.compress(plain, mtime=0), {}),
            ("/e/", gzip.compress(plain, mtime=0), {"content_encoding": "gzip"}),
            ("/e/?compression=base64", b"data=" + quote(base64).encode(), {"content_type": FORM}),
            ("/e/?compression=base64", b"data=" + base64, {"content_type": FORM}),
            ("/e/", b"data=" + quote(plain).encode(), {"content_type": FORM}),
            ("/e/", base64, {"content_type": "text/plain"}),
            ("/e/", base64.rstrip(b"="), {}),
            ("/e/", gzip.compress(plain, mtime=0), {"content_type": "text/plain"}),
            ("/e/", plain, {"content_type": "text/plain"}),
        ],
        ids=[
            "gzip-js",
            "gzip",
            "quoted-form",
            "bare-form",
            "json-form",
            "base64",
            "unpadded",
            "gzip-plain",
            "plain",
        ],
    )
    def test_is_taken_off(self, site, path, body, headers):
        assert sent(site, body, path, **headers).status == 200
        [event] = site.events()
        assert event.host == "茶.example"

    def test_is_taken_off_a_get(self, site):
        reply = site.ask("GET", f"/e/?data={quote(self.base64)}&compression=base64")
        assert reply.status == 200
        assert len(site.events()) == 1

    @pytest.mark.parametrize(
        "body", [b"", b"gzip?", b"\x1f\x8bnot", gzip.compress(plain, mtime=0)[:30]]
    )
    def test_that_is_broken_is_refused(self, site, body):
        reply = sent(site, body, "/e/?compression=gzip-js")
        assert reply.status == 400
        assert reply.json["place"]
        assert site.events() == []

    def test_of_more_than_the_limit_is_refused(self, site):
        assert sent(site, gzip.compress(b" " * 3_000_000)).status == 413


def test_a_page_view_brings_its_address_its_way_in_and_its_title(site):
    address = "https://tea.example/moon?utm_source=weibo&utm_campaign=q4&gclid=PERSON&dbc=SPR1NG7"
    properties = {
        "$current_url": address,
        "$host": "tea.example",
        "$pathname": "/moon",
        "$referrer": "https://www.zhihu.com/question/1",
        "title": "Moon cakes",
        "gclid": "PERSON",
        "$session_entry_gclid": "PERSON",
        "dclid": None,
        "$sdk_debug_retry_queue_size": 0,
        "$session_entry_url": address,
        "$lib": "web",
        "$lib_version": "1.200.0",
        "$raw_user_agent": CHROME,
    }
    [event] = kept(site, an_event(**properties))

    assert (event.type, event.path, event.title) == ("page", "/moon", "Moon cakes")
    assert (event.utm_source, event.utm_campaign, event.code) == ("weibo", "q4", "SPR1NG7")
    assert event.referrer == "https://www.zhihu.com/question/1"
    assert (event.library, event.device) == ("web 1.200.0", "desktop")
    assert event.paid_click_id == "gclid"
    assert "PERSON" not in event.url + event.properties
    assert json.loads(event.properties) == {"title": "Moon cakes"}


def test_a_visit_without_a_referrer_has_none(site):
    [event] = kept(site, an_event(**{"$referrer": "$direct", "$referring_domain": "$direct"}))

    assert event.referrer == ""


def test_a_screen_has_its_name(site):
    [event] = kept(site, an_event("$screen", **{"$screen_name": "Basket"}))

    assert (event.type, event.name) == ("screen", "Basket")


class TestWho:
    def test_a_visitor_before_login_is_anonymous(self, site):
        browser = {"$device_id": "device-1", "$is_identified": False}
        [event] = kept(site, an_event(**browser))
        assert (event.anonymous_id, event.user_id) == ("device-1", "")

    def test_an_event_without_a_profile_is_anonymous(self, site):
        [event] = kept(site, an_event(**{"$process_person_profile": False}))
        assert (event.anonymous_id, event.user_id) == ("device-1", "")

    def test_an_older_browser_sdk_knows_only_the_device_before_login(self, site):
        [event] = kept(site, an_event(**{"$device_id": "device-1"}))
        assert (event.anonymous_id, event.user_id) == ("device-1", "")

    def test_identify_ties_the_visitor_to_the_user(self, site):
        login = an_event(
            "$identify",
            **{"distinct_id": "u1", "$anon_distinct_id": "device-1", "$is_identified": True},
        )
        [event] = kept(site, login | {"$set": {"plan": "gold"}, "$set_once": {"plan": "free"}})
        assert event.type == "identify"
        assert (event.anonymous_id, event.user_id) == ("device-1", "u1")
        assert json.loads(event.properties) == {"plan": "gold"}

    def test_after_login_the_device_stays_with_the_user(self, site):
        browser = {"distinct_id": "u1", "$device_id": "device-1", "$is_identified": True}
        [event] = kept(site, an_event(**browser))
        assert (event.anonymous_id, event.user_id) == ("device-1", "u1")

    def test_a_server_names_the_user(self, site):
        [event] = kept(site, an_event("Paid", distinct_id="u1"))
        assert (event.anonymous_id, event.user_id) == ("", "u1")

    def test_without_cookies_nobody_is_the_same_person_as_everybody(self, site):
        browser = {"distinct_id": "$posthog_cookieless", "$raw_user_agent": CHROME}
        [event] = kept(site, an_event(**browser))
        assert event.user_id == ""
        assert event.anonymous_id.startswith("daily-")

    def test_an_alias_joins_the_two(self, site):
        [event] = kept(site, an_event("$create_alias", distinct_id="device-1", alias="u1"))
        assert (event.type, event.previous_id, event.user_id) == ("alias", "device-1", "u1")

    def test_a_group_has_its_key_and_a_server_makes_up_nobody(self, site):
        group = {"$group_type": "company", "$group_key": "acme", "$group_set": {"size": 7}}
        [event] = kept(site, an_event("$groupidentify", distinct_id="made-up", **group))
        assert (event.type, event.user_id) == ("group", "")
        assert json.loads(event.properties) == {
            "groupId": "acme",
            "groupType": "company",
            "size": 7,
        }

    def test_how_a_person_first_came_is_kept_without_what_follows_them(self, site):
        first = {
            "$initial_utm_source": "weibo",
            "$initial_gclid": "PERSON",
            "$initial_current_url": "https://tea.example/?gclid=PERSON",
        }
        [event] = kept(site, an_event("$set", distinct_id="u1") | {"$set_once": first})
        assert json.loads(event.properties) == {"$initial_utm_source": "weibo"}

    def test_personal_traits_of_an_event_are_not_kept_with_it(self, site):
        [event] = kept(site, an_event("Paid", **{"$set": {"email": "li@example.com"}}))
        assert "li@example.com" not in event.properties


class TestWhen:
    def test_a_clock_that_is_wrong_is_corrected(self, site):
        late = {"timestamp": "2026-11-23T10:59:50Z", "sent_at": "2026-11-23T11:00:00Z"}
        [event] = kept(site, an_event() | late)
        assert event.ts == (NOON.timestamp() - 10) * 1e6

    def test_unless_the_sender_forbids_it(self, site):
        late = {"timestamp": "2026-11-23T10:59:50Z", "sent_at": "2026-11-23T11:00:00Z"}
        [event] = kept(site, an_event(**{"$ignore_sent_at": True}) | late)
        assert event.ts == (NOON.timestamp() - 3610) * 1e6

    def test_an_event_that_waited_happened_that_much_earlier(self, site):
        for path in ("/e/", "/e/?_=1763895600000"):
            assert sent(site, an_event() | {"offset": 4200}, path).status == 200
        assert {event.ts for event in site.events()} == {(NOON.timestamp() - 4.2) * 1e6}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({}, "$.event"),
        ([], "write_key"),
        ([an_event(), {"event": 7}], "$[1].event"),
        ({"batch": [{"properties": {}}], "api_key": KEY}, "$.batch[0].event"),
        ({"batch": {}, "api_key": KEY}, "$.batch"),
        (an_event() | {"timestamp": "yesterday"}, "$.timestamp"),
        (an_event(distinct_id={"a": 1}), "$.properties.distinct_id"),
        (an_event() | {"distinct_id": "x" * 600}, "$.distinct_id"),
        (an_event("$create_alias"), "$.properties.alias"),
        (an_event("$groupidentify"), "$.properties.$group_key"),
        ([an_event(), an_event(token="key-shop")], "$[1].token"),
    ],
)
def test_a_fault_is_named(site, content, place):
    reply = sent(site, content)

    assert reply.status in (400, 401)
    assert place in (reply.json.get("place"), "write_key")
    assert site.events() == []


def test_an_unknown_key_is_refused(site):
    assert sent(site, an_event(token="phc_theirs")).status == 401


def test_a_beacon_reads_no_answer(site):
    reply = sent(site, an_event(), "/e/?beacon=1")

    assert (reply.status, reply.body) == (204, b"")
    assert len(site.events()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("packed", [False, True])
def test_the_python_sdk_unmodified_delivers_every_kind_of_call(server, packed):
    from posthog import Posthog

    failures: list[Exception] = []
    client = Posthog(
        "key-shop",
        host=server.host,
        gzip=packed,
        on_error=lambda why, _: failures.append(why),
        disable_geoip=False,
    )
    client.set(distinct_id="u1", properties={"plan": "gold"})
    client.group_identify("company", "acme", {"size": 7})
    client.alias("device-1", "u1")
    client.capture("$pageview", distinct_id="u1", properties={"$current_url": "https://t.example/"})
    client.capture("anonymous")
    uuids = [
        client.capture(
            "Order Completed", distinct_id="u1", properties={"order_id": f"{n}", "revenue": 9.9}
        )
        for n in range(500)
    ]
    client.shutdown()

    events = events_waiting(server.spool_path)
    assert failures == []
    kinds = ["identify", "group", "alias", "page", "track"]
    assert [event.type for event in events[:5]] == kinds
    assert (events[2].previous_id, events[2].user_id) == ("device-1", "u1")
    assert (events[4].user_id, events[4].anonymous_id != "") == ("", True)
    orders = events[5:]
    assert [event.message_id for event in orders] == uuids
    assert {(event.value_minor, event.currency) for event in orders} == {(990, "CNY")}
    assert orders[0].library.startswith("posthog-python 7.")


@pytest.mark.slow
def test_the_python_sdk_understands_a_refusal(server):
    from posthog import Posthog
    from posthog.request import APIError

    failures: list[Exception] = []
    client = Posthog("no-such-key", host=server.host, on_error=lambda why, _: failures.append(why))
    client.capture("Seen", distinct_id="u1")
    client.shutdown()

    assert [type(failure) for failure in failures] == [APIError]
