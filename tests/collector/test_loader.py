"""From the spool into the lake: once, each brand in its own, nothing in the way."""

from __future__ import annotations

import asyncio
import contextlib
import itertools

import msgspec
import pytest
from deltalake import DeltaTable

from drumbeat.collector import repeats
from drumbeat.collector.letters import Letter, of_events
from drumbeat.collector.loader import load_once
from drumbeat.collector.spool import EventSpool
from drumbeat.warehouse.events import Event
from drumbeat.warehouse.lake import Lake

pytestmark = pytest.mark.lake

NOON = 1_795_435_200_000_000


def an_event(message_id: str, brand: str = "tea", **facts) -> Letter:
    event = Event(
        brand=brand,
        source="site",
        message_id=message_id,
        type="track",
        ts=facts.pop("ts", NOON),
        received=NOON,
        **facts,
    )
    return of_events([event], NOON)


EVENT = Event(brand="tea", source="site", message_id="1", type="track", ts=NOON, received=NOON)


def nobody(*_):
    return ""


def load(spool: EventSpool, lake: Lake, limit: int = 50_000):
    return load_once(spool, lake, nobody, limit)


def ids_in(lake: Lake, brand: str = "tea") -> list[str]:
    table = DeltaTable(str(lake.root / brand / "events")).to_pyarrow_table()
    return sorted(table["message_id"].to_pylist())


@pytest.fixture
def lake(tmp_path) -> Lake:
    return Lake(tmp_path / "lake")


def put(spool: EventSpool, *letters: Letter) -> None:
    """Each letter in a chunk of its own."""
    for letter in letters:
        asyncio.run(spool.append(letter))


def test_events_reach_the_lake_of_their_brand(spool, lake):
    put(spool, an_event("1"), an_event("2", "coffee"), an_event("3"))

    report = load(spool, lake)

    assert (report.events, report.batches, report.set_aside) == (3, 2, 0)
    assert ids_in(lake) == ["1", "3"]
    assert ids_in(lake, "coffee") == ["2"]
    assert spool.status().depth == 0


def test_an_empty_spool_is_nothing_to_do(spool, lake):
    assert load(spool, lake).batches == 0


def test_a_backlog_drains_in_order_a_batch_at_a_time(spool, lake):
    put(spool, *(an_event(str(n)) for n in range(10)))

    assert [load(spool, lake, 4).events for _ in range(4)] == [4, 4, 2, 0]
    assert len(ids_in(lake)) == 10


def test_a_loader_that_lost_its_release_does_not_load_twice(spool, lake, monkeypatch):
    put(spool, an_event("1"))
    with monkeypatch.context() as patch:
        patch.setattr(type(spool), "release", lambda *_: (_ for _ in ()).throw(OSError("gone")))
        with pytest.raises(OSError, match="gone"):
            load(spool, lake)
    put(spool, an_event("2"))

    load(spool, lake)
    load(spool, lake)

    assert ids_in(lake) == ["1", "2"]


def test_a_message_that_is_sent_again_counts_once(spool, lake):
    put(spool, an_event("1"), an_event("2"), an_event("1"))
    first = load(spool, lake)
    put(spool, an_event("2"), an_event("3"), an_event("1", "coffee"))
    second = load(spool, lake)

    assert ids_in(lake) == ["1", "2", "3"]
    assert ids_in(lake, "coffee") == ["1"]
    assert (first.events, first.repeats, second.events, second.repeats) == (2, 1, 2, 1)
    assert spool.status().depth == 0


def test_a_message_that_is_sent_again_counts_once_for_another_loader_too(spool, lake):
    put(spool, an_event("1"))
    load(spool, lake)
    repeats._known.clear()  # as in a process that has just started
    put(spool, an_event("1"), an_event("2"))

    load(spool, lake)

    assert ids_in(lake) == ["1", "2"]


def test_files_that_are_merged_meanwhile_are_not_read_for_their_ids(spool, lake, monkeypatch):
    for message in ("1", "2"):
        put(spool, an_event(message))
        load(spool, lake)
    DeltaTable(str(lake.brand("tea").root / "events")).optimize.compact()
    monkeypatch.setattr(repeats, "_ids_in", lambda file: pytest.fail(f"{file} is read"))
    put(spool, an_event("1"), an_event("3"))

    load(spool, lake)

    assert ids_in(lake) == ["1", "2", "3"]


