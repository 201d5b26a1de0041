"""Who visited through what, what visits bought, and what is known of journeys at all."""

import pytest
from hypothesis import given

from drumbeat.warehouse.derive import Settings
from drumbeat.warehouse.questions import (
    channel_sales,
    daily,
    journeys,
    removal_effects,
    results,
    traffic,
)
from tests.warehouse.examples import few_and
from tests.warehouse.logs import ORDERS, RULES, at, derived, logs, placements, rows
from tests.warehouse.test_questions import OWNED, WEEK, order

pytestmark = pytest.mark.lake

DAY = 24 * 60
RULE = Settings(conversions=(ORDERS,))


def test_sessions_people_and_bounces_by_channel(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a", utm_source="newsletter", utm_medium="email"),
        at(5, anonymous_id="a"),
        at(600, anonymous_id="a", utm_source="newsletter", utm_medium="email"),
        at(0, anonymous_id="b", utm_source="newsletter", utm_medium="email"),
        at(30, anonymous_id="c"),
    )

    found = {row["key"]: row for row in traffic(lake, period=WEEK).rows}

    email = found["Email"]
    assert (email["sessions"], email["visitors"], email["pages"]) == (3, 2, 4)
    assert email["bounced"] == 2
    assert email["bounce_rate"] == pytest.approx(2 / 3)
    assert email["pages_per_session"] == pytest.approx(4 / 3)
    assert found["Direct"]["sessions"] == 1


def test_one_page_read_for_ten_seconds_is_no_bounce(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a"),
        at(10 / 60, anonymous_id="a", type="track", name="Scrolled"),
        at(0, anonymous_id="b"),
        at(9 / 60, anonymous_id="b", type="track", name="Scrolled"),
    )

    (direct,) = traffic(lake, period=WEEK).rows
    assert (direct["sessions"], direct["bounced"]) == (2, 1)


def test_traffic_by_source_and_by_local_day(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a", utm_source="newsletter", utm_medium="email"),
        at(DAY, anonymous_id="b"),
    )

    by_source = traffic(lake, period=WEEK, by="source").rows
    assert [row["key"] for row in by_source] == ["(direct)", "newsletter"]
    by_day = traffic(lake, period=WEEK, by="day").rows
    assert [row["key"] for row in by_day] == ["2026-03-02", "2026-03-03"]
    with pytest.raises(ValueError, match="choose one of"):
        traffic(lake, period=WEEK, by="weather")


def test_an_order_belongs_to_the_session_of_its_last_touch(tmp_path):
    """Two codes in one visit: the session's channel is that of its first touch, and so the sale's."""
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a", utm_source="newsletter", utm_medium="email"),
        at(5, anonymous_id="a", utm_source="baidu", utm_medium="cpc"),
        order(10, 10_000, "o1"),
        settings=RULE,
    )

    (sold,) = channel_sales(lake, period=WEEK).rows
    (visited,) = traffic(lake, period=WEEK).rows
    assert (sold["key"], sold["outcomes"], sold["revenue_minor"]) == ("Email", 1, 10_000)
    assert visited["key"] == "Email"


def test_an_order_long_after_its_visit_still_finds_it(tmp_path):
    lake = derived(
        tmp_path,
        at(-DAY, anonymous_id="a", utm_source="newsletter", utm_medium="email"),
        order(10, 10_000, "o1"),
        settings=RULE,
    )

    (sold,) = channel_sales(lake, period=WEEK).rows
    assert sold["key"] == "Email"


def test_orders_without_a_visit_stand_in_rows_that_say_why(tmp_path):
    lake = derived(
        tmp_path,
        at(0, type="click", anonymous_id="a", code="C1"),
        order(10, 100, "o1"),
        order(20, 7, "o2", who="", consent="denied"),
        settings=RULE,
    )

    found = channel_sales(lake, period=WEEK).rows
    assert [(row["key"], row["label"], row["revenue_minor"]) for row in found] == [
        (None, "no_session", 100),
        (None, "unknown", 7),
    ]


