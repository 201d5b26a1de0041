"""A broker comes and goes; what it acknowledged stays, and nobody waits for it for ever."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from drumbeat.collector.letters import Fault, Place
from drumbeat.collector.nats import NatsSpool
from drumbeat.collector.nats.address import read_address
from drumbeat.collector.nats.line import Unreachable
from drumbeat.collector.spool import Spool, SpoolFull
from drumbeat.collector.spools import open_spool
from drumbeat.warehouse.lake import Lake
from tests.collector.broker import PROGRAM, NatsServer
from tests.collector.spools import NatsSpools
from tests.collector.test_loader import an_event, ids_in, load_everything
from tests.collector.test_loader import put as put_letters
from tests.collector.test_spool import a_letter, bodies, put

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        PROGRAM is None,
        reason="nats-server is not installed (Debian: apt-get install nats-server)",
    ),
]


@pytest.fixture
def mortal(tmp_path):
    """A broker of this test alone, which may kill it."""
    broker = NatsServer(tmp_path / "nats")
    yield broker
    broker.stop()


@pytest.fixture
def spool(mortal):
    spool = NatsSpool(mortal.url())
    yield spool
    spool.close()


@pytest.fixture
def lake(tmp_path) -> Lake:
    return Lake(tmp_path / "lake")


def test_what_a_killed_broker_acknowledged_is_there_when_it_is_back(mortal, spool):
    put(spool, b"a", b"b")
    name = spool.name

    mortal.kill()
    mortal.start()

    assert bodies(spool) == [b"a", b"b"]
    assert spool.name == name


def test_numbers_go_on_when_an_empty_broker_is_killed(mortal, spool):
    put(spool, b"a", b"b")
    spool.release(2)

    mortal.kill()
    mortal.start()
    put(spool, b"c")

    assert [chunk.seq for chunk in spool.peek(10)] == [3]


def test_a_broker_that_is_away_refuses_in_time_and_leaves_nothing_to_be_stored_later(mortal, spool):
    put(spool, b"a")
    mortal.kill()

    began = time.monotonic()
    with pytest.raises(SpoolFull, match="no answer within"):
        put(spool, b"refused")
    assert time.monotonic() - began < 5

    status = spool.status()
    assert "nats-server at 127.0.0.1" in status.trouble
    mortal.start()
    put(spool, b"b")
    assert bodies(spool) == [b"a", b"b"]
    assert spool.status().trouble == ""


def test_requests_in_flight_when_the_broker_dies_are_answered_one_way_or_the_other(mortal, spool):
    async def send(number: int) -> bytes | None:
        body = b"%d" % number
        await asyncio.sleep(number / 2000)
        try:
            await spool.append(a_letter(body))
        except SpoolFull:
            return None
        return body

    async def many() -> list[bytes | None]:
        sending = asyncio.gather(*(send(number) for number in range(600)))
        await asyncio.sleep(0.1)
        await asyncio.to_thread(mortal.kill)
        await asyncio.to_thread(mortal.start)
        return await asyncio.wait_for(sending, 15)

    answers = asyncio.run(many())

    acknowledged = [body for body in answers if body is not None]
    found = bodies(spool, 10_000)
    assert len(acknowledged) > 100
    assert set(acknowledged) <= set(found)
    assert len(found) == len(set(found))


def test_a_node_starts_while_the_broker_is_away(tmp_path):
    broker = NatsServer(tmp_path / "nats")
    broker.kill()
    spool = NatsSpool(broker.url())

    spool.count_lost("AAAA")
    assert spool.status().trouble
    with pytest.raises(Unreachable):
        spool.peek(10)

    broker.start()
    put(spool, b"a")
    assert bodies(spool) == [b"a"]
    assert [(tally.code, tally.count) for tally in spool.lost_clicks()] == [("AAAA", 1)]
    spool.close()
    broker.stop()


def test_events_of_many_nodes_all_wait_in_one_line(mortal):
    nodes = [NatsSpool(mortal.url()) for _ in range(4)]

    def send(node: NatsSpool, name: str) -> None:
        put(node, *(f"{name}{number:03}".encode() for number in range(50)))

    with ThreadPoolExecutor() as pool:
        list(pool.map(send, nodes, "abcd"))

    found = bodies(nodes[0], 1000)
    assert len(found) == 200
    for name in "abcd":
        mine = [body for body in found if body.startswith(name.encode())]
        assert mine == sorted(mine)
    assert nodes[1].status().depth == 200
    for node in nodes:
        node.close()


def test_counts_of_many_nodes_at_once_are_not_lost(mortal):
    nodes = [NatsSpool(mortal.url()) for _ in range(4)]

    def count(node: NatsSpool) -> None:
        for number in range(200):
            node.count_unknown(f"C{number % 3}")
        node.unknown_codes()

    with ThreadPoolExecutor() as pool:
        list(pool.map(count, nodes))

    assert nodes[0].status().unknown_codes == 800
    for node in nodes:
        node.close()


def test_a_stream_that_was_deleted_comes_back_as_another_spool_and_loses_nothing(broker, lake):
    spools = NatsSpools(broker)
    intake, loading = spools.open(), spools.open()
    put_letters(intake, an_event("1"), an_event("2"))
    load_everything(loading, lake, 100)
    before = loading.name
    spools.lose()

    with pytest.raises(SpoolFull):
        put_letters(intake, an_event("3"))  # the client will send it again
    put_letters(intake, an_event("3"))  # has number 1, as the first one had

    load_everything(loading, lake, 100)
    assert loading.name != before
    assert ids_in(lake) == ["1", "2", "3"]
    spools.close()


def test_a_broker_that_takes_too_small_messages_says_what_to_set(tmp_path):
    broker = NatsServer(tmp_path / "nats", max_payload="1MB")
    spool = NatsSpool(broker.url())

    with pytest.raises(SpoolFull, match="set max_payload: 8MB"):
        put(spool, b"a")
    assert "max_payload" in spool.status().trouble
    spool.close()
    broker.stop()


def test_a_large_message_is_set_aside_as_far_as_it_fits(spool):
    spool.set_aside([Fault(Place(1, 0, 0), "site", "odd", bytes(9 << 20))])

    [kept] = spool.kept_aside()
    assert 7 << 20 < len(kept.body) < 8 << 20


def test_a_long_backlog_is_read_in_portions_and_in_order(spool):
    async def many():
        await asyncio.gather(*(spool.append(a_letter(b"%d" % n)) for n in range(20)))

    for _ in range(150):
        asyncio.run(many())

    assert spool.status().depth == 3000
    seen = 0
    while chunks := spool.peek(500):
        seen += sum(letter.count for chunk in chunks for letter in chunk.letters)
        spool.release(chunks[-1].seq)
    assert seen == 3000


@pytest.mark.parametrize(
    ("url", "servers", "stream", "replicas"),
    [
        ("nats://host:4222", ("nats://host:4222",), "drumbeat", 1),
        ("nats://u:p@a:1,u:p@b:2/tea?replicas=3", ("nats://u:p@a:1", "nats://u:p@b:2"), "tea", 3),
        ("tls://host", ("tls://host",), "drumbeat", 1),
    ],
)
def test_an_address_names_servers_stream_and_replicas(url, servers, stream, replicas):
    address = read_address(url)

    assert (address.servers, address.stream, address.replicas) == (servers, stream, replicas)
    assert "p@" not in address.shown


@pytest.mark.parametrize(
    "url", ["redis://host", "nats://", "nats://h/a.b", "nats://h?copies=3", "nats://h?replicas=no"]
)
def test_a_broken_address_is_refused(url):
    with pytest.raises(ValueError, match=r".+"):
        open_spool(url)


def test_one_setting_chooses_the_spool(mortal, tmp_path):
    stream, file = open_spool(mortal.url()), open_spool(tmp_path / "spool.db")

    assert isinstance(stream, NatsSpool)
    assert isinstance(file, Spool)
    stream.close()
    file.close()
