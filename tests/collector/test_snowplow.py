"""Snowplow's trackers, with only the collector's host and the app id changed."""

from __future__ import annotations

import base64
import json
from urllib.parse import urlencode, urlsplit

import pytest

from drumbeat.collector.dialects.pixel import GIF
from tests.collector.asking import CHROME, NOON, events_waiting

KEY = "key-site"
TP2 = "/com.snowplowanalytics.snowplow/tp2"
PAYLOAD = "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4"
NOON_MS = int(NOON.timestamp() * 1000)


def sent(site, *data, **headers):
    body = json.dumps({"schema": PAYLOAD, "data": data}).encode()
    return site.ask("POST", TP2, body, content_type="application/json", **headers)


def kept(site, **given):
    reply = sent(site, {"aid": KEY} | given)
    assert (reply.status, reply.body) == (200, b"ok")
    [event] = site.events()
    return event


def described(name, data, vendor="com.acme"):
    event = {"schema": f"iglu:{vendor}/{name}/jsonschema/1-0-1", "data": data}
    return {
        "schema": "iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0",
        "data": event,
    }


def packed(content) -> str:
    return base64.urlsafe_b64encode(json.dumps(content, ensure_ascii=False).encode()).decode()


def test_a_page_view_is_kept(site):
    event = kept(
        site,
        e="pv",
        eid="606adff6-9ccc-41f4-8807-db8fdb600df8",
        tna="tracker_1",
        p="web",
        tv="js-4.0.0",
        url="http://test.psybazaar.com/2-tarot-cards?utm_source=weibo&gclid=PERSON",
        page="Tarot cards",
        refr="https://www.zhihu.com/",
        duid="aeb1691c5a0ee5a6",
        uid="jon",
        sid="9c65e7f3-8e8e-470d-b243-910b5b300da0",
        ua=CHROME,
    )

    assert (event.type, event.title, event.path) == ("page", "Tarot cards", "/2-tarot-cards")
    assert event.message_id == "606adff6-9ccc-41f4-8807-db8fdb600df8"
    assert (event.anonymous_id, event.user_id) == ("aeb1691c5a0ee5a6", "jon")
    assert (event.utm_source, event.referrer) == ("weibo", "https://www.zhihu.com/")
    assert (event.library, event.device) == ("snowplow js-4.0.0", "desktop")
    assert json.loads(event.properties) == {
        "platform": "web",
        "session_id": "9c65e7f3-8e8e-470d-b243-910b5b300da0",
    }


def test_a_pixel_brings_one_event_and_gets_a_picture(site):
    reply = site.ask(
        "GET", "/i?" + urlencode({"e": "pv", "aid": KEY, "url": "https://茶.example/"})
    )
    [event] = site.events()

    assert (reply.status, reply.body, event.host) == (200, GIF, "茶.example")


def test_the_network_id_stands_in_for_the_cookies(site):
    assert kept(site, e="pv", tnuid="ecdff4d0").anonymous_id == "ecdff4d0"


class TestWhen:
    def test_a_clock_that_is_wrong_is_corrected(self, site):
        behind = NOON_MS - 3_600_000
        event = kept(site, e="pv", dtm=str(behind - 5_000), stm=str(behind))
        assert event.ts == (NOON_MS - 5_000) * 1000

    def test_a_true_time_is_true(self, site):
        event = kept(site, e="pv", dtm="1", stm="2", ttm=str(NOON_MS - 7_000))
        assert event.ts == (NOON_MS - 7_000) * 1000


def test_a_page_ping_says_how_far(site):
    event = kept(site, e="pp", pp_mix="0", pp_max="100", pp_miy="20", pp_may="900")

    assert (event.type, event.name) == ("track", "Page Ping")
    assert json.loads(event.properties) == {"min_x": 0, "max_x": 100, "min_y": 20, "max_y": 900}


def test_a_structured_event_has_its_action_for_a_name_and_its_value_is_no_money(site):
    event = kept(
        site, e="se", se_ca="Media", se_ac="play", se_la="cakes", se_pr="hd", se_va="13.99"
    )

    assert (event.name, event.value_minor) == ("play", None)
    assert json.loads(event.properties) == {
        "category": "Media",
        "action": "play",
        "label": "cakes",
        "property": "hd",
        "event_value": 13.99,
    }


def test_a_transaction_and_its_items_are_an_order_and_its_goods(site):
    order = {"e": "tr", "tr_id": "12345", "tr_tt": "9.99", "tr_tx": "1.98", "tr_cu": "GBP"}
    item = {"e": "ti", "ti_id": "12345", "ti_sk": "pbz0025", "ti_pr": "7.99", "ti_qu": "2"}
    sent(site, {"aid": KEY} | order, {"aid": KEY} | item)
    bought, goods = site.events()

    assert (bought.name, bought.order_id) == ("Order Completed", "12345")
    assert (bought.value_minor, bought.currency) == (999, "GBP")
    assert (goods.name, goods.order_id, goods.value_minor) == ("Order Item", "12345", None)
    assert json.loads(goods.properties)["quantity"] == 2


