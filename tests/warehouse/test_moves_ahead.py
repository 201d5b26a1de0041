"""Markov's paths, counted ahead: any period of them is what counting its touches would say."""

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
from drumbeat.warehouse.questions import Period, removal_effects, results
from drumbeat.warehouse.questions.moves_ahead import (
    SavedMoves,
    count_moves_ahead,
    keep_only,
    moves_counted_when,
)
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, at, derived, logs, placements

pytestmark = pytest.mark.lake

FIRST = date(2026, 2, 28)
ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
OWNED = placements(C1="A", C2="B", C3="B")
DAY = 1440
SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4)


@few_and(100, few=4)
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
    return {row["label"]: (row["visits"], row["paths"]) for row in answer.rows}


def test_a_touch_leads_nowhere_until_the_day_of_its_outcome(tmp_path):
    """Somebody comes on the 2nd and the 3rd, and orders on the 4th; C2 reaches only that far back."""
    lake = derived(
        tmp_path, came(0, "a", "C1"), came(DAY, "a", "C2"), bought(2 * DAY - 10, "a"),
        came(3 * DAY, "a", "C1"), came(0, "b", "C1"), bought(10, "b"),
    )  # fmt: skip
    count_moves_ahead(lake, SavedMoves(None, "UTC"))
    for first, last in ((2, 2), (2, 3), (3, 3), (2, 5), (4, 5), (5, 5)):
        assert visits(lake, first, last) == visits(lake, first, last, ahead=True)
    assert visits(lake, 5, 5, ahead=True) == {"placement of A": (1, 1)}


def test_it_says_up_to_when_and_money_is_of_now(tmp_path):
    lake = derived(tmp_path, came(0, "a", "C1"), bought(10, "a"))
    saved = SavedMoves(None, "UTC")
    week = {"period": Period(date(2026, 3, 2), date(2026, 3, 8)), "placements": OWNED}
    asked = {**week, "by": "placement", "model": "markov", "ahead": True}
    assert results(lake, **asked).paths_until is None
    assert moves_counted_when(lake, saved) is None
    count_moves_ahead(lake, saved)
    before = lake.manifest()
    assert results(lake, **asked).paths_until is None  # nothing came since
    lake.append(to_table([came(60, "b", "C2"), bought(70, "b")], "test-2"), "test-2")
    derive(lake, settings=RULES)
    answer = results(lake, **asked)
    assert answer.paths_until == before.fresh_until
    assert answer.events_version == lake.manifest().events_version
    shared = {row["key"]: row["outcomes"] for row in answer.rows}
    assert shared == {"placement of A": 2, "placement of B": 0}
    count_moves_ahead(lake, saved)
    shared = {row["key"]: row["outcomes"] for row in results(lake, **asked).rows}
    assert shared == {"placement of A": 1, "placement of B": 1}
    assert results(lake, **{**asked, "by": "day", "model": "last"}).paths_until is None


def test_only_what_is_still_asked_is_kept(tmp_path):
    lake = derived(tmp_path, came(0, "a", "C1"))
    of_orders = SavedMoves("order", "UTC")
    count_moves_ahead(lake, SavedMoves(None, "UTC"))
    count_moves_ahead(lake, of_orders)
    keep_only(lake, [of_orders])
    assert moves_counted_when(lake, SavedMoves(None, "UTC")) is None
    assert moves_counted_when(lake, of_orders)
