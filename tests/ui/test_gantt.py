"""The geometry of the Gantt chart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.ui.gantt import LABEL, Task, gantt

START = date(2026, 9, 7)


def a_task(key, at, days, after=(), **more):
    first = START + timedelta(days=at)
    return Task(key, key, first, first + timedelta(days=days - 1), after=after, **more)


tasks = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20), st.integers(0, 9)), min_size=1, max_size=12
).map(lambda rows: [a_task(f"L{n}", *row[:2], float_days=row[2]) for n, row in enumerate(rows)])


@given(tasks)
def test_every_row_lies_inside_the_sheet_below_the_one_before(given_tasks):
    chart = gantt(given_tasks)
    tops = [row["y"] for row in chart["rows"]]
    assert tops == sorted(set(tops))
    for row in chart["rows"]:
        assert row["x"] >= LABEL
        assert row["float_x"] + row["float_width"] <= chart["width"]
        assert row["y"] + row["bar_height"] <= chart["height"]


@given(tasks)
def test_equal_days_are_equally_long(given_tasks):
    chart = gantt(given_tasks)
    per_day = {
        row["width"] / ((task.end - task.start).days + 1)
        for task, row in zip(given_tasks, chart["rows"], strict=True)
    }
    assert len(per_day) == 1


def test_a_link_is_critical_only_between_critical_tasks():
    chart = gantt(
        [
            a_task("L1", 0, 2, critical=True),
            a_task("L2", 2, 3, after=["L1"], critical=True),
            a_task("L3", 2, 1, after=["L1", "gone"]),
        ]
    )
    assert [link["critical"] for link in chart["links"]] == [True, False]


def test_a_gate_is_a_diamond_and_its_links_meet_its_corners():
    chart = gantt([a_task("L1", 0, 2), a_task("G1", 2, 1, after=["L1"], gate=True)])
    gate = chart["rows"][1]
    assert gate["diamond"].startswith(f"M{gate['x'] + gate['width'] / 2}")
    assert gate["exit"] - gate["entry"] == 14


def test_a_weekend_is_one_band():
    weekend = [START + timedelta(days=n) for n in (5, 6)]
    chart = gantt([a_task("L1", 0, 10)], rest_days=weekend, day_width=10)
    assert chart["rest"] == [{"x": LABEL + 50, "width": 20}]


def test_done_is_never_more_than_the_bar():
    row = gantt([a_task("L1", 0, 4, done=1.7)])["rows"][0]
    assert row["done_width"] == row["width"]


def test_a_long_name_is_cut_by_the_room_it_takes():
    assert len(gantt([Task("L1", "m" * 60, START, START)])["rows"][0]["short"]) == 31
    assert len(gantt([Task("L1", "鼓" * 60, START, START)])["rows"][0]["short"]) == 16


def test_a_chart_without_tasks_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        gantt([])
