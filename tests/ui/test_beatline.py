"""The geometry of the beat line: what the eye concludes must be what the dates say."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.ui.beatline import LABEL, RIGHT, Bar, Gate, Lane, Pass, beat_line

START = date(2026, 8, 10)
days = st.integers(0, 200).map(lambda n: START + timedelta(days=n))
stretches = st.tuples(days, st.integers(0, 90)).map(
    lambda pair: Bar(pair[0], pair[0] + timedelta(days=pair[1]))
)
KEYS = ("strategy", "content", "channels", "insight")


def lanes_of(*bars):
    return [Lane(key, key.title(), [bar]) for key, bar in zip(KEYS, bars, strict=False)]


@given(st.lists(stretches, min_size=1, max_size=4))
def test_every_bar_lies_inside_the_sheet_and_is_as_long_as_its_days(bars):
    line = beat_line(lanes_of(*bars))
    drawn = [lane["bars"][0] for lane in line["lanes"]]
    span = (max(b.end for b in bars) - min(b.start for b in bars)).days + 1
    a_day = (line["width"] - LABEL - RIGHT) / span
    for bar, shape in zip(bars, drawn, strict=True):
        assert LABEL <= shape["x"] <= shape["x"] + shape["width"] <= line["width"] - RIGHT + 0.2
        assert shape["width"] == pytest.approx(((bar.end - bar.start).days + 1) * a_day, abs=0.2)
        assert shape["y"] + shape["height"] <= line["floor"] <= line["height"]


@given(st.lists(stretches, min_size=2, max_size=4))
def test_an_earlier_start_stands_further_left(bars):
    drawn = beat_line(lanes_of(*bars))["lanes"]
    placed = sorted(
        (bar.start, lane["bars"][0]["x"]) for bar, lane in zip(bars, drawn, strict=True)
    )
    assert [x for _day, x in placed] == sorted(x for _day, x in placed)


@given(stretches, stretches, days, st.integers(0, 20), st.booleans())
def test_a_baton_leaves_the_giver_and_reaches_the_receiver(first, second, offered, took, upward):
    giver, receiver = ("content", "strategy") if upward else ("strategy", "content")
    received = offered + timedelta(days=took)
    line = beat_line(lanes_of(first, second), passes=[Pass(giver, receiver, offered, received)])
    baton = line["passes"][0]
    tops = {lane["key"]: lane["bars"][0]["y"] for lane in line["lanes"]}
    height = line["lanes"][0]["bars"][0]["height"]
    assert baton["y1"] == tops[giver] + (0 if upward else height)
    assert baton["y2"] == tops[receiver] + (height if upward else 0)
    assert baton["x2"] > baton["x1"]


def test_today_is_a_rule_only_inside_the_campaign():
    lanes = lanes_of(Bar(START, START + timedelta(days=9)))
    assert beat_line(lanes, today=START)["today"]["x"] == LABEL
    assert beat_line(lanes, today=START + timedelta(days=10))["today"] is None


def test_the_words_of_today_turn_round_before_the_edge():
    lanes = lanes_of(Bar(START, START + timedelta(days=99)))
    assert beat_line(lanes, today=START + timedelta(days=5))["today"]["anchor"] == "start"
    assert beat_line(lanes, today=START + timedelta(days=95))["today"]["anchor"] == "end"


def test_labels_of_the_grid_never_touch():
    lanes = lanes_of(Bar(START, START + timedelta(days=99)))
    ticks = beat_line(lanes, tick_labels=[(START + timedelta(days=n), str(n)) for n in range(100)])[
        "ticks"
    ]
    gaps = [b["x"] - a["x"] for a, b in itertools.pairwise(ticks)]
    assert min(gaps) >= 56


def test_a_gate_stands_on_its_lane():
    line = beat_line(
        lanes_of(Bar(START, START + timedelta(days=9))),
        gates=[Gate("strategy", START + timedelta(days=5), "G1", "passed")],
    )
    bar, gate = line["lanes"][0]["bars"][0], line["gates"][0]
    assert gate["y"] == bar["y"] + bar["height"] / 2
    assert bar["x"] < gate["x"] < bar["x"] + bar["width"]


def test_a_line_without_work_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        beat_line([Lane("strategy", "Strategy")])