class TestSelfDescribing:
    link = described("link_click", {"targetUrl": "https://茶.example/"})

    @pytest.mark.parametrize(
        "given",
        [
            {"ue_px": packed(link)},
            {"ue_px": packed(link).rstrip("=")},
            {"ue_pr": json.dumps(link)},
        ],
    )
    def test_event_has_its_schemas_name(self, site, given):
        event = kept(site, e="ue", **given)
        assert (event.type, event.name) == ("track", "link_click")
        assert json.loads(event.properties) == {
            "targetUrl": "https://茶.example/",
            "schema": "iglu:com.acme/link_click/jsonschema/1-0-1",
        }

    def test_screen_is_a_screen(self, site):
        event = kept(site, e="ue", ue_px=packed(described("screen_view", {"name": "Basket"})))
        assert (event.type, event.name) == ("screen", "Basket")

    @pytest.mark.parametrize(
        ("kind", "entity", "name", "minor"),
        [
            ("transaction", {"revenue": 230}, "Order Completed", 23_000),
            ("refund", {"refund_amount": 30.5}, "Order Refunded", -3_050),
        ],
    )
    def test_commerce_is_an_order_or_its_refund(self, site, kind, entity, name, minor):
        vendor = "com.snowplowanalytics.snowplow.ecommerce"
        told = {
            "schema": f"iglu:{vendor}/{kind}/jsonschema/1-0-0",
            "data": {"transaction_id": "T_12345", "currency": "USD"} | entity,
        }
        action = described("snowplow_ecommerce_action", {"type": kind}, vendor)
        event = kept(site, e="ue", ue_px=packed(action), cx=packed({"data": [{}, 7, told]}))
        assert (event.name, event.order_id) == (name, "T_12345")
        assert (event.value_minor, event.currency) == (minor, "USD")


@pytest.mark.parametrize("name", ["cx", "co"])
def test_entities_are_kept(site, name):
    entities = [{"schema": "iglu:com.acme/user/jsonschema/1-0-0", "data": {"plan": "gold"}}]
    given = {"data": entities}
    event = kept(site, e="pv", **{name: packed(given) if name == "cx" else json.dumps(given)})

    assert json.loads(event.properties)["contexts"] == entities


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({}, "e"),
        ({"e": "xx"}, "e"),
        ({"e": "se"}, "se_ac"),
        ({"e": "ue"}, "ue_pr"),
        ({"e": "ue", "ue_px": "!"}, "ue_px"),
        ({"e": "ue", "ue_pr": "{}"}, "ue_pr.data.schema"),
        ({"e": "ue", "ue_pr": '{"data":{"schema":"x"}}'}, "ue_pr.data.schema"),
        ({"e": "pv", "co": "{"}, "co"),
        ({"e": "pv", "dtm": "now"}, "dtm"),
        ({"e": "pv", "eid": "x" * 600}, "eid"),
        ({"e": "pv", "aid": "key-shop"}, "aid"),
    ],
)
def test_a_fault_is_named(site, given, place):
    reply = sent(site, {"e": "pv", "aid": KEY}, given)

    assert (reply.status, reply.json["place"]) == (400, f"$.data[1].{place}")
    assert site.events() == []


def test_what_is_no_payload_and_an_unknown_app_are_refused(site):
    assert site.ask("POST", TP2, b'{"data": {}}').json["place"] == "$.data"
    assert sent(site, {"e": "pv", "aid": "theirs"}).status == 401
    assert sent(site, {"e": "pv"}).status == 401
    assert site.ask("GET", "/i").json["place"] == "e"


@pytest.mark.slow
@pytest.mark.parametrize("method", ["post", "get"])
@pytest.mark.parametrize("packing", [True, False])
def test_the_python_tracker_unmodified_delivers_every_kind_of_call(server, method, packing):
    from snowplow_tracker import (
        Emitter,
        PagePing,
        PageView,
        ScreenView,
        SelfDescribing,
        SelfDescribingJson,
        StructuredEvent,
        Subject,
        Tracker,
    )

    lost: list[object] = []
    place = urlsplit(server.host)
    emitter = Emitter(
        place.hostname,
        protocol="http",
        port=place.port,
        method=method,
        on_failure=lambda _, events: lost.extend(events),
    )
    subject = Subject().set_user_id("u1").set_domain_user_id("d1").set_useragent(CHROME)
    tracker = Tracker("t", emitter, subject=subject, app_id="key-shop", encode_base64=packing)
    plan = SelfDescribingJson("iglu:com.acme/plan/jsonschema/1-0-0", {"计划": "gold"})
    ids = [
        tracker.track(event)
        for event in (
            PageView("https://t.example/?utm_source=weibo", page_title="茶", context=[plan]),
            PagePing("https://t.example/", max_y=900),
            ScreenView(id_="1", name="Basket"),
            StructuredEvent("Media", "play", value=1.5),
            *[
                SelfDescribing(
                    SelfDescribingJson("iglu:com.acme/bought/jsonschema/1-0-0", {"number": number})
                )
                for number in range(100)
            ],
        )
    ]
    emitter.flush()

    events = events_waiting(server.spool_path)
    assert lost == []
    assert [event.message_id for event in events] == ids
    assert [event.name for event in events[1:5]] == ["Page Ping", "Basket", "play", "bought"]
    view = events[0]
    assert (view.type, view.title, view.utm_source) == ("page", "茶", "weibo")
    assert (view.anonymous_id, view.user_id, view.device) == ("d1", "u1", "desktop")
    assert json.loads(view.properties)["contexts"][0]["data"] == {"计划": "gold"}
    assert view.library == "snowplow py-1.1.0"
