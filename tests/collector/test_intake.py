"""What an SDK sends is acknowledged when it is kept, and refused with the place named."""

from __future__ import annotations

import gzip
import json
import os

import pytest

from tests.collector.asking import CHROME, Site, basic

TRACK = {"event": "Order Completed", "userId": "u1", "messageId": "m1"}


def a_batch(*messages: dict) -> dict:
    return {"batch": list(messages)}


def test_an_acknowledged_event_is_in_the_spool(site):
    reply = site.post("/v1/track", TRACK)

    assert (reply.status, reply.json) == (200, {"success": True})
    [event] = site.events()
    assert (event.brand, event.source, event.type) == ("tea", "site", "track")
    assert (event.name, event.user_id, event.message_id) == ("Order Completed", "u1", "m1")


@pytest.mark.parametrize(
    ("path", "kind", "message"),
    [
        ("/v1/track", "track", {"event": "e"}),
        ("/v1/t", "track", {"event": "e"}),
        ("/v1/page", "page", {"name": "Home"}),
        ("/v1/p", "page", {}),
        ("/v1/screen", "screen", {}),
        ("/v1/identify", "identify", {"userId": "u"}),
        ("/v1/i", "identify", {"userId": "u"}),
        ("/v1/group", "group", {"userId": "u", "groupId": "g"}),
        ("/v1/alias", "alias", {"userId": "u", "previousId": "a"}),
        ("/v1/batch", "track", a_batch({"type": "track", "event": "e"})),
        ("/v1/b", "page", a_batch({"type": "page"})),
        ("/v1/import", "page", a_batch({"type": "page"})),
    ],
)
def test_every_endpoint_of_the_protocol_takes_its_message(site, path, kind, message):
    assert site.post(path, message).status == 200
    assert [event.type for event in site.events()] == [kind]


def test_the_key_may_come_by_basic_auth_in_the_body_or_in_the_query(site):
    assert site.post("/v1/track", TRACK).status == 200
    assert site.post("/v1/track", {**TRACK, "writeKey": "key-shop"}, key=None).status == 200
    assert site.post("/v1/batch?writeKey=key-rival", a_batch(), key=None).status == 200
    assert site.post("/v1/track?writeKey=key-rival", TRACK, key=None).status == 200

    assert [event.source for event in site.events()] == ["site", "shop", "rival"]


@pytest.mark.parametrize("authorization", [basic("nobody"), "Basic !!!", "", basic("")])
def test_a_wrong_key_is_refused(site, authorization):
    headers = {"authorization": authorization} if authorization else {}
    reply = site.ask("POST", "/v1/track", json.dumps(TRACK).encode(), **headers)

    assert reply.status == 401
    assert reply.json["code"] == "invalid_write_key"
    assert site.events() == []


def test_a_beacon_may_send_its_json_as_plain_text(site):
    body = {**TRACK, "writeKey": "key-site"}
    reply = site.post("/v1/t", body, key=None, content_type="text/plain;charset=UTF-8")

    assert reply.status == 200


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        ("/v1/track", b'{"event": "x",\n "userId": }', "line 2, column 12"),
        ("/v1/track", b'{"event": "x"', "line 1, column 14"),
        ("/v1/track", b"", "line 1, column 1"),
        ("/v1/track", b'{"event": "\xff"}', "line 1, column 12"),
        ("/v1/track", b"[" * 20_000, "$"),
        ("/v1/track", b"[]", "$"),
        ("/v1/track", b'{"event": 7}', "$.event"),
        ("/v1/track", b'{"event": "x", "properties": {"p": NaN}}', "line 1, column 36"),
        ("/v1/track", b'{"userId": "u"}', "$.event"),
        ("/v1/alias", b'{"userId": "u"}', "$.previousId"),
        ("/v1/group", b'{"userId": "u"}', "$.groupId"),
        ("/v1/track", b'{"event": "x", "timestamp": "yesterday"}', "$.timestamp"),
        ("/v1/track", b'{"event": "x", "context": {"page": []}}', "$.context.page"),
        ("/v1/batch", b"{}", "$"),
        ("/v1/batch", b'{"batch": {}}', "$.batch"),
    ],
)
def test_a_malformed_body_is_refused_naming_the_place(site, path, body, place):
    reply = site.post(path, body)

    assert reply.status == 400
    assert reply.json["place"] == place
    assert reply.json["message"]
    assert site.events() == []


@pytest.mark.parametrize(
    ("bad", "place"),
    [
        ({"type": "track"}, "$.batch[3].event"),
        ({"type": "purchase"}, "$.batch[3].type"),
        ({}, "$.batch[3].type"),
        ({"type": "page", "timestamp": "23/11/2026"}, "$.batch[3].timestamp"),
        ({"type": "page", "userId": ["u"]}, "$.batch[3].userId"),
    ],
)
def test_one_bad_event_refuses_its_batch_naming_it_and_keeps_none(site, bad, place):
    good = {"type": "page"}
    reply = site.post("/v1/batch", a_batch(good, good, good, bad, good))

    assert (reply.status, reply.json["place"]) == (400, place)
    assert site.events() == []


def test_a_message_over_32_kilobytes_is_too_large(site):
    assert site.post("/v1/track", {**TRACK, "properties": {"p": "x" * 33_000}}).status == 413


def test_a_large_message_inside_a_batch_is_named(site):
    big = {"type": "page", "properties": {"p": "x" * 33_000}}
    reply = site.post("/v1/batch", a_batch({"type": "page"}, big))

    assert (reply.status, reply.json["place"]) == (413, "$.batch[1]")
    assert site.events() == []


