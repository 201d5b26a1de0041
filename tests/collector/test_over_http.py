"""Unmodified SDKs and raw HTTP against a real server process."""

from __future__ import annotations

import http.client
import json
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress

import msgspec
import pytest
from segment import analytics
from segment.analytics.client import Client

from drumbeat.collector.spool import Spool
from drumbeat.warehouse.lake import Lake
from tests.collector.asking import CHROME, basic, events_waiting
from tests.collector.conftest import ROOT, Server
from tests.collector.test_loader import an_event, ids_in, load, put

pytestmark = pytest.mark.slow


def test_the_segment_sdk_unmodified_delivers_every_kind_of_call(server):
    failures: list[Exception] = []
    client = Client("key-shop", host=server.host, on_error=lambda why, _: failures.append(why))
    client.identify("u1", {"plan": "gold"}, anonymous_id="a1")
    client.page("u1", "Shop", "Home", {"url": "https://tea.example/?dbc=SPR1NG7"})
    client.screen("u1", "App", "Start")
    client.group("u1", "g1")
    client.alias("a1", "u1")
    for number in range(500):
        client.track("u1", "Order Completed", {"order_id": number, "revenue": 9.9})
    client.shutdown()

    events = events_waiting(server.spool_path)
    assert failures == []
    assert [event.type for event in events[:5]] == ["identify", "page", "screen", "group", "alias"]
    orders = [event for event in events if event.name == "Order Completed"]
    assert len({event.order_id for event in orders}) == len(orders) == 500
    assert {(event.value_minor, event.currency) for event in orders} == {(990, "CNY")}
    assert events[0].library.startswith("analytics-python")
    assert not any(event.bot for event in events)


def test_the_segment_sdk_packed_delivers_too(server):
    client = Client("key-shop", host=server.host, gzip=True, sync_mode=True)
    client.track("u1", "Seen")

    assert [event.name for event in events_waiting(server.spool_path)] == ["Seen"]


def test_the_segment_sdk_understands_a_refusal(server):
    client = Client("no-such-key", host=server.host, sync_mode=True)

    with pytest.raises(analytics.request.APIError, match="This write key is not known"):
        client.track("u1", "Seen")


def test_a_link_a_preflight_and_the_script_work_over_the_wire(server):
    answer, _ = server.ask("GET", "/g/spr1ng7", headers={"User-Agent": CHROME})
    assert answer.status == 302
    assert "dbt=" in answer.headers["Location"]

    answer, body = server.ask("HEAD", "/g/spr1ng7")
    assert (answer.status, body) == (302, b"")

    answer, _ = server.ask("OPTIONS", "/v1/t", headers={"Origin": "https://tea.example"})
    assert answer.status == 204

    answer, _ = server.ask("GET", "/drumbeat.js")
    assert answer.status == 200
    tag = answer.headers["ETag"]
    answer, body = server.ask("GET", "/drumbeat.js", headers={"If-None-Match": tag})
    assert (answer.status, body) == (304, b"")


def test_a_body_sent_in_pieces_without_a_length_is_read_up_to_the_limit(server):
    headers = {"Authorization": basic("key-site"), "Content-Type": "application/json"}

    def pieces(size: int):
        yield b'{"event": "e", "properties": {"p": "'
        for _ in range(size):
            yield b"x" * 1000
        yield b'"}}'

    def post(size: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        with closing(connection):
            # Refused before we were done sending: the answer is waiting all the same.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.request("POST", "/v1/track", pieces(size), headers, encode_chunked=True)
            return connection.getresponse().status

    assert post(10) == 200
    assert post(40) == 413


def test_a_client_that_leaves_in_the_middle_leaves_nothing_behind(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.putrequest("POST", "/v1/track")
    connection.putheader("Authorization", basic("key-site"))
    connection.putheader("Content-Length", "1000")
    connection.endheaders(b'{"event": "half')
    connection.close()

    assert server.ask("GET", "/healthz")[0].status == 200
    assert events_waiting(server.spool_path) == []


def test_nothing_acknowledged_is_lost_when_the_intake_is_killed(server):
    acknowledged: list[str] = []
    headers = {"Authorization": basic("key-site")}
    enough = threading.Event()

    def send(sender: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        for number in range(100_000):
            name = f"{sender}-{number}"
            batch = [{"type": "page", "messageId": f"{name}-{n}"} for n in range(5)]
            try:
                connection.request("POST", "/v1/batch", json.dumps({"batch": batch}), headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return
            if answer.status == 200:
                acknowledged.extend(message["messageId"] for message in batch)
            if len(acknowledged) > 500:
                enough.set()

    senders = [threading.Thread(target=send, args=[n]) for n in range(8)]
    for sender in senders:
        sender.start()
    assert enough.wait(30)
    server.kill()
    for sender in senders:
        sender.join()

    kept = [event.message_id for event in events_waiting(server.spool_path)]
    assert len(acknowledged) > 500
    assert set(acknowledged) <= set(kept)
    assert len(kept) == len(set(kept))
    server.start()
    assert json.loads(server.ask("GET", "/healthz")[1])["depth"] == len(kept)


def test_two_intake_processes_and_a_loader_at_work_at_once_lose_and_double_nothing(tmp_path):
    server = Server(tmp_path, workers=2)
    spool, lake = Spool(server.spool_path), Lake(tmp_path / "lake")
    clients = [Client("key-shop", host=server.host, upload_size=50) for _ in range(4)]
    loaded = 0
    for number in range(2_000):
        clients[number % 4].track("u1", "Seen", message_id=str(number))
        if number % 200 == 199:
            loaded += load(spool, lake, 300).events
    for client in clients:
        client.shutdown()
    while (report := load(spool, lake, 300)).chunks:
        loaded += report.events
    server.stop()

    assert loaded == 2_000
    assert ids_in(lake) == sorted(map(str, range(2_000)))
    spool.close()


LOADER_KILLED_BEFORE_RELEASE = """
import os, signal, sys
from pathlib import Path
from drumbeat.collector.loader import load_once
from drumbeat.collector.spool import Spool
from drumbeat.warehouse.lake import Lake

class DyingSpool(Spool):
    def release(self, up_to_seq):
        os.kill(os.getpid(), signal.SIGKILL)

load_once(DyingSpool(sys.argv[1]), Lake(Path(sys.argv[2])), lambda *_: "")
"""


def test_nothing_counts_twice_when_the_loader_is_killed_between_commit_and_release(tmp_path):
    spool = Spool(tmp_path / "spool.db")
    lake = Lake(tmp_path / "lake")
    junk = msgspec.structs.replace(an_event("0"), body=b"junk")
    put(spool, an_event("1"), an_event("2", "coffee"), junk)

    for arrival in ("3", "4"):
        died = subprocess.run(
            [sys.executable, "-c", LOADER_KILLED_BEFORE_RELEASE, str(spool.path), str(lake.root)],
            cwd=ROOT,
            env=dict(os.environ),
            check=False,
        )
        assert died.returncode == -9
        put(spool, an_event(arrival))

    while load(spool, lake).chunks:
        pass

    assert ids_in(lake) == ["1", "3", "4"]
    assert ids_in(lake, "coffee") == ["2"]
    assert len(spool.kept_aside()) == 1
    with closing(sqlite3.connect(spool.path)) as db:
        assert db.execute("SELECT count(*) FROM chunk").fetchone() == (0,)
    spool.close()
