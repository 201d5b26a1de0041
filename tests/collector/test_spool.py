"""The spool keeps what it acknowledged, and refuses in time."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from contextlib import closing

import msgspec
import pytest

from drumbeat.collector.letters import EVENTS, Fault, Letter, Place
from drumbeat.collector.spool import EventSpool, Spool, SpoolFull
from drumbeat.warehouse.events import Event


def a_letter(body: bytes, count: int = 1) -> Letter:
    return Letter(EVENTS, "", "tea", "site", "CNY", 7, count, "", "", False, {}, "", body)


def put(spool: EventSpool, *bodies: bytes) -> None:
    """Each in a chunk of its own."""
    for body in bodies:
        asyncio.run(spool.append(a_letter(body)))


def bodies(spool: EventSpool, limit: int = 100) -> list[bytes]:
    return [letter.body for chunk in spool.peek(limit) for letter in chunk.letters]


def test_what_was_acknowledged_is_there_for_another_process(spool, spools):
    put(spool, b"a", b"b")

    assert bodies(spools.open()) == [b"a", b"b"]


def test_letters_come_out_as_they_went_in_and_in_that_order(spool):
    letters = [a_letter(b"%d" % number, count=number) for number in range(1, 6)]
    for letter in letters:
        asyncio.run(spool.append(letter))

    assert [letter for chunk in spool.peek(100) for letter in chunk.letters] == letters
    assert bodies(spool, limit=3) == [b"1", b"2"]


def test_a_look_takes_nothing_away(spool):
    put(spool, b"a")

    assert bodies(spool) == bodies(spool) == [b"a"]


def test_what_is_released_is_gone_and_what_came_later_stays(spool):
    put(spool, b"a", b"b")
    seen = spool.peek(10)
    put(spool, b"c")

    spool.release(seen[-1].seq)

    assert bodies(spool) == [b"c"]


def test_sequence_numbers_are_not_used_again_after_the_spool_ran_empty(spool, spools):
    put(spool, b"a")
    spool.release(spool.peek(10)[-1].seq)
    spool.close()
    again = spools.open()
    put(again, b"b")

    assert again.peek(10)[0].seq == 2


def test_a_spool_keeps_its_name_and_a_new_one_has_another(spools):
    old, new = spools.open("old"), spools.open("new")

    assert old.name != new.name
    old.close()
    assert spools.open("old").name == old.name


def test_requests_that_wait_together_are_written_together_and_all_kept(spool):
    async def many():
        await asyncio.gather(*(spool.append(a_letter(b"%d" % n, count=2)) for n in range(500)))

    asyncio.run(many())

    assert spool.status().depth == 1000
    assert sorted(bodies(spool, 2000), key=int) == [b"%d" % n for n in range(500)]
    assert len(spool.peek(2000)) < 100


def test_one_write_is_never_larger_than_a_loader_can_open_at_once(spool):
    async def many():
        await asyncio.gather(*(spool.append(a_letter(os.urandom(1 << 20))) for _ in range(20)))

    asyncio.run(many())

    assert max(sum(len(one.body) for one in chunk.letters) for chunk in spool.peek(99)) < 10 << 20


def test_what_is_set_aside_twice_is_kept_once(spool):
    fault = Fault(Place(1, 0, 0), "site", "cannot be read: x", b"x")

    spool.set_aside([fault])
    spool.set_aside([fault, fault._replace(place=Place(1, 0, 1))])

    assert [(one.source, one.reason, one.body) for one in spool.kept_aside()] == [
        ("site", "cannot be read: x", b"x")
    ] * 2


def test_a_full_spool_refuses_keeps_what_it_has_and_takes_more_once_released(spools):
    spool = spools.open(max_bytes=200_000)
    for _ in range(12):
        put(spool, os.urandom(10_000))

    with pytest.raises(SpoolFull):
        put(spool, os.urandom(100_000))

    assert spool.status().depth == 12
    assert "full" in spool.status().trouble

    spool.release(spool.peek(1000)[-1].seq)
    put(spool, os.urandom(10_000))
    assert spool.status().trouble == ""


def test_a_refused_request_leaves_none_of_its_records(spools):
    spool = spools.open(max_bytes=200_000)

    with pytest.raises(SpoolFull):
        put(spool, os.urandom(500_000))

    assert spool.status().depth == 0


def test_trouble_is_over_after_a_quiet_while(spools):
    clock = [0]
    spool = spools.open(max_bytes=60_000, now=lambda: clock[0])
    with pytest.raises(SpoolFull):
        put(spool, os.urandom(100_000))
    assert spool.status().trouble

    clock[0] = 60_000_000
    assert spool.status().trouble == ""


def test_counting_does_not_wait_for_a_busy_disk(tmp_path):
    spool = Spool(tmp_path / "spool.db")
    put(spool, b"a")
    with closing(sqlite3.connect(tmp_path / "spool.db", isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        for _ in range(100):
            spool.count_unknown("AAAA")
            time.sleep(0.001)
        assert time.monotonic() - began < 1
        busy.execute("ROLLBACK")
    spool.close()

    again = Spool(tmp_path / "spool.db")
    assert [(tally.code, tally.count) for tally in again.unknown_codes()] == [("AAAA", 100)]
    again.close()


def test_a_place_that_fails_is_a_refusal_and_not_a_hanging_request(spool, spools):
    put(spool, b"a")
    spools.lose()

    with pytest.raises(SpoolFull, match=r"no such table|no response from stream"):
        put(spool, b"b")


def test_a_closed_spool_refuses(spool):
    spool.close()

    with pytest.raises(SpoolFull):
        put(spool, b"a")


def test_status_tells_depth_and_the_age_of_the_oldest(spools):
    clock = iter(range(1_000, 10_000, 1_000))
    spool = spools.open(now=lambda: next(clock))
    assert spool.status().oldest_at is None

    asyncio.run(spool.append(a_letter(b"ab", count=2)))
    put(spool, b"c")

    status = spool.status()
    assert (status.depth, status.oldest_at) == (3, 1_000)
    assert 0 < status.bytes < status.max_bytes


def test_counts_of_unknown_codes_add_up_over_processes(spool, spools):
    other = spools.open(now=lambda: 7)
    spool.count_unknown("AAAA")
    other.count_unknown("AAAA")
    other.count_unknown("BBBB")
    other.close()

    assert [(tally.code, tally.count) for tally in spool.unknown_codes()] == [
        ("AAAA", 2),
        ("BBBB", 1),
    ]


def test_refusals_add_up_by_source_and_reason(spool, spools):
    spool.count_refused("site", "A track needs `event` (at $.batch[…].event)")
    spool.count_refused("site", "A track needs `event` (at $.batch[…].event)")
    spool.count_refused("", "This write key is not known")

    for one in (spool, spools.open()):
        assert [(found.source, found.why, found.count) for found in one.refusals()] == [
            ("site", "A track needs `event` (at $.batch[…].event)", 2),
            ("", "This write key is not known", 1),
        ]


def test_what_some_sources_had_set_aside_is_found_among_others(spool):
    faults = [
        Fault(Place(n, 0, 0), "site" if n == 1 else "shop", f"odd {n}", b"") for n in range(9)
    ]
    spool.set_aside(faults)

    assert [one.reason for one in spool.kept_aside(5, {"site"})] == ["odd 1"]
    assert [one.reason for one in spool.kept_aside(2, {"shop"})] == ["odd 8", "odd 7"]
    assert spool.kept_aside(5, set()) == []


def test_what_was_counted_is_seen_at_once_while_it_travels_to_the_disk(spool):
    for number in range(1, 101):
        spool.count_lost("AAAA")
        assert spool.status().lost_clicks == number


def test_a_flood_of_invented_codes_does_not_fill_the_disk(spool):
    for number in range(10_500):
        spool.count_unknown(f"C{number}")

    tallies = spool.unknown_codes()
    assert sum(tally.count for tally in tallies) == 10_500
    assert len(tallies) <= 10_001


def test_what_waits_in_a_spool_of_the_first_version_is_brought_over(tmp_path):
    event = Event(brand="tea", source="site", message_id="m", type="track", ts=7, received=7)
    with closing(sqlite3.connect(tmp_path / "spool.db")) as db, db:
        db.executescript(FIRST_VERSION)
        db.execute("INSERT INTO record VALUES (41, 9, ?)", [msgspec.msgpack.encode(event)])
        db.execute("INSERT INTO record VALUES (42, 9, x'c1')")
        db.execute("INSERT INTO quarantine VALUES (3, 5, 'odd', x'00')")

    for _again in range(2):
        spool = Spool(tmp_path / "spool.db")
        assert spool.name == "first"
        [chunk] = spool.peek(10)
        assert (chunk.seq, chunk.letters[0].count) == (41, 1)
        assert [kept.reason[:3] for kept in spool.kept_aside()] == ["can", "odd"]
        spool.close()
    spool = Spool(tmp_path / "spool.db")
    put(spool, b"new")
    assert [chunk.seq for chunk in spool.peek(10)] == [41, 43]
    spool.close()


FIRST_VERSION = """
CREATE TABLE record (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT NOT NULL,
    claimed_to INTEGER NOT NULL DEFAULT 0
);
INSERT INTO state VALUES (1, 'first', 0);
CREATE TABLE quarantine (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, reason TEXT NOT NULL, body BLOB NOT NULL
);
"""
