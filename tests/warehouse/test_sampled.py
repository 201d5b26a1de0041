"""One person in 64: who is in the sample, with what, and what estimates from it say."""

from __future__ import annotations

import tempfile
from datetime import date
from hashlib import md5
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.derive.sampled import ONE_IN
from drumbeat.warehouse.events import Event, to_table
from drumbeat.warehouse.questions import FunnelStep, Period, funnel, page_paths, paths
from tests.warehouse import reference
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, a_lake, at, derived, logs, rows
from tests.warehouse.test_funnel import STEPS, by_hand

pytestmark = pytest.mark.lake

WEEK = Period(date(2026, 3, 1), date(2026, 3, 10))
CAME, BOUGHT = FunnelStep("page", "/"), FunnelStep("event", "Order Completed")


def is_in(name: str) -> bool:
    return int(md5(name.encode()).hexdigest()[:2], 16) * ONE_IN < 256


def some(prefix: str, inside: bool) -> str:
    return next(f"{prefix}{n}" for n in count() if is_in(f"{prefix}{n}") is inside)


IN, OUT = some("in", True), some("out", False)
# Of the people of random logs, some are in the sample and some are not.
_NAMES = {
    "a1": IN,
    "a2": OUT,
    "a3": some("dev", True),
    "u1": some("user", True),
    "u2": some("user", False),
}


def renamed(event: Event) -> Event:
    ids = ("anonymous_id", "user_id", "previous_id")
    return replace(event, **{name: _NAMES.get(getattr(event, name), "") for name in ids})


def sampled_logs(most: int = 60):
    return logs(most=most).map(lambda events: [renamed(event) for event in events])


def told(events: list[Event]) -> dict[str, tuple]:
    """Message id → (person, session) of what the sample has to hold, by hand."""
    events = reference.once_each(events)
    root, sessions = reference.people(events), reference.session_of_each(events)
    found = {}
    for event in events:
        who = reference.ids_of(event)[1]
        if who and not event.bot and event.type != "alias" and is_in(root.get(who, who)):
            session = sessions.get(event.message_id)
            name = f"{session[0]}.{session[1] // 1_000_000}" if session else None
            found[event.message_id] = (root.get(who, who), name)
    return found


@few_and(10)
def test_it_holds_all_that_its_people_did(tried):
    @tried
    @given(sampled_logs())
    def holds(events):
        with tempfile.TemporaryDirectory() as folder:
            lake = derived(Path(folder), *events)
            held = {
                row["message_id"]: (row["person"], row["session_id"])
                for row in rows(lake, "sampled")
            }
            assert held == told(events)

    holds()


@few_and(8, few=2)
def test_late_and_in_parts_it_is_the_same(tried):
    @tried
    @given(sampled_logs(most=30), st.randoms(use_true_random=False), st.integers(2, 4))
    def holds(events, random, parts):
        with tempfile.TemporaryDirectory() as folder:
            once = derived(Path(folder) / "once", *events)
            late = a_lake(Path(folder) / "late")
            shuffled = random.sample(events, len(events))
            for number in range(parts):
                batch = to_table(shuffled[number::parts], f"test-{number}")
                late.append(batch, f"test-{number}")
                derive(late, settings=RULES)
            assert rows(late, "sampled") == rows(once, "sampled")

    holds()


def test_a_tie_of_a_device_found_only_later_is_nothing_it_did(tmp_path):
    """No row is made of an alias, so no day of one would be found again."""
    tie = at(0, type="alias", previous_id=IN, anonymous_id=OUT)
    lake = derived(tmp_path, tie)
    seen = at(3 * 1440, anonymous_id=OUT, user_id=IN, path="/")
    lake.append(to_table([seen], "test-2"), "test-2")
    derive(lake, settings=RULES)
    assert [row["path"] for row in rows(lake, "sampled")] == ["/"]


def test_what_a_server_said_of_a_user_who_is_in_it_only_later(tmp_path):
    said = at(0, type="track", name="Plan Renewed", user_id=OUT)
    alias = at(3 * 1440, type="alias", previous_id=OUT, user_id=IN)
    lake = derived(tmp_path, said)
    assert rows(lake, "sampled") == []
    lake.append(to_table([alias], "test-2"), "test-2")
    derive(lake, settings=RULES)
    assert [row["name"] for row in rows(lake, "sampled")] == ["Plan Renewed"]


