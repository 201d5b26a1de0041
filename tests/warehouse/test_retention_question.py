"""Retention: who came again, week after week."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from drumbeat.warehouse.questions import Period, retention
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, at, derived, logs, rows

pytestmark = pytest.mark.lake

DAY = 24 * 60


def came(day, who):
    return at(day * DAY + 600, anonymous_id=who)


def test_two_cohorts_and_who_of_them_returned(tmp_path):
    lake = derived(
        tmp_path,
        came(0, "a"), came(1, "b"), came(8, "a"), came(9, "c"), came(15, "c"), came(16, "a"),
    )  # fmt: skip
    answer = retention(lake, period=Period(date(2026, 3, 2), date(2026, 3, 20)))

    told = [(row["cohort"].day, row["after"], row["people"], row["size"]) for row in answer.rows]
    assert told == [
        (2, 0, 2, 2),
        (2, 1, 1, 2),
        (2, 2, 1, 2),
        (9, 0, 1, 1),
        (9, 1, 1, 1),
        (16, 0, 0, 0),
    ]
    assert [row["complete"] for row in answer.rows] == [True, True, False, True, False, False]
    assert answer.rows[1]["share"] == 0.5
    assert answer.rows[5]["share"] is None


def test_who_was_there_before_the_period_is_in_no_cohort(tmp_path):
    lake = derived(tmp_path, came(0, "a"), came(8, "a"), came(8, "b"))
    answer = retention(lake, period=Period(date(2026, 3, 9), date(2026, 3, 15)))

    assert [row["people"] for row in answer.rows] == [1]


def test_weeks_are_those_of_the_time_zone(tmp_path):
    sunday_evening_utc = at(6 * DAY + 20 * 60, anonymous_id="a")
    lake = derived(tmp_path, sunday_evening_utc)
    shanghai = Period(date(2026, 3, 2), date(2026, 3, 15), "Asia/Shanghai")

    sizes = {row["cohort"].day: row["size"] for row in retention(lake, period=shanghai).rows}
    assert sizes == {2: 0, 9: 1}


def test_months_have_their_own_length(tmp_path):
    lake = derived(tmp_path, came(0, "a"), came(31, "a"))
    year = Period(date(2026, 2, 1), date(2026, 4, 30))
    told = {(r["cohort"].month, r["after"]): r["people"] for r in retention(lake, period=year, grain="month").rows}  # fmt: skip
    assert told == {(2, 0): 0, (2, 1): 0, (2, 2): 0, (3, 0): 1, (3, 1): 1, (4, 0): 0}


def test_another_grain_is_refused(tmp_path):
    with pytest.raises(ValueError, match="week or month"):
        retention(
            derived(tmp_path, came(0, "a")),
            period=Period(date(2026, 3, 2), date(2026, 3, 3)),
            grain="day",
        )


@few_and(12, few=3)
def test_retention_equals_plain_loops(tmp_path_factory, tried):
    @tried
    @given(logs())
    def equals(log):
        lake = derived(tmp_path_factory.mktemp("log"), *log, settings=RULES)
        period = Period(date(2026, 3, 2), date(2026, 3, 15))
        first: dict = {}
        weeks = defaultdict(set)
        for session in sorted(rows(lake, "sessions"), key=lambda row: row["ts"]):
            first.setdefault(session["person"], session["ts"])
        for session in rows(lake, "sessions"):
            begun, now = first[session["person"]], session["ts"]
            if _inside(begun) and _inside(now):
                weeks[_monday(begun), _monday(now)].add(session["person"])
        for row in retention(lake, period=period).rows:
            came_in = row["cohort"] + timedelta(days=7 * row["after"])
            assert row["people"] == len(weeks[row["cohort"], came_in])

    equals()


def _inside(moment) -> bool:
    return datetime(2026, 3, 2, tzinfo=UTC) <= moment < datetime(2026, 3, 16, tzinfo=UTC)


def _monday(moment) -> date:
    return moment.date() - timedelta(days=moment.weekday())
