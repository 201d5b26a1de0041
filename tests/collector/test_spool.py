"""The spool keeps what it acknowledged, and refuses in time."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing

import pytest

from drumbeat.collector.spool import Spool, SpoolFull


@pytest.fixture
def spool(tmp_path):
    spool = Spool(tmp_path / "spool.db")
    yield spool
    spool.close()


def put(spool: Spool, *records: bytes) -> None:
    asyncio.run(spool.append(records))


def test_what_was_acknowledged_is_there_for_another_process(spool, tmp_path):
    put(spool, b"a", b"b")

    other = Spool(tmp_path / "spool.db")

    assert [record.body for record in other.peek(10).records] == [b"a", b"b"]
    other.close()


def test_records_come_out_in_the_order_they_went_in(spool):
    for number in range(5):
        put(spool, b"%d" % number)

    assert [record.body for record in spool.peek(3).records] == [b"0", b"1", b"2"]


def test_a_batch_stays_the_same_until_it_is_released_even_when_more_arrives(spool):
    put(spool, b"a")
    first = spool.peek(10)
    put(spool, b"b")

    assert spool.peek(10) == first

    spool.release(first.last_seq)
    second = spool.peek(10)
    assert [record.body for record in second.records] == [b"b"]
    assert second.name != first.name


def test_a_batch_keeps_its_name_across_a_restart_of_the_loader(spool, tmp_path):
    put(spool, b"a")
    name = spool.peek(10).name
    put(spool, b"b")

    restarted = Spool(tmp_path / "spool.db")

    assert restarted.peek(10).name == name
    restarted.close()


def test_a_large_batch_is_released_whole(spool):
    put(spool, *[b"x"] * 12_345)
    batch = spool.peek(12_000)

    spool.release(batch.last_seq)

    assert spool.status().depth == 345
    assert spool.peek(12_000).first_seq == 12_001


def test_a_batch_whose_release_was_cut_off_comes_back_under_its_name(spool, tmp_path):
    put(spool, b"a", b"b")
    batch = spool.peek(10)
    with closing(sqlite3.connect(tmp_path / "spool.db")) as db, db:
        db.execute("DELETE FROM record WHERE seq = 1")
    put(spool, b"c")

    rest = spool.peek(10)

    assert (rest.name, [record.body for record in rest.records]) == (batch.name, [b"b"])


def test_sequence_numbers_are_not_used_again_after_the_spool_ran_empty(spool):
    put(spool, b"a")
    spool.release(spool.peek(10).last_seq)
    put(spool, b"b")

    assert spool.peek(10).first_seq == 2


def test_a_new_spool_file_never_repeats_the_batch_names_of_an_old_one(tmp_path):
    old, new = Spool(tmp_path / "old.db"), Spool(tmp_path / "new.db")
    put(old, b"a")
    put(new, b"a")

    assert old.peek(1).name != new.peek(1).name
    old.close()
    new.close()


def test_requests_that_wait_together_are_all_kept(spool):
    async def many():
        await asyncio.gather(*(spool.append([b"%d" % n, b"x"]) for n in range(500)))

    asyncio.run(many())

    assert spool.status().depth == 1000


def test_a_full_spool_refuses_keeps_what_it_has_and_takes_more_once_released(tmp_path):
    spool = Spool(tmp_path / "spool.db", max_bytes=200_000)
    for _ in range(12):
        put(spool, b"x" * 10_000)

    with pytest.raises(SpoolFull):
        put(spool, b"x" * 100_000)

    assert spool.status().depth == 12
    assert "full" in spool.status().trouble

    spool.release(spool.peek(1000).last_seq)
    put(spool, b"x" * 10_000)
    assert spool.status().trouble == ""
    spool.close()


def test_a_refused_request_leaves_none_of_its_records(tmp_path):
    spool = Spool(tmp_path / "spool.db", max_bytes=200_000)

    with pytest.raises(SpoolFull):
        put(spool, *[b"x" * 10_000] * 50)

    assert spool.status().depth == 0
    spool.close()


def test_trouble_is_over_after_a_quiet_while(tmp_path):
    clock = [0]
    spool = Spool(tmp_path / "spool.db", max_bytes=60_000, now=lambda: clock[0])
    with pytest.raises(SpoolFull):
        put(spool, b"x" * 100_000)
    assert spool.status().trouble

    clock[0] = 60_000_000
    assert spool.status().trouble == ""
    spool.close()


def test_counting_does_not_wait_for_a_busy_disk(spool, tmp_path):
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


def test_a_disk_that_fails_is_a_refusal_and_not_a_hanging_request(spool, tmp_path):
    put(spool, b"a")
    locker = sqlite3.connect(tmp_path / "spool.db")
    locker.execute("DROP TABLE record")

    with pytest.raises(SpoolFull, match="no such table"):
        put(spool, b"b")


def test_a_closed_spool_refuses(spool):
    spool.close()

    with pytest.raises(SpoolFull):
        put(spool, b"a")


def test_status_tells_depth_and_the_age_of_the_oldest(tmp_path):
    clock = iter(range(1_000, 10_000, 1_000))
    spool = Spool(tmp_path / "spool.db", now=lambda: next(clock))
    assert spool.status().oldest_at is None

    put(spool, b"a", b"b")
    put(spool, b"c")

    status = spool.status()
    assert (status.depth, status.oldest_at) == (3, 1_000)
    spool.close()


def test_counts_of_unknown_codes_add_up_over_processes(spool, tmp_path):
    other = Spool(tmp_path / "spool.db", now=lambda: 7)
    spool.count_unknown("AAAA")
    other.count_unknown("AAAA")
    other.count_unknown("BBBB")
    other.close()

    assert [(tally.code, tally.count) for tally in spool.unknown_codes()] == [
        ("AAAA", 2),
        ("BBBB", 1),
    ]


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