def test_without_any_event_there_is_no_row(tmp_path):
    lake = derived(tmp_path, at(0, anonymous_id="a", bot=True), settings=RULE)

    assert traffic(lake, period=WEEK).rows == []
    assert channel_sales(lake, period=WEEK).rows == []
    assert journeys(lake, period=WEEK, placements=OWNED).rows == []
    assert removal_effects(lake, period=WEEK, placements=OWNED, by="channel").rows == []


def test_journeys_by_length_and_by_who_touched_them(tmp_path):
    lake = derived(
        tmp_path,
        *(at(0, anonymous_id="a", code="C1"), at(100, anonymous_id="a"), order(110, 9, "o1")),
        *(at(0, anonymous_id="b"), order(110, 9, "o2", who="b")),
        *(at(0, anonymous_id="c", code="LOST"), order(110, 9, "o3", who="c")),
        order(200, 9, "o4", who="", consent="denied"),
        at(900, type="track", name="Order Refunded", order_id="o1", value_minor=9),
        settings=RULE,
    )

    found = journeys(lake, period=WEEK, placements=OWNED).rows
    assert found == [
        {"length": 0, "outcomes": 1, "placed": 0, "by_themselves": 0},
        {"length": 1, "outcomes": 2, "placed": 0, "by_themselves": 1},
        {"length": 2, "outcomes": 1, "placed": 1, "by_themselves": 0},
    ]


def test_removal_effects_are_what_markov_credit_is_made_of(tmp_path):
    """C1 > C2 converts, C1 alone does not: without C2 nothing converts, nor without C1."""
    lake = derived(
        tmp_path,
        *(at(0, anonymous_id="a", code="C1"), at(100, anonymous_id="a", code="C2")),
        order(110, 1_000, "o1"),
        at(0, anonymous_id="b", code="C1"),
        settings=RULE,
    )

    found = removal_effects(lake, period=WEEK, placements=OWNED, by="placement").rows
    assert [row["visits"] for row in found] == [2, 1]
    assert [row["removal_effect"] for row in found] == pytest.approx([1, 1])
    assert [row["share"] for row in found] == pytest.approx([0.5, 0.5])
    assert found[0]["conversion_probability"] == pytest.approx(0.5)
    assert found[0]["without"] == pytest.approx(0)
    assert (found[0]["paths"], found[0]["converting"]) == (2, 1)


@few_and(20, few=4)
def test_sales_sessions_journeys_and_effects_tie_with_everything(tmp_path_factory, tried):
    @tried
    @given(log=logs())
    def ties(log):
        lake = derived(tmp_path_factory.mktemp("log"), *log, settings=RULES)
        days = daily(lake, period=WEEK).rows
        sold = channel_sales(lake, period=WEEK).rows
        assert sum(row["outcomes"] for row in sold) == sum(day["outcomes"] for day in days)
        money = {code: 0 for day in days for code in day["revenue_by_currency"]}
        for code in money:
            assert sum(row["revenue_by_currency"].get(code, 0) for row in sold) == sum(
                day["revenue_by_currency"].get(code, 0) for day in days
            )
        for by in ("channel", "source", "day"):
            visited = traffic(lake, period=WEEK, by=by).rows
            assert sum(row["sessions"] for row in visited) == sum(day["sessions"] for day in days)
        known = journeys(lake, period=WEEK, placements=placements(C1="A")).rows
        assert sum(row["outcomes"] for row in known) == sum(day["outcomes"] for day in days)
        owned = placements(C1="A", C2="B")
        asks = {"period": WEEK, "placements": owned, "by": "placement", "conversion": "order"}
        effects = removal_effects(lake, **asks).rows
        credit = {
            (row["key"], row["label"]): row["outcomes"]
            for row in results(lake, model="markov", **asks).rows
        }
        orders = {row["outcome_id"] for row in rows(lake, "journeys")
                  if row["conversion"] == "order" and row["counted"] and row["length"]
                  and WEEK.start <= row["ts"].date() <= WEEK.end}  # fmt: skip
        for row in effects:
            share = row["share"] * len(orders)
            if row["label"] != "unknown":
                assert credit[row["key"], row["label"]] == pytest.approx(share, abs=1e-9)

    ties()
