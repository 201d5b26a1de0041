"""Logs of tables stay short, and nobody who reads or writes notices."""

from __future__ import annotations

import os
import time

import pytest
from deltalake import DeltaTable
from msgspec.structs import replace

from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.derive.tables import SCHEMAS
from drumbeat.warehouse.events import SCHEMA, to_table
from drumbeat.warehouse.settings import settings_of, trim_log
from tests.warehouse.logs import RULES, a_lake, at, rows

pytestmark = pytest.mark.lake


def commits(lake, table: str) -> list[int]:
    entries = (lake.root / table / "_delta_log").glob("*.json")
    return sorted(int(entry.name[:20]) for entry in entries if entry.name[:20].isdigit())


def busy(lake, beats: range) -> None:
    """So many loads, each derived."""
    for beat in beats:
        lake.append(to_table([at(beat, anonymous_id=f"a{beat}", code="C1")], ""), f"beat-{beat}")
        derive(lake, settings=RULES)


def aged(lake, hours: float) -> None:
    """All that the logs say was said so long ago."""
    then = time.time() - hours * 3600
    for entry in lake.root.rglob("_delta_log/*"):
        os.utime(entry, (then, then))


def test_what_is_said_of_versions_that_nobody_looks_at_goes(tmp_path):
    lake = a_lake(tmp_path)
    busy(lake, range(1, 71))
    reader = DeltaTable(str(lake.root / "events"), version=3)  # somebody who looked long ago
    aged(lake, 2)
    busy(lake, range(71, 73))
    before = {name: commits(lake, name) for name in ("events", "derived/touches")}
    touches, events = rows(lake, "touches"), lake.event_rows()

    lake.trim_logs()

    for name, known in before.items():
        left = commits(lake, name)
        assert left == known[-len(left) :]
        assert 2 < len(left) < 30  # from a summary on: one is made every twenty commits
    assert (rows(lake, "touches"), lake.event_rows()) == (touches, events)
    reader.update_incremental()
    assert reader.version() == lake.events_version()
    busy(lake, range(73, 75))
    assert len(rows(lake, "touches")) == 74


def test_versions_of_the_last_hour_can_be_asked_for(tmp_path):
    lake = a_lake(tmp_path)
    busy(lake, range(1, 46))
    aged(lake, 2)
    held = lake.manifest().tables["touches"]  # what readers see before the next beat, and after it
    busy(lake, range(46, 88))
    lake.trim_logs()
    assert len(lake.derived_files("touches", held)) > 0
    assert DeltaTable(str(lake.root / "derived" / "touches"), version=held).version() == held


def test_a_log_that_nobody_wrote_to_for_long_stays_whole_enough(tmp_path):
    lake = a_lake(tmp_path)
    busy(lake, range(1, 26))
    aged(lake, 1000)
    for _again in range(2):
        lake.trim_logs()
        assert len(rows(lake, "touches")) == 25
    busy(lake, range(26, 28))
    assert len(rows(lake, "touches")) == 27


def test_a_pass_that_was_killed_long_ago_is_taken_back(tmp_path):
    lake = a_lake(tmp_path)
    busy(lake, range(1, 6))
    before = lake.manifest()
    busy(lake, range(6, 46))
    lake.publish(replace(before, tables=before.tables))  # none of these lived to publish
    aged(lake, 5)
    lake.trim_logs()
    derive(lake, settings=RULES)
    assert len(rows(lake, "touches")) == 45


def test_a_log_without_a_summary_is_left_alone(tmp_path):
    lake = a_lake(tmp_path)
    busy(lake, range(1, 4))
    aged(lake, 5)
    known = commits(lake, "events")
    trim_log(lake.root / "events", lake.events_version())
    assert commits(lake, "events") == known


@pytest.mark.parametrize(
    ("torn", "left"),
    [("{:020}.checkpoint.parquet#1", b"half a summary"), ("{:020}.checkpoint.parquet", b"")],
)
def test_a_summary_that_nobody_lived_to_finish_sums_up_nothing(tmp_path, torn, left):
    lake = a_lake(tmp_path)
    busy(lake, range(1, 31))
    log = lake.root / "events" / "_delta_log"
    (whole,) = log.glob("*.checkpoint.parquet")
    (log / torn.format(28)).write_bytes(left)
    aged(lake, 2)
    lake.trim_logs()
    assert commits(lake, "events")[0] == int(whole.name[:20])
    assert DeltaTable(str(lake.root / "events"), version=26).version() == 26


def test_a_batch_is_known_after_what_was_said_of_it_went(tmp_path):
    lake = a_lake(tmp_path)
    busy(lake, range(1, 46))
    aged(lake, 2)
    lake.trim_logs()
    assert commits(lake, "events")[0] > 20
    assert not lake.append(to_table([at(7, anonymous_id="a7")], ""), "beat-7")
    assert sum(lake.event_rows().values()) == 45


def test_tables_that_were_made_before_are_kept_alike_from_the_next_night_on(tmp_path):
    lake = a_lake(tmp_path, [at(0, anonymous_id="a", code="C1")])
    derive(lake, settings=RULES)
    tables = [lake.root / "events", lake.root / "derived" / "touches"]
    for path in tables:
        DeltaTable(str(path)).alter.set_table_properties({"delta.checkpointInterval": "100"})
    lake.publish(
        replace(
            lake.manifest(),
            events_version=lake.events_version(),
            tables=lake.manifest().tables | {"touches": DeltaTable(str(tables[1])).version()},
        )
    )
    lake.compact()
    for path, schema in zip(tables, (SCHEMA, SCHEMAS["touches"]), strict=True):
        told = DeltaTable(str(path)).metadata().configuration
        assert settings_of(path, schema).items() <= told.items()
    assert len(rows(lake, "touches")) == 1
    versions = lake.manifest()
    lake.compact()
    assert lake.manifest().tables == versions.tables  # nothing is left to be done
