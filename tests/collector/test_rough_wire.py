"""What comes over real wires: connections that dawdle or hang, pixels, beacons, packed bodies."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import time
from datetime import UTC, datetime, timedelta

import pytest
from deltalake import DeltaTable

from drumbeat.collector.dialects.pixel import GIF
from drumbeat.collector.loader import load_once
from drumbeat.collector.spool import Spool
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.lake import Lake
from tests.collector.asking import CHROME, basic, events_waiting
from tests.warehouse.logs import RULES

HALF_OPEN = 200


def connected(server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


def head(length: int, path: str = "/v1/track") -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: t\r\nAuthorization: {basic('key-site')}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


@pytest.mark.slow
def test_connections_that_hang_half_way_hold_nobody_up_and_leave_nothing(server):
    with contextlib.ExitStack() as open_ones:
        for number in range(HALF_OPEN):
            hanging = open_ones.enter_context(connected(server))
            begun = (b"", b"POST /v1/tr", head(1_000)[:-2], head(1_000) + b'{"event": "ha')[
                number % 4
            ]
            hanging.sendall(begun)
        began = time.monotonic()
        for number in range(20):
            body = json.dumps({"event": "Seen", "messageId": str(number)}).encode()
            answer, _ = server.ask("POST", "/v1/track", body, {"Authorization": basic("key-site")})
            assert answer.status == 200
        assert time.monotonic() - began < 10

    assert server.ask("GET", "/healthz")[0].status == 200
    assert len(events_waiting(server.spool_path)) == 20


@pytest.mark.slow
def test_a_body_that_comes_a_byte_at_a_time_is_kept(server):
    body = b'{"event": "Slow", "anonymousId": "a"}'
    with connected(server) as slow:
        slow.sendall(head(len(body)))
        for byte in body:
            slow.sendall(bytes([byte]))
            time.sleep(0.02)
        answer = slow.recv(4096)

    assert answer.startswith(b"HTTP/1.1 200")
    assert [event.name for event in events_waiting(server.spool_path)] == ["Slow"]


@pytest.mark.slow
def test_a_mails_picture_is_counted(server):
    mailed = {"User-Agent": CHROME, "Accept": "image/*"}
    for path in (
        "/matomo.php?idsite=key-shop&rec=1&e_c=mail&e_a=open&url=https%3A%2F%2Ft.example%2Fmail",
        "/i?aid=key-shop&e=se&se_ca=mail&se_ac=open&url=https%3A%2F%2Ft.example%2Fmail",
    ):
        answer, body = server.ask("GET", path, headers=mailed)
        assert (answer.status, answer.headers["Content-Type"], body) == (200, "image/gif", GIF)
        assert answer.headers["Cache-Control"] == "no-store"

    opened = events_waiting(server.spool_path)
    assert [(event.name, event.host) for event in opened] == [("open", "t.example")] * 2
    assert all(event.anonymous_id.startswith("daily-") for event in opened)


@pytest.mark.slow
def test_a_beacon_of_another_site_is_taken_as_text_and_packed(server):
    said = json.dumps({"event": "Left", "anonymousId": "a"}).encode()
    beacon = {"Content-Type": "text/plain;charset=UTF-8", "Origin": "https://shop.example"}
    path = "/v1/t?writeKey=key-shop"

    plain, _ = server.ask("POST", path, said, beacon)
    packed, _ = server.ask("POST", path, gzip.compress(said), beacon | {"Content-Encoding": "gzip"})

    for answer in (plain, packed):
        assert answer.status == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example"
        assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert [event.name for event in events_waiting(server.spool_path)] == ["Left", "Left"]


@pytest.mark.slow
@pytest.mark.parametrize("refusal", ["Sec-GPC", "DNT"])
def test_a_browser_that_refuses_is_counted_without_an_id(server, refusal):
    said = {"event": "Order Completed", "anonymousId": "a", "userId": "u", "properties": {"x": 1}}
    headers = {"Authorization": basic("key-shop"), "User-Agent": CHROME, refusal: "1"}

    assert server.ask("POST", "/v1/track", json.dumps(said).encode(), headers)[0].status == 200

    [event] = events_waiting(server.spool_path)
    assert (event.consent, event.anonymous_id, event.user_id) == ("denied", "", "")
    assert event.properties == "{}"


@pytest.mark.slow
def test_a_wrong_clock_is_corrected_by_the_sending_time(server):
    now = datetime.now(UTC)
    behind = now - timedelta(hours=5)
    said = {
        "sentAt": behind.isoformat(),
        "batch": [
            {"type": "page", "timestamp": (behind - timedelta(minutes=10)).isoformat()},
            {"type": "page", "timestamp": "1970-01-01T00:00:00Z"},
            {"type": "page", "timestamp": "2199-01-01T00:00:00Z"},
        ],
    }
    headers = {"Authorization": basic("key-shop")}
    assert server.ask("POST", "/v1/batch", json.dumps(said).encode(), headers)[0].status == 200

    skewed, *impossible = events_waiting(server.spool_path)
    assert abs(skewed.ts / 1e6 - (now - timedelta(minutes=10)).timestamp()) < 5
    assert all(abs(event.ts / 1e6 - now.timestamp()) < 5 for event in impossible)


@pytest.mark.slow
def test_the_first_touch_survives_login(server, tmp_path):
    """Found by an ad on one day's visit, known by name only when buying: one person, one touch."""
    headers = {"Authorization": basic("key-shop"), "User-Agent": CHROME}
    landing = {"page": {"url": "https://t.example/?utm_source=baidu&utm_medium=cpc&dbc=SPR1NG7"}}
    bought = {"order_id": "A1", "revenue": 99, "currency": "CNY"}
    for path, said in (
        ("/v1/page", {"anonymousId": "before", "context": landing}),
        ("/v1/identify", {"anonymousId": "before", "userId": "anna"}),
        ("/v1/track", {"userId": "anna", "event": "Order Completed", "properties": bought}),
    ):
        assert server.ask("POST", path, json.dumps(said).encode(), headers)[0].status == 200
        time.sleep(0.01)
    lake = Lake(tmp_path / "lake")
    spool = Spool(server.spool_path)
    assert load_once(spool, lake, lambda *_: "").events == 3
    spool.close()
    derive(lake.brand("tea"), settings=RULES)

    version = lake.brand("tea").manifest().tables["journeys"]
    table = DeltaTable(str(lake.brand("tea").root / "derived" / "journeys"), version=version)
    [step] = table.to_pyarrow_table().to_pylist()
    assert (step["code"], step["length"], step["value_minor"]) == ("SPR1NG7", 1, 9_900)


