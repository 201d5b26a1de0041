"""Answers: they tie out, say where they are from, and never hide what they could not place."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from drumbeat.warehouse.derive import Settings, derive
from drumbeat.warehouse.events import to_table
from drumbeat.warehouse.questions import (
    BY,
    MODELS,
    Period,
    daily,
    freshness,
    last_touches,
    outcome_rows,
    results,
    verified,
)
from tests.warehouse.logs import ORDERS, a_lake, at, derived, placements

pytestmark = pytest.mark.lake

WEEK = Period(date(2026, 3, 2), date(2026, 3, 8))
OWNED = placements(C1="P1", C2="P2")


def order(minutes, value, number, who="a", currency="CNY", **fields):
    return at(
        minutes,
        type="track",
        name="Order Completed",
        order_id=number,
        value_minor=value,
        currency=currency,
        anonymous_id=who,
        **fields,
    )


def a_week():
    """Three coded touches and a direct one before an order of 100.00, and others beside it."""
    return [
        at(0, anonymous_id="a", code="C1"),
        at(100, anonymous_id="a", code="C2"),
        at(200, anonymous_id="a", code="C1"),
        at(300, anonymous_id="a"),
        order(310, 10_000, "o1"),
        at(400, anonymous_id="b", referrer="https://www.google.com/"),
        order(410, 333, "o2", who="b"),
        at(500, anonymous_id="c", code="LOST"),
        order(510, 77, "o3", who="c"),
        order(610, 5, "o4", who="", consent="denied"),
        at(700, anonymous_id="d"),
        order(710, 8, "o5", who="d"),
    ]


def by_label(answer):
    return {row["label"]: row for row in answer.rows}


def a_derived_week(folder):
    return derived(folder, *a_week(), settings=Settings(conversions=(ORDERS,)))


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    """Only asked, never written: what adds to it makes a week of its own."""
    return a_derived_week(tmp_path_factory.mktemp("week"))


@pytest.mark.parametrize(
    ("model", "p1", "p2", "direct"),
    [
        ("first", 10_000, 0, 8),
        ("last", 0, 0, 10_008),
        ("last_non_direct", 10_000, 0, 8),
        ("linear", 5_000, 2_500, 2_508),
        ("position", 5_000, 1_000, 4_008),
        ("shapley", 3_334, 3_333, 3_333 + 8),
    ],
)
def test_models_share_an_order_as_they_are_defined(lake, model, p1, p2, direct):
    rows = by_label(results(lake, period=WEEK, placements=OWNED, by="placement", model=model))
    assert rows["placement of P1"]["revenue_minor"] == p1
    assert rows["placement of P2"]["revenue_minor"] == p2
    assert rows["direct"]["revenue_minor"] == direct
    assert rows["no_code"]["revenue_minor"] == 333
    assert rows["unmapped"]["revenue_minor"] == 77
    assert rows["unknown"]["revenue_minor"] == 5


@pytest.mark.parametrize(
    "model",
    ["linear", "markov"]
    + [pytest.param(model, marks=pytest.mark.slow) for model in MODELS if model != "linear"],
)
@pytest.mark.parametrize("by", BY)
def test_i07_i08_every_cut_sums_to_all_outcomes_touches_and_money(lake, by, model):
    answer = results(lake, period=WEEK, placements=OWNED, by=by, model=model)
    assert sum(row["outcomes"] for row in answer.rows) == pytest.approx(5, abs=1e-9)
    assert sum(row["revenue_minor"] for row in answer.rows) == 10_000 + 333 + 77 + 5 + 8
    assert sum(row["touches"] for row in answer.rows) == 7


def test_a_touch_of_nobody_is_no_visitor_in_any_cut(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a", code="C1"),
        at(100, code="C1", consent="denied", message_id="refused"),
    )
    for by in ("total", "day", "placement", "channel"):
        rows = results(lake, period=WEEK, placements=OWNED, by=by).rows
        assert [(row["touches"], row["visitors"]) for row in rows if row["touches"]] == [(2, 1)], by


def test_who_came_by_two_codes_is_one_visitor_of_what_they_share(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a", code="C1"),
        at(100, anonymous_id="a", code="C2"),
        at(200, anonymous_id="b", code="C2"),
        at(300, anonymous_id="b", code="C3"),
    )
    owned = placements(C1="P1", C2="P1", C3="P2")
    for by, told in {
        "message": {"message of P1": 2, "message of P2": 1},
        "channel": {"channel of P1": 2, "channel of P2": 1},
        "conversion": {None: 2},
    }.items():
        rows = results(lake, period=WEEK, placements=owned, by=by).rows
        assert {row["key"]: row["visitors"] for row in rows} == told


def test_i07_a_cent_that_cannot_be_split_goes_to_the_earlier_touch(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a", code="C1"),
        at(100, anonymous_id="a", code="C2"),
        at(200, anonymous_id="a", code="C3"),
        order(210, 100, "o1"),
        at(220, type="track", name="Order Refunded", order_id="o1", value_minor=50),
    )
    owned = placements(C1="P1", C2="P2", C3="P3")
    rows = by_label(
        results(lake, period=WEEK, placements=owned, by="placement", model="linear", dated="cash")
    )
    shared = [rows[f"placement of P{n}"]["revenue_minor"] for n in (1, 2, 3)]
    assert shared == [34 - 17, 33 - 17, 33 - 16]
    assert sum(row["outcomes"] for row in rows.values()) == pytest.approx(1)


def test_i25_a_retired_code_still_logs_and_shows_as_unmapped(lake):
    rows = by_label(results(lake, period=WEEK, placements=placements(C2="P2"), by="campaign"))
    assert rows["unmapped"]["touches"] == 3
    assert rows["unmapped"]["revenue_minor"] == 10_077


def test_a_remapped_code_takes_its_past_along(lake):
    moved = placements(C1="P9", C2="P2")
    rows = by_label(results(lake, period=WEEK, placements=moved, by="goal"))
    assert rows["goal of P9"]["revenue_minor"] == 10_000


def test_one_campaign_shows_what_it_earned_and_what_was_earned_elsewhere(lake):
    answer = results(
        lake,
        period=WEEK,
        placements=OWNED,
        by="message",
        within={"campaign": "campaign of P2"},
        model="linear",
    )
    rows = by_label(answer)
    assert rows["message of P2"]["revenue_minor"] == 2_500
    assert rows["other"]["revenue_minor"] == 5_000
    assert {"direct", "no_code", "unmapped", "unknown"} <= rows.keys()
    assert sum(row["revenue_minor"] for row in answer.rows) == 10_423


def test_a_placement_s_channel_stands_over_what_its_landing_looked_like(lake):
    rows = by_label(results(lake, period=WEEK, placements=OWNED, by="channel"))
    assert rows["channel of P1"]["touches"] == 2
    assert rows["Organic Search"]["outcomes"] == 1


def test_a_placement_without_a_message_is_a_row_of_its_own(lake):
    column = OWNED.schema.get_field_index("message")
    bare = OWNED.set_column(column, "message", [["", None]])
    rows = by_label(results(lake, period=WEEK, placements=bare, by="message"))
    assert rows["unset"]["touches"] == 3


def test_currencies_are_never_added_up(tmp_path):
    lake = derived(
        tmp_path, order(0, 100, "o1"), order(1, 200, "o2", currency="USD"), at(2, anonymous_id="x")
    )
    (row,) = results(lake, period=WEEK, placements=OWNED).rows
    assert (row["revenue_minor"], row["currency"]) == (None, "")
    assert row["revenue_by_currency"] == {"CNY": 100, "USD": 200}


def test_days_are_the_asker_s_own_and_quiet_ones_are_there(lake):
    rows = daily(lake, period=Period(date(2026, 3, 2), date(2026, 3, 4), "Asia/Shanghai")).rows
    assert [(row["day"].day, row["outcomes"], row["revenue_minor"]) for row in rows] == [
        (2, 5, 10_423),
        (3, 0, 0),
        (4, 0, 0),
    ]
    west = Period(date(2026, 3, 1), date(2026, 3, 2), "America/Los_Angeles")
    assert [row["touches"] for row in daily(lake, period=west).rows] == [5, 2]


def test_a_day_of_25_hours_keeps_its_last_hour(tmp_path):
    clocks_back = datetime(2026, 10, 25, 22, 30, tzinfo=UTC)  # 23:30 in Berlin, 24 h after 00:30
    minutes = (clocks_back - datetime(2026, 3, 2, tzinfo=UTC)).total_seconds() / 60
    lake = derived(tmp_path, at(minutes, anonymous_id="a"), at(minutes - 1435, anonymous_id="a"))
    period = Period(date(2026, 10, 24), date(2026, 10, 26), "Europe/Berlin")
    assert [row["touches"] for row in daily(lake, period=period).rows] == [0, 2, 0]


def test_refunds_count_on_their_own_day_or_on_the_order_s(tmp_path):
    lake = derived(
        tmp_path,
        order(0, 100, "o1"),
        at(1440, type="track", name="Order Refunded", order_id="o1", anonymous_id="a"),
    )
    monday = Period(date(2026, 3, 2), date(2026, 3, 2))
    shown = {
        dated: results(lake, period=monday, placements=OWNED, dated=dated).rows[0]["revenue_minor"]
        for dated in ("cash", "cohort")
    }
    assert shown == {"cash": 100, "cohort": 0}


def test_the_rows_behind_a_number_sum_to_it(lake):
    for row in results(lake, period=WEEK, placements=OWNED, by="placement", model="linear").rows:
        behind = outcome_rows(
            lake,
            period=WEEK,
            placements=OWNED,
            by="placement",
            key=row["key"],
            label=row["label"] if row["key"] is None else None,
            model="linear",
        ).rows
        assert sum(step["credited"] for step in behind) == row["revenue_minor"]
        assert sum(step["share"] for step in behind) == pytest.approx(row["outcomes"])
    pages = [
        outcome_rows(lake, period=WEEK, placements=OWNED, limit=2, offset=offset).rows
        for offset in (0, 2, 4)
    ]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({step["outcome_id"] for page in pages for step in page}) == 5


def test_last_touches_of_a_code_come_newest_first(lake):
    assert [row["ts"].hour for row in last_touches(lake, "C1", limit=5).rows] == [3, 0]


def test_a_test_touch_verifies_its_code_before_anything_is_derived(tmp_path):
    lake = a_lake(
        tmp_path,
        [
            at(0, type="click", code="C1", click="k", message_id="k", anonymous_id="d"),
            at(5, code="C2", anonymous_id="crawler", bot=True),
        ],
    )
    assert verified(lake, ["C1", "C2", "C3"]) == {"C1": datetime(2026, 3, 2, tzinfo=UTC)}
    assert verified(lake, ["C1"], since=datetime(2026, 3, 3, tzinfo=UTC)) == {}
    assert freshness(lake).waiting == 2


def test_an_answer_says_where_it_is_from(tmp_path):
    lake = a_derived_week(tmp_path)
    answer = results(lake, period=WEEK, placements=OWNED)
    assert answer.definition == "results"
    assert answer.freshness == datetime(2026, 3, 2, 11, 50, 1, tzinfo=UTC)
    assert answer.events_version == lake.events_version()
    assert (answer.period, answer.tz) == (WEEK, "UTC")
    assert "day_credit" in answer.sql
    assert set(answer.rows[0]) == set(answer.columns)
    lake.append(to_table([at(800, anonymous_id="z")], "test-2"), "test-2")
    assert freshness(lake).waiting == 1
    derive(lake, settings=Settings(conversions=(ORDERS,)))
    assert freshness(lake).waiting == 0


def test_an_empty_lake_answers_everything(tmp_path):
    lake = a_lake(tmp_path)
    derive(lake, settings=Settings(conversions=(ORDERS,)))
    for by in BY:
        for row in results(lake, period=WEEK, placements=OWNED, by=by).rows:
            assert (row["touches"], row["outcomes"], row["revenue_minor"]) == (0, 0, 0)
    assert all(row["touches"] == 0 for row in daily(lake, period=WEEK).rows)
    assert outcome_rows(lake, period=WEEK, placements=OWNED).rows == []
    assert last_touches(lake, "C1").rows == []
    assert verified(lake, ["C1"]) == {}
    assert freshness(lake).fresh_until is None


@pytest.mark.parametrize(
    "wrong", [{"by": "person"}, {"model": "ai"}, {"within": {"person": "x"}}, {"dated": "x"}]
)
def test_a_question_that_makes_no_sense_is_refused(lake, wrong):
    with pytest.raises(ValueError, match=r"choose|restrict|dated"):
        results(lake, period=WEEK, placements=OWNED, **wrong)


def test_many_ask_at_once_while_one_derives(tmp_path):
    lake = a_derived_week(tmp_path)

    def ask(number):
        owned = placements(C1=f"P{number}", C2="P2")
        return by_label(results(lake, period=WEEK, placements=owned, by="goal"))

    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(ask, number) for number in range(24)]
        lake.append(to_table([at(800, anonymous_id="z")], "test-2"), "test-2")
        derive(lake, settings=Settings(conversions=(ORDERS,)))
        for number, answer in enumerate(asked):
            assert answer.result()[f"goal of P{number}"]["revenue_minor"] == 10_000


def test_a_period_ends_after_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2026, 3, 2), date(2026, 3, 1))