def test_a_message_id_comes_again_after_more_than_a_week(spool, lake):
    put(spool, an_event("1"))
    load(spool, lake)
    repeats._known.clear()
    later = NOON + 9 * 86_400_000_000
    put(spool, of_events([msgspec.structs.replace(EVENT, ts=later, received=later)], later))

    load(spool, lake)

    assert ids_in(lake) == ["1", "1"]


def test_a_lake_that_fails_leaves_the_events_in_the_spool(spool, tmp_path):
    put(spool, an_event("1"))
    (tmp_path / "lake").write_text("a file where the folder should be")

    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the disk says
        load(spool, Lake(tmp_path / "lake"))

    assert spool.status().depth == 1


A_LETTER = an_event("2")


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        (msgspec.structs.replace(A_LETTER, body=b"\xc1 not msgpack"), "cannot be read"),
        (
            msgspec.structs.replace(A_LETTER, body=msgspec.msgpack.encode([{"brand": "tea"}])),
            "missing required field",
        ),
        (msgspec.structs.replace(A_LETTER, dialect="klingon"), "cannot be read"),
        (
            msgspec.structs.replace(A_LETTER, dialect="segment", kind="track", body=b"{"),
            "cannot be read",
        ),
        (an_event("2", value_minor=2**63), "does not fit"),
        (an_event("2", brand="../coffee"), "not a brand id"),
    ],
)
def test_what_cannot_be_kept_is_set_aside_with_its_reason_and_blocks_nothing(
    spool, lake, letter, reason
):
    put(spool, an_event("1"), letter, an_event("3"))

    report = load(spool, lake)

    assert ids_in(lake) == ["1", "3"]
    assert (report.events, report.set_aside) == (2, 1)
    [kept] = spool.kept_aside()
    assert reason in kept.reason
    assert kept.source == "site"
    assert spool.status().quarantined == 1


def test_a_chunk_that_the_disk_spoiled_is_set_aside(spool, spools, lake):
    put(spool, an_event("1"), an_event("2"))
    spools.spoil(1)

    assert load(spool, lake).set_aside == 1
    assert ids_in(lake) == ["2"]
    assert "cannot be read" in spool.kept_aside()[0].reason


def test_a_spool_of_nothing_but_corrupt_letters_is_done_with(spool, lake):
    junk = msgspec.structs.replace(A_LETTER, body=b"junk")
    put(spool, junk, junk)

    assert load(spool, lake).set_aside == 2
    assert spool.peek(10) == []


def load_everything(spool: EventSpool, lake: Lake, limit: int) -> None:
    while load(spool, lake, limit).chunks:
        pass


class Killed(BaseException):
    """The process ends here, as by kill -9: nothing after this line runs."""


def dying_at(step: int, spool: EventSpool, monkeypatch) -> None:
    """The loader's process dies before its `step`-th write, wherever that is."""
    writes = itertools.count()
    for owner, name in [
        (type(spool), "set_aside"),
        (type(spool), "release"),
        (type(Lake("x").brand("x")), "append"),
    ]:
        real = getattr(owner, name)

        def write(*given, real=real):
            if next(writes) == step:
                raise Killed
            return real(*given)

        monkeypatch.setattr(owner, name, write)


@pytest.mark.parametrize("limits", [*itertools.product([1, 3, 100], repeat=2)])
@pytest.mark.parametrize("step", range(4))
def test_killed_before_any_write_the_next_load_leaves_the_same_lake(
    spool, lake, monkeypatch, step, limits
):
    put(spool, an_event("1"), an_event("2", "coffee"), an_event("bad", value_minor=2**63))
    put(spool, an_event("3"), an_event("4", "coffee"))
    with monkeypatch.context() as patch:
        dying_at(step, spool, patch)
        with contextlib.suppress(Killed):  # with few writes there may be no such step
            load_everything(spool, lake, limits[0])
    put(spool, an_event("5"))

    load_everything(spool, lake, limits[1])

    assert ids_in(lake) == ["1", "3", "5"]
    assert ids_in(lake, "coffee") == ["2", "4"]
    assert len(spool.kept_aside()) == 1
    assert spool.status().depth == 0