@pytest.mark.parametrize(
    ("path", "said", "place"),
    [
        ("/v1/track", {"Event": "Seen", "EVENT": "Seen"}, "$.event"),
        ("/v1/batch", {"Batch": []}, "$"),
        ("/batch/", {"api_key": "key-site", "batch": [{"Event": "Seen"}]}, "$.batch[0].event"),
        ("/mp/collect?api_secret=key-site", {"client_id": "c", "Events": []}, "$"),
        ("/matomo.php?IDSITE=key-site&REC=1", {}, "$"),
        ("/com.snowplowanalytics.snowplow/tp2", {"data": [{"AID": "key-site", "E": "pv"}]}, "$.data[0].e"),
        ("/api/event", {"Name": "pageview", "Url": "https://t.example"}, "$.name"),
    ],
)  # fmt: skip
def test_keys_in_another_case_are_other_keys_and_the_missing_one_is_named(site, path, said, place):
    reply = site.post(path, said)

    assert (reply.status, reply.json["place"]) == (400, place)


@pytest.mark.slow
def test_a_million_different_property_names_are_loaded_and_derived_like_any_others(site, tmp_path):
    for batch in range(50):
        names = ({f"p{batch}_{n}_{k}": k for k in range(1_000)} for n in range(20))
        said = [{"type": "track", "event": "Odd", "properties": one} for one in names]
        assert site.post("/v1/batch", {"batch": said}).status == 200

    lake = Lake(tmp_path / "lake")
    loaded = load_once(site.spool, lake, site.visitor)
    derive(lake.brand("tea"), settings=RULES)

    assert (loaded.events, loaded.set_aside) == (1_000, 0)
    rows = DeltaTable(str(lake.brand("tea").root / "events")).to_pyarrow_table(
        columns=["properties"]
    )
    assert (
        len({name for row in rows["properties"].to_pylist() for name in json.loads(row)}) == 10**6
    )
