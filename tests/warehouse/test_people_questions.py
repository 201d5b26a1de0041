"""New and returning, RFM, repeat orders: against plain loops over the derived rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.warehouse.derive import Settings
from drumbeat.warehouse.questions import (
    Period,
    daily,
    order_gaps,
    repeat_rate,
    returning,
    rfm,
    second_orders,
)
from tests.warehouse.examples import few_and
from tests.warehouse.logs import ORDERS, RULES, at, derived, logs, rows
from tests.warehouse.test_questions import order

pytestmark = pytest.mark.lake

DAY = 24 * 60
MARCH = Period(date(2026, 3, 2), date(2026, 3, 31))
SHORT = Period(date(2026, 3, 3), date(2026, 3, 5))
RULE = Settings(conversions=(ORDERS,))


def bought(day, who, minor=100, **fields):
    return order(day * DAY + 60, minor, f"o-{who}-{day}", who=who, **fields)


def told(answer, *names):
    return [tuple(row[name] for name in names) for row in answer.rows]


# -- new and returning --------------------------------------------------------------------------


def test_who_comes_again_next_week_returns_and_brings_the_orders_along(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a"), at(100, anonymous_id="a"), bought(1, "a", 500),
        at(8 * DAY, anonymous_id="a"), at(8 * DAY, anonymous_id="b"), bought(8, "a", 700),
        order(9 * DAY, 40, "o9", who="", consent="denied"),
        settings=RULE,
    )  # fmt: skip
    two_weeks = Period(date(2026, 3, 2), date(2026, 3, 15))
    answer = returning(lake, period=two_weeks)

    assert told(answer, "kind", "people", "sessions", "outcomes", "revenue_by_currency") == [
        ("new", 1, 3, 1, {"CNY": 500}),
        ("returning", 0, 0, 0, {}),
        ("unknown", None, 0, 0, {}),
        ("new", 1, 1, 0, {}),
        ("returning", 1, 2, 1, {"CNY": 700}),
        ("unknown", None, 0, 1, {"CNY": 40}),
    ]
    assert [row["unit"].day for row in answer.rows] == [2, 2, 2, 9, 9, 9]


def test_who_was_there_before_the_period_is_not_new_in_it(tmp_path):
    lake = derived(tmp_path, bought(-20, "a"), at(DAY, anonymous_id="a"), settings=RULE)
    [new, again, _unknown] = returning(lake, period=SHORT, grain="month").rows
    assert (new["people"], again["people"]) == (0, 1)


def test_new_and_returning_know_days_weeks_and_months_only(tmp_path):
    lake = derived(tmp_path, at(0, anonymous_id="a"))
    assert len(returning(lake, period=MARCH, grain="day").rows) == 3 * 30
    assert [row["unit"].day for row in returning(lake, period=MARCH, grain="month").rows] == [1] * 3
    with pytest.raises(ValueError, match="choose one of"):
        returning(lake, period=MARCH, grain="year")


@few_and(6, few=3)
def test_new_and_returning_equal_plain_loops(tmp_path_factory, tried):
    @tried
    @given(logs(), st.sampled_from([None, "order", ("order", "lead")]))
    def equals(log, conversion):
        lake = derived(tmp_path_factory.mktemp("log"), *log, settings=RULES)
        sessions, outcomes = rows(lake, "sessions"), rows(lake, "outcomes")
        first: dict = {}
        for row in [*sessions, *(row for row in outcomes if row["counted"])]:
            if row["person"]:
                first[row["person"]] = min(row["ts"], first.get(row["person"], row["ts"]))
        people, counts, money = defaultdict(set), defaultdict(Counter), Counter()

        def note(row, name, by):
            day = row["ts"].date()
            if SHORT.start <= day <= SHORT.end:
                new = row["person"] and first[row["person"]].date() == day
                kind = "unknown" if not row["person"] else "new" if new else "returning"
                counts[day, kind][name] += by
                if row["person"] and by:
                    people[day, kind].add(row["person"])
                money[day, kind] += row.get("value_minor") or 0

        for row in sessions:
            note(row, "sessions", 1)
        for row in outcomes:
            if conversion is None or row["conversion"] in conversion:
                note(row, "outcomes", row["counted"])
        answer = returning(lake, period=SHORT, grain="day", conversion=conversion)
        for row in answer.rows:
            at_ = row["unit"], row["kind"]
            assert row["sessions"] == counts[at_]["sessions"]
            assert row["outcomes"] == counts[at_]["outcomes"]
            assert sum(row["revenue_by_currency"].values()) == money[at_]
            assert row["people"] == (None if row["kind"] == "unknown" else len(people[at_]))
        if conversion is None:
            days = daily(lake, period=SHORT).rows
            assert sum(r["sessions"] for r in answer.rows) == sum(d["sessions"] for d in days)

    equals()


# -- RFM ------------------------------------------------------------------------------------------


def test_of_five_customers_each_has_a_score_of_its_own(tmp_path):
    lake = derived(
        tmp_path,
        *(bought(day, who, 100 * (day + 1)) for day, who in enumerate("abcde")),
        settings=RULE,
    )
    answer = rfm(lake, period=MARCH, currency="CNY")
    assert told(answer, "r", "f", "m", "customers", "revenue_minor", "recency_days") == [
        (5, 1, 5, 1, 500, 25),
        (4, 1, 4, 1, 400, 26),
        (3, 1, 3, 1, 300, 27),
        (2, 1, 2, 1, 200, 28),
        (1, 1, 1, 1, 100, 29),
    ]


def test_an_order_at_midnight_is_of_the_day_that_begins(tmp_path):
    lake = derived(
        tmp_path,
        order(DAY, 100, "o1", who="a"),
        order(DAY + 60, 100, "o2", who="b"),
        order(DAY - 1 / 60, 100, "o3", who="c"),
        settings=RULE,
    )
    answer = rfm(lake, period=MARCH, currency="CNY")
    assert told(answer, "r", "customers", "recency_days") == [(2, 2, 2 * 28), (1, 1, 29)]


def test_money_in_another_currency_and_nobodys_orders_score_nobody(tmp_path):
    lake = derived(
        tmp_path,
        bought(1, "a", 900, currency="USD"),
        bought(2, "b", 100),
        order(3 * DAY, 40, "o9", who="", consent="denied"),
        settings=RULE,
    )
    answer = rfm(lake, period=MARCH, currency="CNY")
    assert told(answer, "r", "m", "label", "customers", "outcomes", "revenue_minor") == [
        (3, 3, None, 1, 1, 100),
        (1, 1, None, 1, 1, 0),
        (None, None, "unknown", 0, 1, 40),
    ]


def scores_by_hand(values):
    """{person: score}, best = largest value."""
    everybody = list(values.values())
    return {
        person: 1 + 5 * sum(other < value for other in everybody) // len(everybody)
        for person, value in values.items()
    }


def rfm_by_hand(outcomes, period, currency):
    """{(r, f, m): [customers, outcomes, revenue]} of rows with person, ts, counted, value_minor."""
    inside = [row for row in outcomes if period.start <= row["ts"].date() <= period.end]
    counts, money, last = Counter(), Counter(), {}
    for row in inside:
        counts[row["person"]] += row["counted"]
        money[row["person"]] += (row["value_minor"] or 0) if row["currency"] == currency else 0
        if row["counted"]:
            last[row["person"]] = max(row["ts"].date(), last.get(row["person"], period.start))
    customers = [person for person in counts if person and counts[person]]
    recency = {person: -(period.end - last[person]).days for person in customers}
    r, f, m = (
        scores_by_hand(values)
        for values in (
            recency,
            {person: counts[person] for person in customers},
            {person: money[person] for person in customers},
        )
    )
    cells: dict = {}
    for person in counts:
        known = person in r
        cell = (r[person], f[person], m[person]) if known else (None, None, None)
        row = cells.setdefault(cell, [0, 0, 0])
        row[0] += known
        row[1] += counts[person]
        row[2] += money[person]
    return cells


@few_and(12, few=4)
def test_rfm_equals_plain_loops(tmp_path_factory, tried):
    @tried
    @given(logs())
    def equals(log):
        lake = derived(tmp_path_factory.mktemp("log"), *log, settings=RULES)
        found = rfm(lake, period=MARCH, currency="CNY", conversion=("order", "lead")).rows
        assert {
            (row["r"], row["f"], row["m"]): [
                row["customers"],
                row["outcomes"],
                row["revenue_minor"],
            ]
            for row in found
        } == rfm_by_hand(rows(lake, "outcomes"), MARCH, "CNY")

    equals()


# -- repeat orders --------------------------------------------------------------------------------


def test_repeat_rate_is_who_ordered_twice_in_the_period(tmp_path):
    lake = derived(
        tmp_path,
        bought(-40, "c"), bought(1, "a"), bought(3, "a"), bought(2, "b"), bought(4, "c"),
        settings=RULE,
    )  # fmt: skip
    [row] = repeat_rate(lake, period=MARCH).rows
    assert (row["customers"], row["repeaters"], row["outcomes"]) == (3, 1, 4)
    assert row["repeat_rate"] == pytest.approx(1 / 3)
    assert (row["gaps"], row["median_days"]) == (2, pytest.approx((2 + 44) / 2))


def test_without_customers_there_is_no_rate(tmp_path):
    lake = derived(tmp_path, at(0, anonymous_id="a"), settings=RULE)
    [row] = repeat_rate(lake, period=MARCH).rows
    assert (row["customers"], row["repeat_rate"], row["median_days"]) == (0, None, None)
    assert [row["share"] for row in second_orders(lake, period=MARCH).rows] == [None] * 5


def test_only_who_had_the_whole_window_is_asked_for_a_second_order(tmp_path):
    lake = derived(
        tmp_path,
        bought(0, "a"), bought(30, "a"), bought(0, "b"), bought(31, "b"), bought(50, "late"),
        settings=RULE,
    )  # fmt: skip
    two_months = Period(date(2026, 3, 2), date(2026, 4, 30))
    answer = second_orders(lake, period=two_months)
    assert told(answer, "days", "people", "again")[:3] == [(30, 2, 1), (60, 0, 0), (90, 0, 0)]


def test_times_between_orders_fall_into_spans(tmp_path):
    lake = derived(
        tmp_path, bought(0, "a"), bought(7, "a"), bought(15, "a"), bought(16, "a"), settings=RULE
    )
    assert told(order_gaps(lake, period=MARCH), "over", "up_to", "gaps")[:3] == [
        (0, 7, 2),
        (7, 14, 1),
        (14, 30, 0),
    ]


@few_and(12, few=4)
def test_repeat_orders_equal_plain_loops(tmp_path_factory, tried):
    @tried
    @given(logs())
    def equals(log):
        lake = derived(tmp_path_factory.mktemp("log"), *log, settings=RULES)
        own = defaultdict(list)
        for row in sorted(rows(lake, "outcomes"), key=lambda row: (row["ts"], row["outcome_id"])):
            if row["counted"] and row["person"] and row["ts"].date() <= SHORT.end:
                own[row["person"]].append(row["ts"])
        inside = {p: [ts for ts in all_ if ts.date() >= SHORT.start] for p, all_ in own.items()}
        inside = {person: orders for person, orders in inside.items() if orders}
        gaps = [
            (int(later.timestamp()) - int(earlier.timestamp())) / 86_400
            for all_ in own.values()
            for earlier, later in pairwise(all_)
            if later.date() >= SHORT.start
        ]
        [row] = repeat_rate(lake, period=SHORT).rows
        assert row["customers"] == len(inside)
        assert row["repeaters"] == sum(len(orders) > 1 for orders in inside.values())
        assert row["outcomes"] == sum(map(len, inside.values()))
        assert row["gaps"] == len(gaps)
        assert row["median_days"] == (pytest.approx(median(gaps)) if gaps else None)
        assert sum(span["gaps"] for span in order_gaps(lake, period=SHORT).rows) == len(gaps)
        long = Period(SHORT.start, SHORT.end + timedelta(days=40))
        news = [o for o in _whole(lake).values() if o[0].date() >= SHORT.start]
        [first, *_rest] = second_orders(lake, period=long).rows
        assert first["people"] == len(news)
        assert first["again"] == sum(
            len(o) > 1 and (o[1] - o[0]) <= timedelta(days=30) for o in news
        )

    equals()


def _whole(lake):
    own = defaultdict(list)
    for row in sorted(rows(lake, "outcomes"), key=lambda row: (row["ts"], row["outcome_id"])):
        if row["counted"] and row["person"]:
            own[row["person"]].append(row["ts"])
    return own
