"""No room is a clear 503 and a red light, never a silent loss; what waited drains in order."""

from __future__ import annotations

import json
import os
import resource
from contextlib import closing

import pytest

from drumbeat.collector.loader import load_once
from drumbeat.collector.spool import Spool
from drumbeat.config.commands import doctor
from drumbeat.warehouse.lake import Lake
from tests.collector.asking import basic
from tests.collector.conftest import Server
from tests.collector.test_loader import ids_in, nobody
from tests.collector.test_spool import put

pytestmark = pytest.mark.slow

SMALL = 400_000  # bytes


def send(server: Server, number: int) -> int:
    """One event that does not compress; 200 when it is kept, else what came with Retry-After."""
    noise = os.urandom(6_000).hex()
    body = {"event": "Tea Seen", "anonymousId": "a", "messageId": f"{number:05}", "properties": {}}
    body["properties"]["noise"] = noise
    headers = {"authorization": basic("key-site"), "content-type": "application/json"}
    answer, said = server.ask("POST", "/v1/track", json.dumps(body).encode(), headers)
    if answer.status != 200:
        assert answer.getheader("retry-after") == "5"
        assert b"try_later" in said
    return answer.status


def fill(server: Server) -> int:
    """Send until refused; the number of events kept."""
    for number in range(1_000):
        if send(server, number) == 503:
            return number
    raise AssertionError("it was never full")


def drained(spool: Spool, lake: Lake) -> list[list[str]]:
    """The ids of each portion as it comes out, a few events at a time."""
    portions = []
    while True:
        waiting = [letter for chunk in spool.peek(5) for letter in chunk.letters]
        if not load_once(spool, lake, nobody, 5).chunks:
            return portions
        portions.append([json.loads(letter.body)["messageId"] for letter in waiting])


@pytest.mark.slow
def test_a_spool_at_its_limit_refuses_until_the_loader_has_made_room(tmp_path):
    server, lake = Server(tmp_path, SPOOL_BYTES=str(SMALL)), Lake(tmp_path / "lake")
    kept = fill(server)
    assert kept > 10
    assert server.ask("GET", "/healthz")[0].status == 503

    with closing(Spool(server.spool_path, max_bytes=SMALL)) as spool:
        portions = drained(spool, lake)

    assert [one for portion in portions for one in portion] == [f"{n:05}" for n in range(kept)]
    assert ids_in(lake) == [f"{n:05}" for n in range(kept)]
    assert send(server, kept) == 200
    assert server.ask("GET", "/healthz")[0].status == 200
    server.stop()


@pytest.mark.slow
def test_a_disk_that_takes_no_more_is_refused_and_taken_up_again(tmp_path):
    server, lake = Server(tmp_path), Lake(tmp_path / "lake")
    assert send(server, 0) == 200
    _largest_file(server, SMALL)

    kept = fill(server)

    assert kept > 10
    _largest_file(server, resource.RLIM_INFINITY)
    assert send(server, kept) == 200
    with closing(Spool(server.spool_path)) as spool:
        drained(spool, lake)
    assert ids_in(lake) == [f"{n:05}" for n in range(kept + 1)]
    server.stop()


def _largest_file(server: Server, size: int) -> None:
    """The kernel refuses the server's processes to let a file grow beyond this."""
    leader = server._process.pid
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        try:
            if os.getpgid(pid) == leader:
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        except ProcessLookupError:
            continue


def test_doctor_shows_a_red_light_for_a_full_spool_and_green_when_there_is_room(
    spools, monkeypatch
):
    monkeypatch.setattr(doctor, "the_spool", lambda: spools.open(max_bytes=SMALL))
    spool = spools.open(max_bytes=SMALL)
    assert doctor.spool().colour == doctor.GREEN

    while spool.status().bytes < SMALL * 0.98:
        put(spool, os.urandom(4_000))

    assert doctor.spool().colour == doctor.RED
    assert "the spool is full" in doctor.spool().words
    spool.release(spool.peek(10_000)[-1].seq)
    assert doctor.spool().colour == doctor.GREEN


def test_doctor_says_when_the_spool_cannot_be_opened(settings, tmp_path):
    settings.SPOOL_URL = ""
    settings.SPOOL_PATH = tmp_path / "no such folder" / "spool.sqlite3"
    assert doctor.spool().colour == doctor.RED

    settings.SPOOL_URL = "nats://127.0.0.1:1"
    assert "nats-server at 127.0.0.1:1" in doctor.spool().words
    assert doctor.spool().colour == doctor.RED

    settings.SPOOL_URL = "carrier-pigeon://roof"
    assert doctor.spool().colour == doctor.RED
