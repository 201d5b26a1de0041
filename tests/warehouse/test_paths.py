"""Paths: what people did next or before, walk by walk; against plain loops over the same events."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from drumbeat.warehouse.questions import FunnelStep, Period, channel_paths, page_paths
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, at, derived, logs, placements, rows
from tests.warehouse.reference import ids_of, once_each, session_of_each
from tests.warehouse.test_questions import OWNED, WEEK, order

pytestmark = pytest.mark.lake

PERIOD = Period(date(2026, 3, 1), date(2026, 3, 10))


def page(minutes, who, path, **fields):
    return at(minutes, anonymous_id=who, path=path, **fields)


def told(answer):
    return [(row["steps"], row["walks"], row["goes_on"]) for row in answer.rows]


def a_shop(folder):
    """Two sessions by way of the tea, one past it, one that came back after an hour."""
    return derived(
        folder,
        page(0, "a", "/"), page(1, "a", "/tea/green"), page(2, "a", "/tea/black"), page(3, "a", "/cart"),
        page(0, "b", "/"), page(1, "b", "/tea/green"),
        page(0, "c", "/"), page(1, "c", "/about"), page(2, "c", "/about"),
        page(100, "c", "/cart"),
    )  # fmt: skip


def test_from_where_sessions_begin(tmp_path):
    answer = page_paths(a_shop(tmp_path), period=PERIOD, length=3)
    assert told(answer) == [
        (["/", "/about"], 1, False),
        (["/", "/tea/green"], 1, False),
        (["/", "/tea/green", "/tea/black"], 1, True),
        (["/cart"], 1, False),
    ]
    assert {(row["met"], row["all_walks"]) for row in answer.rows} == {(4, 4)}
    assert answer.rows[0]["share"] == 0.25


def test_to_where_sessions_end(tmp_path):
    answer = page_paths(a_shop(tmp_path), period=PERIOD, direction="to", length=2)
    assert told(answer) == [
        (["/", "/about"], 1, False),
        (["/cart"], 1, False),
        (["/tea/black", "/cart"], 1, True),
        (["/", "/tea/green"], 1, False),
    ]


def test_an_anchor_with_a_star_is_one_step_however_many_pages_it_is(tmp_path):
    tea = FunnelStep("page", "/tea/*")
    lake = a_shop(tmp_path)
    after = page_paths(lake, period=PERIOD, anchor=tea, length=2)
    assert told(after) == [(["/tea/*"], 1, False), (["/tea/*", "/cart"], 1, False)]
    assert (after.rows[0]["met"], after.rows[0]["all_walks"]) == (2, 4)
    before = page_paths(lake, period=PERIOD, anchor=tea, direction="to", length=3)
    assert told(before) == [(["/", "/tea/*"], 2, False)]


def test_an_event_can_be_the_anchor(tmp_path):
    lake = derived(
        tmp_path, page(0, "a", "/"), page(1, "a", "/cart"), order(2, 100, "o1"), page(3, "a", "/thanks")
    )  # fmt: skip
    bought = FunnelStep("event", "Order Completed")
    answer = page_paths(lake, period=PERIOD, anchor=bought, direction="to", length=4)
    assert told(answer) == [(["/", "/cart", "Order Completed"], 1, False)]


def test_without_walks_there_is_no_row(tmp_path):
    lake = derived(tmp_path, page(0, "a", "/", bot=True), page(0, "", "/", consent="denied"))
    assert page_paths(lake, period=PERIOD).rows == []
    assert channel_paths(lake, period=PERIOD, placements=OWNED).rows == []


def test_only_known_directions_and_lengths_are_walked(tmp_path):
    lake = derived(tmp_path, page(0, "a", "/"))
    with pytest.raises(ValueError, match="choose one of"):
        page_paths(lake, period=PERIOD, direction="around")
    with pytest.raises(ValueError, match="2 to 6 steps"):
        channel_paths(lake, period=PERIOD, placements=OWNED, length=7)


def test_channels_that_led_to_an_order(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a", code="C1"), at(40, anonymous_id="a", code="C1"),
        at(100, anonymous_id="a"), order(110, 100, "o1"),
        at(0, anonymous_id="b"), order(10, 100, "o2", who="b"),
        order(10, 100, "o3", who="", consent="denied"),
        settings=RULES,
    )  # fmt: skip
    owned = placements(C1="P1")
    answer = channel_paths(lake, period=WEEK, placements=owned)
    assert told(answer) == [(["direct"], 1, False), (["channel of P1", "direct"], 1, False)]
    after = channel_paths(
        lake, period=WEEK, placements=owned, anchor="channel of P1", direction="from"
    )
    assert [(row["steps"], row["met"], row["all_walks"]) for row in after.rows] == [
        (["channel of P1", "direct"], 1, 2)
    ]


# -- the oracle -----------------------------------------------------------------------------------

ANCHORS = [None, FunnelStep("code", "C1"), FunnelStep("event", "Order Completed")]


@few_and(12, few=4)
def test_page_paths_equal_plain_loops(tmp_path_factory, tried):
    @tried
    @given(logs(), st.sampled_from(ANCHORS), st.sampled_from(["from", "to"]), st.integers(2, 5))
    def equals(log, anchor, direction, length):
        log = [_with_a_path(event) for event in log]
        lake = derived(tmp_path_factory.mktemp("log"), *log, settings=RULES)
        answer = page_paths(lake, period=PERIOD, anchor=anchor, direction=direction, length=length)
        assert _found(answer) == _by_hand(_session_walks(log, anchor), anchor, direction, length)

    equals()


@few_and(12, few=3)
def test_channel_paths_equal_plain_loops(tmp_path_factory, tried):
    @tried
    @given(logs(), st.sampled_from(["from", "to"]), st.sampled_from([None, "direct"]))
    def equals(log, direction, anchor):
        lake = derived(tmp_path_factory.mktemp("log"), *log, settings=RULES)
        owned = placements(C1="A")
        answer = channel_paths(
            lake, period=PERIOD, placements=owned, conversion="order", anchor=anchor,
            direction=direction, length=3,
        )  # fmt: skip
        walks = defaultdict(list)
        for step in rows(lake, "journeys"):
            if step["conversion"] == "order" and step["counted"] and step["length"]:
                walks[step["outcome_id"]].append((step["touch_ts"], step["touch_id"], step))
        told_ = {
            walk: [(_channel(step), _channel(step) == anchor) for *_, step in sorted(steps, key=lambda s: s[:2])]
            for walk, steps in walks.items()
        }  # fmt: skip
        assert _found(answer) == _by_hand(told_, anchor, direction, 3)

    equals()


def _channel(step):
    if step["direct"]:
        return "direct"
    if step["code"] == "C1":
        return "channel of A"
    return "unmapped" if step["code"] else step["channel"]


def _found(answer):
    return Counter({(tuple(r["steps"]), r["goes_on"]): r["walks"] for r in answer.rows})


def _with_a_path(event):
    # Copies of one message have one path.
    return replace(event, path=f"/{sum(map(ord, event.message_id)) % 4}")


def _session_walks(log, anchor):
    """{session: [(step, whether it is the anchor)]} in the order of time."""
    events = once_each(log)
    visited = session_of_each(events)
    spans = defaultdict(list)
    for event in events:
        if event.message_id in visited:
            spans[visited[event.message_id]].append(event.ts)
    walks = defaultdict(list)
    for event in sorted(events, key=lambda event: (event.ts, event.message_id)):
        visitor, _who = ids_of(event)
        held = anchor is not None and _is(event, anchor)
        if event.bot or not visitor or not (held or event.type in ("page", "screen")):
            continue
        for walk, moments in spans.items():
            if walk[0] == visitor and min(moments) <= event.ts <= max(moments):
                walks[walk].append((anchor.value if held else event.path, held))
    return walks


def _is(event, step):
    if step.kind == "code":
        return event.code == step.value
    return event.type == "track" and event.name == step.value


def _by_hand(walks, anchor, direction, length):
    found = Counter()
    for steps in walks.values():
        once = [next(same) for _name, same in groupby(steps, key=lambda step: step[0])]
        names = [name for name, _held in once]
        held = [place for place, (_name, is_it) in enumerate(once) if is_it]
        if anchor is not None and not held:
            continue
        if direction == "from":
            rest = names[held[0] if anchor else 0 :]
            found[tuple(rest[:length]), len(rest) > length] += 1
        else:
            rest = names[: (held[0] if anchor else len(names) - 1) + 1]
            found[tuple(rest[-length:]), len(rest) > length] += 1
    return found