@few_and(8, few=3)
def test_an_estimated_funnel_is_that_of_the_sample(tried):
    @tried
    @given(sampled_logs(), st.lists(st.sampled_from(STEPS), min_size=2, max_size=4))
    def equals(events, steps):
        with tempfile.TemporaryDirectory() as folder:
            lake = derived(Path(folder), *events)
            answer = funnel(lake, period=WEEK, steps=steps, window_hours=9, estimated=True)
        ids = told(events)
        mine = [event for event in reference.once_each(events) if event.message_id in ids]
        # A tie between two people may be told by an event that is not in the sample.
        root = reference.people(reference.once_each(events))
        seen = by_hand(mine, steps, 9, root=root)
        assert [row["people"] for row in answer.rows] == [ONE_IN * people for people in seen]
        assert answer.one_in == ONE_IN

    equals()


def a_crowd(folder, people=3_000):
    """Everybody came, each third bought; each looks at one of two teas between."""
    events = []
    for n in range(people):
        who = {"anonymous_id": f"p{n}"}
        events += [at(n, path="/", **who), at(n + 1, path=f"/tea/{n % 2}", **who)]
        if n % 3 == 0:
            events.append(at(n + 2, type="track", name="Order Completed", **who))
    return derived(folder, *events)


def test_bounds_hold_what_an_exact_funnel_counts(tmp_path):
    lake = a_crowd(tmp_path)
    asked = {"period": WEEK, "steps": [CAME, BOUGHT], "window_hours": 1}
    exact, estimated = funnel(lake, **asked), funnel(lake, **asked, estimated=True)
    assert [row["people"] for row in exact.rows] == [3_000, 1_000]
    assert exact.rows[1]["between"] is None
    for counted, guessed in zip(exact.rows, estimated.rows, strict=True):
        low, high = guessed["between"]
        assert low < counted["people"] < high
        low, high = guessed["of_first_between"]
        assert low <= counted["of_first"] <= high


def test_bounds_hold_what_exact_paths_count(tmp_path):
    lake = a_crowd(tmp_path)
    exact, estimated = (
        page_paths(lake, period=WEEK, length=3, estimated=is_estimate)
        for is_estimate in (False, True)
    )
    counted = {tuple(row["steps"]): row for row in exact.rows}
    assert {steps: row["walks"] for steps, row in counted.items()} == {
        ("/", "/tea/0"): 1_500,
        ("/", "/tea/1"): 1_500,
    }
    for row in estimated.rows:
        low, high = row["between"]
        assert low < counted[tuple(row["steps"])]["walks"] < high
        low, high = row["share_between"]
        assert low < 0.5 < high
        low, high = row["met_between"]
        assert low < 3_000 < high


def test_of_a_long_log_fewer_people_say_as_much(tmp_path, monkeypatch):
    lake = a_crowd(tmp_path)
    monkeypatch.setattr(paths, "MOST_EVENTS", sum(lake.event_rows().values()) / 200)
    estimated = page_paths(lake, period=WEEK, length=3, estimated=True)
    few = [n for n in range(3_000) if md5(f"p{n}".encode()).hexdigest() < "01"]
    assert estimated.one_in == 256
    assert estimated.rows[0]["met"] == 256 * len(few)
    low, high = estimated.rows[0]["met_between"]
    assert low < 3_000 < high


def test_whoever_counts_often_widens_the_bounds(tmp_path):
    """The same number of visits, of ten people or of one."""
    names = [name for name in (f"p{n}" for n in range(2_000)) if is_in(name)][:10]

    def width(visitors: list[str], folder) -> float:
        visits = [at(n * 60, path="/", anonymous_id=who) for n, who in enumerate(visitors)]
        [row] = page_paths(derived(folder, *visits), period=WEEK, estimated=True).rows
        assert row["walks"] == 10 * ONE_IN
        low, high = row["between"]
        return high - low

    assert width(names[:1] * 10, tmp_path / "one") > 2 * width(names, tmp_path / "ten")


def test_a_period_without_anybody_has_no_paths(tmp_path):
    lake = derived(tmp_path, at(0, anonymous_id=OUT, path="/"))
    assert page_paths(lake, period=WEEK, estimated=True).rows == []
    estimated = funnel(lake, period=WEEK, steps=[CAME, BOUGHT], window_hours=1, estimated=True)
    assert [row["people"] for row in estimated.rows] == [0, 0]
    assert estimated.rows[0]["between"][1] > 100
