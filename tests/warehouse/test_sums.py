"""Sums by local day: kept or made at the moment of asking, they give the same answers."""

import tempfile
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.warehouse.derive import Settings, derive
from drumbeat.warehouse.events import to_table
from drumbeat.warehouse.questions import Period, daily, results, retention, traffic
from tests.warehouse import reference
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, START, a_lake, at, derived, logs, placements, rows

pytestmark = pytest.mark.lake

ZONES = st.sampled_from(["UTC", "Asia/Shanghai", "America/Sao_Paulo", "Asia/Kolkata"])
OWNED, APART = placements(C1="P1", C2="P1"), placements(C1="P1", C2="P2")


def around(tz: str, days: int = 12) -> Period:
    first = reference.day_of(START) - timedelta(days=1)
    return Period(first, first + timedelta(days=days), tz)


def asked(lake, period):
    return [
        answer.rows
        for answer in (
            *(daily(lake, period=period, grain=grain) for grain in ("day", "week", "month")),
            *(traffic(lake, period=period, by=by) for by in ("channel", "source", "day")),
            retention(lake, period=period),
            *(
                results(lake, period=period, placements=OWNED, by=by, model="linear", dated=dated)
                for by, dated in [("total", "cash"), ("day", "cohort"), ("placement", "cohort")]
            ),
            *(
                results(lake, period=period, placements=APART, by=by, within=within)
                for by in ("placement", "channel", "message", "total")
                for within in (None, {"placement": "P1"})
            ),
        )
    ]


@few_and(4, few=1)
def test_kept_sums_answer_as_those_made_at_the_moment_of_asking(tried):
    @tried
    @given(logs(), ZONES)
    def holds(events, tz):
        with tempfile.TemporaryDirectory() as folder:
            lake = a_lake(Path(folder), events)
            derive(lake, settings=Settings(tz=tz, conversions=RULES.conversions))
            kept = asked(lake, around(tz))
            derive(lake, settings=Settings(tz="Pacific/Auckland", conversions=RULES.conversions))
            assert asked(lake, around(tz)) == kept

    holds()


def test_who_came_by_a_placement_is_read_from_touches_only_where_codes_share_a_row(tmp_path):
    came = [
        at(0, anonymous_id="a", code="C1"),
        at(60, anonymous_id="a", code="C1"),
        at(1, anonymous_id="b", code="C1"),
        at(90, anonymous_id="b", code="C2"),
        at(2, anonymous_id="c"),
    ]
    lake = a_lake(tmp_path, came)
    derive(lake, settings=RULES)
    apart, together = (
        results(lake, period=around("UTC"), placements=owned, by="placement")
        for owned in (APART, OWNED)
    )
    assert {row["label"]: row["visitors"] for row in apart.rows} == {
        "placement of P1": 2,
        "placement of P2": 1,
        "direct": 1,
    }
    assert 'FROM "touches"' not in apart.sql
    assert {row["label"]: row["visitors"] for row in together.rows} == {
        "placement of P1": 2,
        "direct": 1,
    }
    assert 'FROM "touches"' in together.sql


@few_and(5, few=1)
def test_people_of_any_period_and_grain_are_counted_once_in_it(tried):
    @tried
    @given(logs(), ZONES, st.integers(0, 4), st.integers(0, 6))
    def holds(events, tz, late, long):
        with tempfile.TemporaryDirectory() as folder:
            lake = a_lake(Path(folder), events)
            derive(lake, settings=Settings(tz=tz, conversions=RULES.conversions))
            first = around(tz).start + timedelta(days=late)
            period = Period(first, first + timedelta(days=long), tz)
            weeks = defaultdict(set)
            for session in rows(lake, "sessions"):
                day = session["ts"].astimezone(ZoneInfo(tz)).date()
                if period.start <= day <= period.end and session["person"]:
                    monday = day - timedelta(days=day.weekday())
                    weeks[max(monday, period.start)].add(session["person"])
            told = {
                row["day"]: row["visitors"] for row in daily(lake, period=period, grain="week").rows
            }
            assert told == {day: len(weeks[day]) for day in told}
            touched = {
                touch["person"]
                for touch in rows(lake, "touches")
                if touch["person"] and not touch["bot"]
                and period.start <= touch["ts"].astimezone(ZoneInfo(tz)).date() <= period.end
            }  # fmt: skip
            (total,) = results(lake, period=period, placements=OWNED).rows
            assert total["visitors"] == len(touched)

    holds()


def test_a_week_counts_somebody_once_who_came_on_each_of_its_days(tmp_path):
    lake = derived(tmp_path, *(at(1440 * day, anonymous_id="a") for day in range(9)))
    days = Period(reference.day_of(START), reference.day_of(START) + timedelta(days=8))
    assert [row["visitors"] for row in daily(lake, period=days).rows] == [1] * 9
    weeks = daily(lake, period=days, grain="week").rows
    assert [(row["visitors"], row["sessions"]) for row in weeks] == [(1, 7), (1, 2)]


def test_a_late_visit_changes_who_was_new_on_the_days_after_it(tmp_path):
    lake = a_lake(tmp_path, [at(1440 * 20, anonymous_id="a")])
    derive(lake, settings=RULES)
    month = Period(reference.day_of(START), reference.day_of(START) + timedelta(days=29))
    assert retention(lake, period=month).rows[0]["size"] == 0
    lake.append(to_table([at(0, anonymous_id="a")], "test-2"), "test-2")
    derive(lake, settings=RULES)
    first_week = [row for row in retention(lake, period=month).rows if row["people"]]
    assert [(row["after"], row["size"]) for row in first_week] == [(0, 1), (2, 1)]


def test_no_sum_says_anything_about_one_person(tmp_path):
    lake = derived(tmp_path, at(0, anonymous_id="someone-special", code="C1"))
    for table in ("day_visits", "day_contacts", "day_credit", "day_returns"):
        assert "someone-special" not in repr(rows(lake, table))


@pytest.mark.parametrize(
    ("table", "column"), [("day_returns", "counted_by"), ("day_credit", "model")]
)
def test_what_is_asked_alone_lies_together_whatever_came_later(tmp_path, table, column):
    """A reader who wants one value skips the row groups of all others."""
    order = {"type": "track", "name": "Order Completed", "value_minor": 100, "currency": "CNY"}
    first = [at(n, anonymous_id=f"a{n}", code="C1", path="/") for n in range(3)]
    lake = derived(tmp_path, *first, at(9, anonymous_id="a1", order_id="o1", **order))
    late = [
        at(1500, anonymous_id="a1", path="/"),
        at(1510, anonymous_id="a2", order_id="o2", **order),
    ]
    lake.append(to_table(late, "test-2"), "test-2")
    derive(lake, settings=RULES)
    (file,) = lake.derived_files(table, lake.manifest().tables[table])
    held = pq.ParquetFile(file)
    groups = [held.read_row_group(n)[column].unique() for n in range(held.num_row_groups)]
    assert all(len(values) == 1 for values in groups)
    values = [group[0].as_py() for group in groups]
    assert len(values) > 1
    assert values == sorted(set(values))
    for n, value in enumerate(values):
        at_column = held.schema.names.index(column)
        known = held.metadata.row_group(n).column(at_column).statistics
        assert (known.min, known.max) == (value, value)


def test_a_beat_of_another_grain_is_refused(tmp_path):
    with pytest.raises(ValueError, match="day, week or month"):
        daily(derived(tmp_path), period=around("UTC"), grain="year")
