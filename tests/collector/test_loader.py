"""From the spool into the lake: once, each brand in its own, nothing in the way."""

from __future__ import annotations

import asyncio

import msgspec
import pytest
from deltalake import DeltaTable

from drumbeat.collector.loader import load_once
from drumbeat.collector.spool import Spool
from drumbeat.warehouse.events import Event
from drumbeat.warehouse.lake import Lake

NOON = 1_795_435_200_000_000


def an_event(message_id: str, brand: str = "tea", **facts) -> bytes:
    event = Event(
        brand=brand,
        source="site",
        message_id=message_id,
        type="track",
        ts=facts.pop("ts", NOON),
        received=NOON,
        **facts,
    )
    return msgspec.msgpack.encode(event)


def ids_in(lake: Lake, brand: str = "tea") -> list[str]:
    table = DeltaTable(str(lake.root / brand / "events")).to_pyarrow_table()
    return sorted(table["message_id"].to_pylist())


@pytest.fixture
def spool(tmp_path):
    spool = Spool(tmp_path / "spool.db")
    yield spool
    spool.close()


@pytest.fixture
def lake(tmp_path) -> Lake:
    return Lake(tmp_path / "lake")


def put(spool: Spool, *records: bytes) -> None:
    asyncio.run(spool.append(records))


def test_events_reach_the_lake_of_their_brand(spool, lake):
    put(spool, an_event("1"), an_event("2", "coffee"), an_event("3"))

    report = load_once(spool, lake)

    assert (report.events, report.batches, report.set_aside) == (3, 2, 0)
    assert ids_in(lake) == ["1", "3"]
    assert ids_in(lake, "coffee") == ["2"]
    assert spool.status().depth == 0


def test_an_empty_spool_is_nothing_to_do(spool, lake):
    assert load_once(spool, lake).batches == 0


def test_a_backlog_drains_in_order_a_batch_at_a_time(spool, lake):
    put(spool, *(an_event(str(n)) for n in range(10)))

    assert [load_once(spool, lake, limit=4).events for _ in range(4)] == [4, 4, 2, 0]
    assert len(ids_in(lake)) == 10


def test_a_loader_that_lost_its_release_does_not_load_twice(spool, lake, monkeypatch):
    put(spool, an_event("1"))
    with monkeypatch.context() as patch:
        patch.setattr(Spool, "release", lambda *_: (_ for _ in ()).throw(OSError("gone")))
        with pytest.raises(OSError, match="gone"):
            load_once(spool, lake)
    put(spool, an_event("2"))

    load_once(spool, lake)
    load_once(spool, lake)

    assert ids_in(lake) == ["1", "2"]


def test_a_lake_that_fails_leaves_the_events_in_the_spool(spool, tmp_path):
    put(spool, an_event("1"))
    (tmp_path / "lake").write_text("a file where the folder should be")

    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the disk says
        load_once(spool, Lake(tmp_path / "lake"))

    assert spool.status().depth == 1


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (b"\xc1 not msgpack", "cannot be read"),
        (msgspec.msgpack.encode({"brand": "tea"}), "missing required field"),
        (an_event("2", value_minor=2**63), "does not fit"),
        (an_event("2", brand="../coffee"), "not a brand id"),
    ],
)
def test_a_corrupt_record_is_set_aside_with_its_reason_and_blocks_nothing(
    spool, lake, record, reason
):
    put(spool, an_event("1"), record, an_event("3"))

    report = load_once(spool, lake)

    assert ids_in(lake) == ["1", "3"]
    assert (report.events, report.set_aside) == (2, 1)
    [(seq, why)] = spool.quarantined()
    assert seq == 2
    assert reason in why
    assert spool.status().quarantined == 1


def test_a_batch_of_nothing_but_corrupt_records_is_done_with(spool, lake):
    put(spool, b"junk", b"junk")

    assert load_once(spool, lake).set_aside == 2
    assert spool.peek(10) is None
