"""The lake keeps what it is given, once, and each brand's own."""

import multiprocessing
import os
import signal
import time

import pytest

from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.engine import Workspace
from drumbeat.warehouse.events import SCHEMA, to_table
from drumbeat.warehouse.lake import Lake
from tests.warehouse.logs import DAY, MINUTE, RULES, a_lake, at, rows

SPAWN = multiprocessing.get_context("spawn")  # deltalake does not survive fork


def stored(lake) -> list[str]:
    with Workspace() as space:
        space.files("events", lake.event_files(lake.events_version()), SCHEMA)
        return sorted(space.run("SELECT message_id FROM events")["message_id"].to_pylist())


def a_batch(number: int, size: int = 20) -> list:
    return [
        at(number * 600 + n, message_id=f"b{number}-{n}", anonymous_id=f"a{n}") for n in range(size)
    ]


def test_a_batch_is_committed_once_however_often_it_is_sent(tmp_path):
    lake = a_lake(tmp_path, a_batch(1))
    assert lake.append(to_table(a_batch(1), "test-1"), "test-1") is False
    assert lake.append(to_table(a_batch(2), "test-2"), "test-2") is True
    assert lake.append(to_table(a_batch(1), "test-1"), "test-1") is False
    assert len(stored(lake)) == 40


def test_two_spools_number_their_batches_on_their_own(tmp_path):
    lake = a_lake(tmp_path, a_batch(1))
    assert lake.append(to_table(a_batch(2), "other-1"), "other-1") is True
    assert len(stored(lake)) == 40


def test_a_batch_without_a_number_is_refused(tmp_path):
    with pytest.raises(ValueError, match="ends in a number"):
        a_lake(tmp_path).append(to_table(a_batch(1), "x"), "x")


@pytest.mark.parametrize("brand", ["../b", "", ".", "a/b", "a\x00"])
def test_no_brand_id_leads_out_of_the_lake(tmp_path, brand):
    with pytest.raises(ValueError, match="not a brand id"):
        Lake(tmp_path).brand(brand)


def test_a_brand_sees_and_takes_only_its_own_events(tmp_path):
    a_lake(tmp_path, a_batch(1))
    other = Lake(tmp_path).brand("c")
    assert other.events_now() == (-1, {})
    with pytest.raises(ValueError, match="another brand"):
        other.append(to_table(a_batch(1), "test-1"), "test-1")


def test_events_lie_by_utc_day(tmp_path):
    lake = a_lake(tmp_path, [at(-1, message_id="late"), at(1, message_id="early")])
    assert sorted(lake.event_rows().values()) == [1, 1]
    assert len(lake.event_rows()) == 2


@pytest.mark.lake
def test_compaction_changes_no_row_and_makes_nothing_stale(tmp_path):
    lake = a_lake(tmp_path, a_batch(0), [at(300, message_id="one more", anonymous_id="z")])
    before = derive(lake, settings=RULES)
    lake.compact()
    assert len(lake.event_files(lake.events_version())) == 1
    assert len(stored(lake)) == 21
    assert lake.manifest().tables == before.tables
    assert derive(lake, settings=RULES) == lake.manifest()


@pytest.mark.lake
def test_vacuum_deletes_what_nobody_sees_any_more(tmp_path):
    lake = a_lake(tmp_path, a_batch(0))
    for number in range(2, 5):
        lake.append(to_table(a_batch(number), f"test-{number}"), f"test-{number}")
        derive(lake, settings=RULES)
    before, files = rows(lake, "touches"), len(list(tmp_path.rglob("*.parquet")))
    lake.compact()
    lake.vacuum(hours=0)
    assert len(list(tmp_path.rglob("*.parquet"))) < files
    assert rows(lake, "touches") == before
    assert len(stored(lake)) == 80
    assert derive(lake, list(lake.event_rows()), settings=RULES).tables["touches"] > 0
    assert rows(lake, "touches") == before


def _write_batches(root, writer, first, last):
    lake = Lake(root).brand("b")
    for number in range(first, last):
        lake.append(to_table(a_batch(number), f"{writer}-{number}"), f"{writer}-{number}")


@pytest.mark.slow
def test_two_processes_with_the_same_batches_commit_each_once(tmp_path):
    writers = [SPAWN.Process(target=_write_batches, args=(tmp_path, "spool", 0, 8)) for _ in "12"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    ids = stored(Lake(tmp_path).brand("b"))
    assert len(ids) == len(set(ids)) == 8 * 20


@pytest.mark.slow
def test_a_killed_writer_leaves_whole_batches_and_goes_on(tmp_path):
    lake = a_lake(tmp_path, a_batch(0))
    for _ in range(3):
        writer = SPAWN.Process(target=_write_batches, args=(tmp_path, "spool", 1, 10_000))
        writer.start()
        deadline, seen = time.monotonic() + 30, lake.events_version()
        while lake.events_version() < seen + 2 and time.monotonic() < deadline:
            assert len(stored(lake)) % 20 == 0  # readers see whole batches while it writes
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        ids = stored(lake)
        assert len(ids) % 20 == 0
        assert len(ids) == len(set(ids))
    assert len(ids) >= 7 * 20


@pytest.mark.lake
def test_a_derivation_that_dies_before_its_end_changes_nothing_for_readers(tmp_path, monkeypatch):
    lake = a_lake(tmp_path, [at(0, anonymous_id="a")])
    derive(lake, settings=RULES)
    before = rows(lake, "touches")
    lake.append(to_table([at(90, anonymous_id="a")], "test-2"), "test-2")

    def dies(manifest):
        raise KeyboardInterrupt

    monkeypatch.setattr(lake, "publish", dies)
    with pytest.raises(KeyboardInterrupt):
        derive(lake, settings=RULES)
    assert rows(lake, "touches") == before
    monkeypatch.undo()
    derive(lake, settings=RULES)
    assert len(rows(lake, "touches")) == 2


def test_an_event_s_day_is_its_utc_date():
    late = at(0, message_id="x", ts=at(0).ts - MINUTE)
    early = at(0, message_id="y", ts=at(0).ts + DAY)
    days = to_table([late, early], "b-1")["day"].to_pylist()
    assert [day.isoformat() for day in days] == ["2026-03-01", "2026-03-03"]