def test_a_batch_over_500_kilobytes_is_too_large(site):
    small = {"type": "page", "properties": {"p": "x" * 20_000}}

    assert site.post("/v1/batch", a_batch(*[small] * 24)).status == 200
    assert site.post("/v1/batch", a_batch(*[small] * 26)).status == 413
    assert len(site.events()) == 24


def test_a_packed_body_is_unpacked(site):
    packed = gzip.compress(json.dumps(a_batch({"type": "page"})).encode())

    assert site.post("/v1/batch", packed, content_encoding="gzip").status == 200
    assert len(site.events()) == 1


@pytest.mark.parametrize(
    ("packed", "status"),
    [
        (gzip.compress(b" " * 50_000_000, mtime=0), 413),
        (gzip.compress(b"{}", mtime=0)[:-9], 400),
        (b"not gzip", 400),
    ],
)
def test_a_packed_body_that_swells_or_breaks_is_refused(site, packed, status):
    assert site.post("/v1/batch", packed, content_encoding="gzip").status == status


def test_an_unknown_packing_is_refused(site):
    assert site.post("/v1/batch", b"{}", content_encoding="br").status == 415


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_post_sends_events(site, method):
    reply = site.ask(method, "/v1/track")

    assert (reply.status, reply.headers["allow"]) == (405, "POST, OPTIONS")


def test_a_browser_may_ask_first_and_may_read_the_answer(site):
    preflight = site.ask("OPTIONS", "/v1/t", origin="https://tea.example")

    assert preflight.status == 204
    assert "Authorization" in preflight.headers["access-control-allow-headers"]
    replies = [
        preflight,
        site.post("/v1/track", TRACK, origin="https://tea.example"),
        site.post("/v1/track", TRACK, key="no", origin="https://tea.example"),
    ]
    for reply in replies:
        # Some trackers send credentials, and then a browser takes no * for an answer.
        assert reply.headers["access-control-allow-origin"] == "https://tea.example"
        assert reply.headers["access-control-allow-credentials"] == "true"
        assert reply.headers["vary"] == "Origin"
    assert site.post("/v1/track", TRACK).headers["access-control-allow-origin"] == "*"


def test_a_full_spool_asks_to_come_back(tmp_path):
    site = Site(tmp_path, max_bytes=60_000)
    fillers = [{"type": "page", "properties": {"p": os.urandom(10_000).hex()}} for _ in range(10)]
    reply = site.post("/v1/batch", a_batch(*fillers))

    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    assert site.events() == []
    assert site.ask("GET", "/healthz").status == 503
    site.spool.close()


@pytest.mark.parametrize(
    ("path", "body", "key", "source", "why"),
    [
        ("/v1/track", {"properties": {}}, "key-site", "site", "A track needs `event` (at $.event)"),
        ("/v1/track", {"writeKey": "key-shop"}, "", "shop", "A track needs `event` (at $.event)"),
        (
            "/v1/batch",
            {"writeKey": "key-shop", "batch": [{"type": "page"}] * 3 + [{"type": "no"}]},
            "",
            "shop",
            "Expected one of track, page, screen, identify, group, alias (at $.batch[…].type)",
        ),
        ("/v1/t?writeKey=key-shop", b"{", "", "shop", "Input data was truncated (at line …, column …)"),
        ("/batch/", {"api_key": "key-shop", "event": 7}, "", "shop", "Expected `str | null`, got `int` (at $.event)"),
        ("/mp/collect?api_secret=key-shop", {"events": []}, "", "shop", "Expected `client_id` or `app_instance_id` (at $.client_id)"),
        ("/matomo.php", b"idsite=key-shop", "", "shop", "Expected rec=1 (at rec)"),
        ("/matomo.php", {"requests": ["?idsite=key-shop"]}, "", "shop", "Expected rec=1 (at $.requests[…].rec)"),
        ("/com.snowplowanalytics.snowplow/tp2", {"data": [{"aid": "key-shop"}]}, "", "shop", "Expected one of pv, pp, se, ue, tr, ti (at $.data[…].e)"),
        ("/api/event", {"domain": "key-shop"}, "", "shop", "Expected the event's name (at $.name)"),
        ("/v1/track", {"event": "e"}, "nobodys", "", "This write key is not known"),
        ("/v1/track", {"event": "e" * 40_000}, "key-site", "site", "The body is larger than 32768 bytes"),
    ],
)  # fmt: skip
def test_a_refusal_is_counted_for_its_source_with_the_reason(site, path, body, key, source, why):
    assert site.post(path, body, key=key).status in (400, 401, 413)

    assert [one[:3] for one in site.spool.refusals()] == [(source, why, 1)]


def test_health_tells_how_much_waits_and_how_long(site):
    assert site.ask("GET", "/healthz").json["oldest_age_seconds"] is None
    site.post("/v1/track", TRACK)

    health = site.ask("GET", "/healthz").json
    assert (health["ok"], health["depth"]) == (True, 1)
    assert health["oldest_age_seconds"] >= 0


def test_the_collector_knows_its_own_paths(site):
    handles = site.app.handles

    assert all(map(handles, ["/v1/track", "/v1/b", "/g/SPR1NG7", "/drumbeat.js", "/healthz"]))
    assert not any(map(handles, ["/", "/v1/", "/goals/", "/g", "/v1/track/more"]))
    assert site.ask("GET", "/elsewhere").status == 404


def test_neither_bodies_nor_keys_nor_addresses_are_logged(site, caplog, capsys):
    with caplog.at_level("DEBUG"):
        site.post("/v1/track", TRACK, user_agent=CHROME)
        site.post("/v1/track", b'{"secret-word"', key="key-site")
        site.ask("GET", "/g/nothing", user_agent=CHROME)

    written = caplog.text + "".join(capsys.readouterr())
    assert not any(word in written for word in ("key-site", "203.0.113", "secret-word", "u1"))
