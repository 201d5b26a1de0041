"""Funnels: in order, in time, everybody once; checked against plain loops over the same events."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.warehouse.questions import FunnelStep, Period, funnel
from tests.warehouse.examples import few_and
from tests.warehouse.logs import MINUTE, RULES, at, derived, logs
from tests.warehouse.reference import ids_of, once_each
from tests.warehouse.reference import people as who_is_who

pytestmark = pytest.mark.lake

WEEK = Period(date(2026, 3, 1), date(2026, 3, 10))
CAME = FunnelStep("code", "C1")
LOOKED = FunnelStep("page", "/tea/*")
BOUGHT = FunnelStep("event", "Order Completed")


def page(minutes, who, path, **fields):
    return at(minutes, anonymous_id=who, path=path, **fields)


def bought(minutes, who):
    return at(minutes, anonymous_id=who, type="track", name="Order Completed", order_id=f"o{who}")


def people(lake, *steps, hours=24):
    answer = funnel(lake, period=WEEK, steps=list(steps), window_hours=hours)
    return [row["people"] for row in answer.rows]


def test_those_who_came_looked_and_bought(tmp_path):
    lake = derived(
        tmp_path,
        page(0, "a", "/", code="C1"), page(2, "a", "/tea/green"), bought(5, "a"),
        page(0, "b", "/", code="C1"), page(3, "b", "/tea/black"),
        page(0, "c", "/", code="C1"), bought(4, "c"),
        page(1, "d", "/tea/green"), bought(4, "d"),
    )  # fmt: skip
    answer = funnel(lake, period=WEEK, steps=[CAME, LOOKED, BOUGHT], window_hours=1)

    assert [row["people"] for row in answer.rows] == [3, 2, 1]
    assert [row["of_first"] for row in answer.rows] == pytest.approx([1, 2 / 3, 1 / 3])
    assert answer.rows[2]["of_previous"] == pytest.approx(1 / 2)
    assert [row["median_seconds"] for row in answer.rows[1:]] == pytest.approx([150, 180])


def test_a_step_before_the_one_it_follows_does_not_count(tmp_path):
    lake = derived(tmp_path, bought(1, "a"), page(2, "a", "/", code="C1"))

    assert people(lake, CAME, BOUGHT) == [1, 0]


def test_a_later_start_may_be_the_one_that_is_in_time(tmp_path):
    lake = derived(
        tmp_path, page(0, "a", "/", code="C1"), page(500, "a", "/", code="C1"), bought(510, "a")
    )

    assert people(lake, CAME, BOUGHT, hours=1) == [1, 1]


def test_a_person_is_one_across_devices(tmp_path):
    lake = derived(
        tmp_path,
        page(0, "phone", "/", code="C1", user_id="u"),
        at(9, anonymous_id="desk", user_id="u", type="identify"),
        bought(10, "desk"),
    )

    assert people(lake, CAME, BOUGHT) == [1, 1]


def test_who_refused_and_what_bots_do_is_not_in_it(tmp_path):
    lake = derived(
        tmp_path,
        page(0, "a", "/", code="C1", bot=True),
        page(0, "", "/", code="C1", consent="denied"),
    )

    assert people(lake, CAME, BOUGHT) == [0, 0]


def test_signs_that_sql_would_read_mean_themselves(tmp_path):
    lake = derived(tmp_path, page(0, "a", "/100%_off/x"), page(1, "b", "/100 and off/x"))

    assert people(lake, FunnelStep("page", "/100%_off/*"), BOUGHT) == [1, 0]


@pytest.mark.parametrize("count", [1, 11])
def test_a_funnel_has_two_to_ten_steps(tmp_path, count):
    lake = derived(tmp_path, page(0, "a", "/"))
    with pytest.raises(ValueError, match="2 to 10 steps"):
        funnel(lake, period=WEEK, steps=[CAME] * count, window_hours=1)


STEPS = [CAME, FunnelStep("code", "C2"), BOUGHT, FunnelStep("event", "Lead Sent")]


@few_and(25, few=4)
def test_a_funnel_equals_plain_loops(tmp_path_factory, tried):
    @tried
    @given(logs(), st.lists(st.sampled_from(STEPS), min_size=2, max_size=4), st.integers(1, 30))
    def equals(log, steps, hours):
        lake = derived(tmp_path_factory.mktemp("log"), *log, settings=RULES)
        assert people(lake, *steps, hours=hours) == by_hand(log, steps, hours)

    equals()


def by_hand(log, steps, hours, root=None) -> list[int]:
    events = once_each(log)
    root = who_is_who(events) if root is None else root
    done: dict[str, list] = {}
    for event in events:
        who = ids_of(event)[1]
        if who and not event.bot:
            done.setdefault(root.get(who, who), []).append(event)
    reached = [0] * len(steps)
    for own in done.values():
        best = 0
        for start in own:
            if not matches(start, steps[0]):
                continue
            got, last = 1, start.ts
            for step in steps[1:]:
                later = [
                    event.ts
                    for event in own
                    if matches(event, step) and last < event.ts <= start.ts + hours * 60 * MINUTE
                ]
                if not later:
                    break
                got, last = got + 1, min(later)
            best = max(best, got)
        for number in range(best):
            reached[number] += 1
    return reached


def matches(event, step) -> bool:
    if step.kind == "code":
        return event.code == step.value
    return event.type == "track" and event.name == step.value


def test_a_landing_with_a_campaigns_link_is_at_once_the_page_that_follows(tmp_path):
    lake = derived(
        tmp_path,
        page(0, "a", "/tea/green", code="C1"), bought(5, "a"),
        page(0, "b", "/tea/green", code="C9"), bought(5, "b"),
        page(0, "c", "/tea/green"), page(1, "c", "/", code="C2"),
    )  # fmt: skip
    came = FunnelStep("link", codes=("C1", "C2"))

    assert people(lake, came, LOOKED, BOUGHT) == [2, 1, 1]
    assert people(lake, FunnelStep("page", "/tea/*", codes=("C9",)), BOUGHT) == [1, 1]
    assert people(lake, FunnelStep("link", codes=()), BOUGHT) == [0, 0]


def test_an_event_counts_only_on_its_page(tmp_path):
    def clicked(minutes, who, path):
        return at(minutes, anonymous_id=who, type="track", name="Clicked", path=path)

    lake = derived(
        tmp_path,
        page(0, "a", "/tea/green"), clicked(1, "a", "/tea/green"),
        page(0, "b", "/tea/green"), clicked(1, "b", "/help"),
    )  # fmt: skip

    assert people(lake, LOOKED, FunnelStep("event", "Clicked", page="/tea/*")) == [2, 1]
    assert people(lake, LOOKED, FunnelStep("event", "Clicked")) == [2, 2]
