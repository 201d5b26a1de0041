"""What people did, in the order in which it is asked: funnels of it are those of the events."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from operator import itemgetter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.engine.duck import DuckEngine
from drumbeat.warehouse.erasure import erase, identity_of
from drumbeat.warehouse.events import to_table
from drumbeat.warehouse.questions import Period, acts, arrange_acts, funnel
from drumbeat.warehouse.questions.saved import SavedFunnel, count_ahead, saved_funnel
from drumbeat.warehouse.retention import retain
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, a_lake, at, derived, logs
from tests.warehouse.test_funnel import BOUGHT, CAME, LOOKED, STEPS, bought, page, people

pytestmark = pytest.mark.lake

FIRST = date(2026, 2, 28)
ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
DAY = 1440


def ready(lake) -> list[str]:
    """The days that lie ready."""
    return sorted(path.name[:10] for path in (lake.root / "acts").glob("*.parquet"))


@few_and(8, few=4)
def test_a_funnel_is_the_same_whatever_lies_ready(tried):
    """Some events come after the days were made: repeats of old ones, ties of ids, other days."""

    @tried
    @given(
        logs(),
        st.integers(0, 60),
        st.lists(st.sampled_from(STEPS), min_size=2, max_size=4),
        st.integers(1, 60),
        st.sampled_from(ZONES),
        st.tuples(st.integers(0, 9), st.integers(0, 9)),
    )
    def holds(log, early, steps, hours, tz, span):
        first = FIRST + timedelta(days=span[0])
        asked = {
            "period": Period(first, first + timedelta(days=span[1]), tz),
            "steps": steps,
            "window_hours": hours,
        }
        with tempfile.TemporaryDirectory() as folder:
            plain = derived(Path(folder) / "plain", *log)
            lake = a_lake(Path(folder) / "ready", log[:early])
            derive(lake, settings=RULES)
            arrange_acts(lake, beyond=0)
            if log[early:]:
                lake.append(to_table(log[early:], "late-1"), "late-1")
                derive(lake, settings=RULES)
            assert funnel(lake, **asked).rows == funnel(plain, **asked).rows
            arrange_acts(lake, beyond=0)
            assert len(ready(lake)) == len(lake.manifest().event_rows)
            assert funnel(lake, **asked).rows == funnel(plain, **asked).rows
            saved = SavedFunnel(tuple(steps), hours, tz)
            for one in (lake, plain):
                count_ahead(one, saved)
            told = [saved_funnel(one, saved, period=asked["period"]) for one in (lake, plain)]
            assert told[0].rows == told[1].rows

    holds()


def a_week(tmp_path):
    lake = derived(
        tmp_path, page(0, "a", "/", code="C1"), page(2, "a", "/tea/green"), bought(DAY, "a"),
        page(3 * DAY, "b", "/", code="C1"),
    )  # fmt: skip
    arrange_acts(lake, beyond=0)
    return lake


def test_a_day_lies_ready_until_other_events_come(tmp_path):
    lake = a_week(tmp_path)
    assert ready(lake) == ["2026-03-02", "2026-03-03", "2026-03-05"]
    assert arrange_acts(lake, beyond=0) == 0

    lake.append(to_table([page(DAY + 1, "b", "/tea/black")], "late-1"), "late-1")
    derive(lake, settings=RULES)

    assert people(lake, CAME, LOOKED) == [2, 1]
    assert people(lake, LOOKED, BOUGHT, hours=48) == [2, 1]
    assert arrange_acts(lake, beyond=0) == 1
    assert arrange_acts(lake, beyond=0) == 0  # and what the day was before is not kept
    assert ready(lake) == ["2026-03-02", "2026-03-03", "2026-03-05"]


def test_what_lies_ready_is_not_read_from_the_events(tmp_path):
    lake = a_week(tmp_path)
    expected = people(lake, LOOKED, BOUGHT, hours=48)
    for day, files in lake.event_files_by_day(lake.events_version()).items():
        for file in files:
            Path(file).unlink()
        assert str(day) in ready(lake)
    assert people(lake, LOOKED, BOUGHT, hours=48) == expected == [1, 1]


def test_a_short_log_needs_none(tmp_path):
    lake = a_week(tmp_path)
    assert arrange_acts(lake, beyond=4) == 0
    assert ready(lake) == []
    assert people(lake, LOOKED, BOUGHT, hours=48) == [1, 1]


def test_merging_a_days_files_makes_it_anew(tmp_path):
    lake = a_lake(tmp_path, [page(0, "a", "/", code="C1")], [page(1, "b", "/", code="C1")])
    derive(lake, settings=RULES)
    arrange_acts(lake, beyond=0)
    lake.compact()
    assert people(lake, CAME, LOOKED) == [2, 0]
    assert arrange_acts(lake, beyond=0) == 1


def test_who_is_erased_is_in_no_file(tmp_path):
    lake = derived(tmp_path, page(0, "somebody", "/", code="C1"), page(9, "b", "/", code="C1"))
    arrange_acts(lake, beyond=0)

    somebody, b = whose(lake)
    erase(lake, identity_of(lake, ["somebody"]), settings=RULES)

    assert ready(lake) == []
    assert people(lake, CAME, LOOKED) == [1, 0]
    arrange_acts(lake, beyond=0)
    assert whose(lake) == [b] != [somebody]
    assert people(lake, CAME, LOOKED) == [1, 0]


def whose(lake) -> list[int]:
    """The numbers of the ids that the days name, in the order in which they did something."""
    files = sorted((lake.root / "acts").glob("*.parquet"))
    rows = [row for file in files for row in pq.read_table(file).to_pylist()]
    return list(dict.fromkeys(row["who"] for row in sorted(rows, key=itemgetter("ts"))))


def test_what_another_engine_made_ready_is_not_mixed_with_its_own_numbers(tmp_path, monkeypatch):
    lake = a_week(tmp_path)
    monkeypatch.setattr(DuckEngine, "numbers", "another")
    for path in (lake.root / "acts").glob("*.parquet"):
        path.write_bytes(b"cannot be read")
    assert people(lake, CAME, LOOKED) == [2, 1]
    assert arrange_acts(lake, beyond=0) == 3


def test_a_day_that_does_not_fit_into_memory_is_read_from_the_events(tmp_path, monkeypatch):
    monkeypatch.setattr(acts, "MOST", 2)
    lake = derived(
        tmp_path, page(0, "a", "/", code="C1"), page(1, "a", "/tea/green"), page(2, "b", "/"),
        page(DAY, "b", "/", code="C1"),
    )  # fmt: skip
    assert arrange_acts(lake, beyond=0) == 1
    assert ready(lake) == ["2026-03-03"]
    assert people(lake, CAME, LOOKED) == [2, 1]


def test_days_whose_persons_are_not_kept_any_more_have_none(tmp_path):
    lake = derived(tmp_path, page(0, "a", "/", code="C1"), at(20 * DAY, anonymous_id="b"))
    arrange_acts(lake, beyond=0)
    retain(lake, ids_from=date(2026, 3, 15), rows_from=date(2026, 1, 1), settings=RULES)
    arrange_acts(lake, beyond=0)
    assert ready(lake) == ["2026-03-22"]
