"""Markov's paths, counted ahead: any period of them is what counting its touches would say."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.warehouse.derive import Settings, derive
from drumbeat.warehouse.erasure import erase, identity_of
from drumbeat.warehouse.events import to_table
from drumbeat.warehouse.questions import Period, removal_effects, results
from drumbeat.warehouse.questions.moves_ahead import (
    SavedMoves,
    count_moves_ahead,
    keep_only,
    moves_counted_when,
    whole_months,
)
from drumbeat.warehouse.retention import retain
from tests.warehouse.examples import few_and
from tests.warehouse.logs import LEADS, ORDERS, RULES, at, derived, logs, placements

pytestmark = pytest.mark.lake

FIRST = date(2026, 2, 28)
ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
OWNED = placements(C1="A", C2="B", C3="B")
DAY = 1440
EVERYTHING = SavedMoves(None, "UTC")
SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4)


@few_and(15, few=4)
def test_any_period_is_what_its_touches_say(tried):
    @tried
    @given(
        logs(),
        st.sampled_from([None, "order", "lead"]),
        st.sampled_from(["channel", "placement", "message"]),
        st.sampled_from(ZONES),
        SPANS,
    )
    def holds(log, conversion, by, tz, spans):
        with tempfile.TemporaryDirectory() as folder:
            lake = derived(Path(folder), *log, settings=replace(RULES, tz=tz))
            count_moves_ahead(lake, SavedMoves(conversion, tz))
            for start, days in spans:
                first = FIRST + timedelta(days=start)
                asked = {
                    "period": Period(first, first + timedelta(days=days), tz),
                    "placements": OWNED,
                    "by": by,
                    "conversion": conversion,
                }
                assert_alike(
                    removal_effects(lake, **asked).rows,
                    removal_effects(lake, **asked, ahead=True).rows,
                )
                assert_alike(
                    results(lake, **asked, model="markov").rows,
                    results(lake, **asked, model="markov", ahead=True).rows,
                )

    holds()


LONG_LOOK_BACK = Settings(conversions=(replace(ORDERS, window_days=60),), tz="Asia/Shanghai")
SEEN = st.tuples(
    st.integers(0, 119), st.sampled_from("ab"), st.sampled_from(["C1", "C2", "C3", "order"])
)
ENDS = st.sampled_from([0, 1, 29, 30, 31, 32, 60, 61, 62, 90, 91, 92, 120])


@few_and(12, few=5)
def test_any_period_of_some_months_is_what_its_touches_say(tried):
    """From the second of March, and from days around the first ones of months."""

    @tried
    @given(st.lists(SEEN, max_size=25), st.lists(st.tuples(ENDS, ENDS), min_size=1, max_size=4))
    def holds(log, spans):
        events = [
            bought(day * DAY + n, who) if what == "order" else came(day * DAY + n, who, what)
            for n, (day, who, what) in enumerate(log)
        ]
        with tempfile.TemporaryDirectory() as folder:
            lake = derived(Path(folder), *events, settings=LONG_LOOK_BACK)
            count_moves_ahead(lake, SavedMoves(None, "Asia/Shanghai"))
            for span in spans:
                first, last = (date(2026, 3, 1) + timedelta(days=day) for day in sorted(span))
                asked = {
                    "period": Period(first, last, "Asia/Shanghai"),
                    "placements": OWNED,
                    "by": "placement",
                }
                assert_alike(
                    removal_effects(lake, **asked).rows,
                    removal_effects(lake, **asked, ahead=True).rows,
                )

    holds()


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        ("2026-03-01", "2026-03-31", ("2026-03-01", "2026-03-31")),
        ("2026-03-02", "2026-05-30", ("2026-04-01", "2026-04-30")),
        ("2025-12-31", "2026-03-01", ("2026-01-01", "2026-02-28")),
        ("2026-03-02", "2026-03-31", None),
        ("2026-03-01", "2026-03-30", None),
        ("2026-03-15", "2026-04-15", None),
        ("2026-03-15", "2026-03-15", None),
    ],
)
def test_months_that_a_period_has_whole(first, last, whole):
    days = whole_months(Period(date.fromisoformat(first), date.fromisoformat(last)))
    assert days == (whole and tuple(map(date.fromisoformat, whole)))


def assert_alike(now: list[dict], ahead: list[dict]):
    assert len(ahead) == len(now)
    for mine, other in zip(ahead, now, strict=True):
        assert mine == {
            name: pytest.approx(value) if isinstance(value, float) else value
            for name, value in other.items()
        }


def came(minutes: float, who: str, code: str, **more):
    return at(minutes, anonymous_id=who, code=code, **more)


def bought(minutes: float, who: str):
    return at(
        minutes,
        type="track",
        name="Order Completed",
        anonymous_id=who,
        order_id=f"{who}-{minutes}",
        value_minor=1000,
        currency="CNY",
    )


def visits(lake, first: int, last: int, **more) -> dict[str, int]:
    """How often paths of those days of March were at each placement."""
    period = Period(date(2026, 3, first), date(2026, 3, last))
    answer = removal_effects(lake, period=period, placements=OWNED, by="placement", **more)
    return {row["label"].removeprefix("placement of "): row["visits"] for row in answer.rows}


def test_a_touch_leads_nowhere_until_the_day_of_its_outcome(tmp_path):
    """Somebody comes on the 2nd and the 3rd, orders on the 4th, and comes again on the 5th."""
    lake = derived(
        tmp_path, came(1, "a", "C1"), came(DAY, "a", "C2"), bought(2 * DAY, "a"),
        came(3 * DAY, "a", "C1"),
    )  # fmt: skip
    count_moves_ahead(lake, EVERYTHING)
    for days, expected in {
        (2, 2): {"A": 1},
        (2, 3): {"A": 1, "B": 1},
        (3, 3): {"B": 1},
        (4, 4): {"A": 1, "B": 1},
        (2, 5): {"A": 2, "B": 1},
        (5, 5): {"A": 1},
    }.items():
        assert visits(lake, *days) == visits(lake, *days, ahead=True) == expected


def test_a_path_goes_on_from_what_an_outcome_left(tmp_path):
    """The first touch is outside of the look-back, so that the last follows it: one path of two."""
    lake = derived(
        tmp_path, came(1, "a", "C1"), came(4 * DAY, "a", "C2"), bought(4 * DAY + 10, "a"),
        came(5 * DAY, "a", "C1"),
    )  # fmt: skip
    count_moves_ahead(lake, EVERYTHING)
    asked = {"period": Period(date(2026, 3, 2), date(2026, 3, 8)), "placements": OWNED}
    for more in ({}, {"ahead": True}):
        [one, *_] = removal_effects(lake, **asked, by="placement", **more).rows
        assert (one["paths"], one["converting"]) == (2, 1)


def test_sealed_days_keep_their_journeys(tmp_path):
    lake = derived(
        tmp_path, came(1, "a", "C1"), bought(10, "a"), came(20 * DAY, "b", "C2"),
    )  # fmt: skip
    retain(lake, ids_from=date(2026, 3, 15), rows_from=date(2026, 1, 1), settings=RULES)
    count_moves_ahead(lake, EVERYTHING)
    assert visits(lake, 1, 31) == visits(lake, 1, 31, ahead=True) == {"A": 1, "B": 1}


def test_other_rules_have_other_paths(tmp_path):
    lake = derived(tmp_path, came(1, "a", "C1"), bought(10, "a"))
    count_moves_ahead(lake, EVERYTHING)
    derive(lake, settings=Settings(conversions=(LEADS,)))
    assert moves_counted_when(lake, EVERYTHING) is None
    assert visits(lake, 1, 31) == visits(lake, 1, 31, ahead=True)


def test_it_says_up_to_when_and_money_is_of_now(tmp_path):
    lake = derived(tmp_path, came(0, "a", "C1"), bought(10, "a"))
    week = {"period": Period(date(2026, 3, 2), date(2026, 3, 8)), "placements": OWNED}
    asked = {**week, "by": "placement", "model": "markov", "ahead": True}
    assert results(lake, **asked).paths_until is None
    assert moves_counted_when(lake, EVERYTHING) is None
    count_moves_ahead(lake, EVERYTHING)
    before = lake.manifest()
    assert results(lake, **asked).paths_until is None  # nothing came since
    lake.append(to_table([came(60, "b", "C2"), bought(70, "b")], "test-2"), "test-2")
    derive(lake, settings=RULES)
    answer = results(lake, **asked)
    assert answer.paths_until == before.fresh_until
    assert answer.events_version == lake.manifest().events_version
    shared = {row["key"]: row["outcomes"] for row in answer.rows}
    assert shared == {"placement of A": 2, "placement of B": 0}
    count_moves_ahead(lake, EVERYTHING)
    shared = {row["key"]: row["outcomes"] for row in results(lake, **asked).rows}
    assert shared == {"placement of A": 1, "placement of B": 1}
    assert results(lake, **{**asked, "by": "day", "model": "last"}).paths_until is None


def test_only_what_is_still_asked_is_kept(tmp_path):
    lake = derived(tmp_path, came(0, "a", "C1"))
    of_orders = SavedMoves("order", "UTC")
    for saved in (EVERYTHING, of_orders, of_orders):
        count_moves_ahead(lake, saved)
    keep_only(lake, [of_orders])
    assert moves_counted_when(lake, EVERYTHING) is None
    assert moves_counted_when(lake, of_orders)
    assert len(list((lake.root / "moves").iterdir())) == 1


def test_erasing_somebody_takes_what_was_counted_ahead(tmp_path):
    lake = derived(tmp_path, came(0, "a", "C1"), came(1, "b", "C2"))
    count_moves_ahead(lake, EVERYTHING)
    erase(lake, identity_of(lake, ["a"]), settings=RULES)
    assert moves_counted_when(lake, EVERYTHING) is None
    assert visits(lake, 1, 31, ahead=True) == {"B": 1}
