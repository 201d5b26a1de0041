"""Saved funnels, counted ahead: any period of them is what counting its events would say."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.events import to_table
from drumbeat.warehouse.questions import Period, funnel
from drumbeat.warehouse.questions.saved import (
    SavedFunnel,
    count_ahead,
    counted_when,
    keep_only,
    saved_funnel,
)
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, derived, logs
from tests.warehouse.test_funnel import BOUGHT, CAME, LOOKED, STEPS, bought, page

pytestmark = pytest.mark.lake

FIRST = date(2026, 2, 28)
ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
DAY = 1440
TEA = SavedFunnel((CAME, LOOKED, BOUGHT), 48, "UTC")


@few_and(8, few=4)
def test_any_period_is_what_its_events_say(tried):
    @tried
    @given(
        logs(),
        st.lists(st.sampled_from(STEPS), min_size=2, max_size=4),
        st.integers(1, 60),
        st.sampled_from(ZONES),
        st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4),
    )
    def holds(log, steps, hours, tz, spans):
        with tempfile.TemporaryDirectory() as folder:
            lake = derived(Path(folder), *log)
            saved = SavedFunnel(tuple(steps), hours, tz)
            count_ahead(lake, saved)
            for start, days in spans:
                first = FIRST + timedelta(days=start)
                period = Period(first, first + timedelta(days=days), tz)
                asked = funnel(lake, period=period, steps=steps, window_hours=hours)
                kept = saved_funnel(lake, saved, period=period)
                for row, ahead in zip(asked.rows, kept.rows, strict=True):
                    assert ahead["people"] == row["people"]
                    if row["step"] > 1 and row["people"] % 2:  # else it lies between two people
                        assert ahead["median_seconds"] + 1 == pytest.approx(
                            row["median_seconds"] + 1, rel=0.0101
                        )

    holds()


def test_whoever_came_often_counts_once_in_every_period(tmp_path):
    """Three ways through in a week, one of them across midnight."""
    lake = derived(
        tmp_path,
        *(
            step
            for start in (0, DAY - 5, 3 * DAY)
            for step in (
                page(start, "a", "/", code="C1"),
                page(start + 2, "a", "/tea/green"),
                bought(start + 10, "a"),
            )
        ),
    )
    count_ahead(lake, TEA)

    def people(first, last):
        period = Period(date(2026, 3, first), date(2026, 3, last))
        return [row["people"] for row in saved_funnel(lake, TEA, period=period).rows]

    assert people(2, 8) == people(2, 2) == people(2, 3) == people(5, 5) == [1, 1, 1]
    assert people(3, 3) == [0, 0, 0]
    assert people(4, 4) == [0, 0, 0]


def test_it_says_of_when_it_is(tmp_path):
    lake = derived(tmp_path, page(0, "a", "/", code="C1"))
    assert saved_funnel(lake, TEA, period=Period(FIRST, FIRST)) is None
    assert counted_when(lake, TEA) is None
    count_ahead(lake, TEA)
    before = lake.manifest()
    lake.append(to_table([page(60, "b", "/", code="C1")], "test-2"), "test-2")
    derive(lake, settings=RULES)
    week = Period(date(2026, 3, 1), date(2026, 3, 7))
    kept = saved_funnel(lake, TEA, period=week)
    assert kept.rows[0]["people"] == 1
    assert (kept.freshness, kept.events_version) == (before.fresh_until, before.events_version)
    count_ahead(lake, TEA)
    assert saved_funnel(lake, TEA, period=week).rows[0]["people"] == 2
    assert saved_funnel(lake, TEA, period=replace(week, tz="Asia/Shanghai")) is None


def test_only_what_is_still_saved_is_kept(tmp_path):
    lake = derived(tmp_path, page(0, "a", "/", code="C1"))
    edited = replace(TEA, window_hours=24)
    count_ahead(lake, TEA)
    count_ahead(lake, edited)
    keep_only(lake, [edited])
    assert counted_when(lake, TEA) is None
    assert counted_when(lake, edited)
    keep_only(lake, [])
    assert counted_when(lake, edited) is None
