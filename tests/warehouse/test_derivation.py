"""Sessions, touches, outcomes and journeys, one rule a test."""

import pytest
from msgspec.structs import replace

from drumbeat.warehouse.derive import ConversionRule, Settings, derive
from drumbeat.warehouse.events import to_table
from tests.warehouse.logs import RULES, a_lake, at, derived, rows

pytestmark = pytest.mark.lake


def order(minutes, value=1000, number="o1", **who):
    return at(
        minutes,
        type="track",
        name="Order Completed",
        order_id=number,
        value_minor=value,
        currency="CNY",
        **who,
    )


def click(minutes, code="C1", who="daily", name="k1"):
    return at(minutes, type="click", message_id=name, click=name, code=code, anonymous_id=who)


def landing(minutes, code="C1", who="a", of="k1", **fields):
    return at(minutes, anonymous_id=who, code=code, click=of, **fields)


def test_half_an_hour_of_silence_starts_a_new_session(tmp_path):
    lake = derived(tmp_path, *(at(minute, anonymous_id="a") for minute in (0, 29, 60, 61)))
    assert [row["events"] for row in rows(lake, "sessions")] == [2, 2]


def test_exactly_half_an_hour_is_still_the_same_session(tmp_path):
    lake = derived(tmp_path, at(0, anonymous_id="a"), at(30, anonymous_id="a"))
    assert len(rows(lake, "sessions")) == 1


def test_midnight_and_another_campaign_do_not_cut_a_session(tmp_path):
    lake = derived(
        tmp_path,
        at(-10, anonymous_id="a", utm_source="baidu", utm_medium="cpc"),
        at(10, anonymous_id="a", utm_source="newsletter", utm_medium="email"),
    )
    (session,) = rows(lake, "sessions")
    assert (session["events"], session["channel"]) == (2, "Paid Search")
    assert [row["channel"] for row in rows(lake, "touches")] == ["Paid Search", "Email"]


def test_a_session_of_three_days_stays_one_when_its_middle_arrives_last(tmp_path):
    visit = [at(minute, anonymous_id="a") for minute in range(0, 4320, 25)]
    lake = a_lake(tmp_path, visit[:50] + visit[-50:])
    derive(lake, settings=Settings())
    assert len(rows(lake, "sessions")) == 2
    lake.append(to_table(visit[50:-50], "test-2"), "test-2")
    derive(lake, settings=Settings())
    assert [row["events"] for row in rows(lake, "sessions")] == [len(visit)]


def test_a_session_s_source_is_its_first_touch_that_is_not_direct(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a"),
        at(5, anonymous_id="a", utm_source="zhihu", utm_medium="social"),
    )
    assert [row["channel"] for row in rows(lake, "sessions")] == ["Organic Social"]


def test_a_click_and_its_landing_are_one_touch_of_the_one_who_landed(tmp_path):
    lake = derived(tmp_path, click(0), landing(0.05, referrer="https://weibo.com/"))
    (touch,) = rows(lake, "touches")
    assert (touch["touch_id"], touch["person"], touch["kind"]) == ("k1", "a", "click")
    assert (touch["code"], touch["channel"]) == ("C1", "Organic Social")
    assert touch["ts"].minute == touch["ts"].second == 0


def test_a_click_whose_landing_never_reports_is_still_a_touch(tmp_path):
    (touch,) = rows(derived(tmp_path, click(0)), "touches")
    assert (touch["touch_id"], touch["person"], touch["session_id"]) == ("k1", "daily", None)


def test_a_landing_past_midnight_that_arrives_later_still_joins_its_click(tmp_path):
    lake = derived(tmp_path, click(-0.25))
    lake.append(to_table([landing(0.25)], "test-2"), "test-2")
    derive(lake, settings=RULES)
    assert [(row["touch_id"], row["person"]) for row in rows(lake, "touches")] == [("k1", "a")]


def test_a_landing_joins_its_click_within_half_an_hour(tmp_path):
    assert len(rows(derived(tmp_path / "25", click(0), landing(25)), "touches")) == 1
    assert len(rows(derived(tmp_path / "31", click(0), landing(31)), "touches")) == 2


def test_reloading_the_landing_page_is_no_new_touch(tmp_path):
    lake = derived(tmp_path, click(0), landing(0.05), landing(9), landing(20))
    assert len(rows(lake, "touches")) == 1


def test_a_link_passed_on_to_a_friend_is_the_friend_s_own_touch(tmp_path):
    lake = derived(tmp_path, click(0), landing(0.05), landing(600, who="friend"))
    assert {(row["person"], row["code"]) for row in rows(lake, "touches")} == {
        ("a", "C1"),
        ("friend", "C1"),
    }


def test_a_double_click_is_one_touch_and_a_second_click_another(tmp_path):
    burst = derived(tmp_path / "burst", click(0), click(0.4, name="k2"), landing(0.5, of="k2"))
    assert [row["person"] for row in rows(burst, "touches")] == ["a"]
    apart = derived(
        tmp_path / "apart",
        click(0),
        landing(0.05),
        click(1, name="k2"),
        landing(1.05, of="k2"),
    )
    # Both land in one session, under two click ids.
    assert len(rows(apart, "touches")) == 2


def test_a_click_of_another_day_does_not_make_one_touch_of_two_landings(tmp_path):
    """Derived with that day or without it: the landings' own days do not read so far."""
    landings = [landing(n, of=name, consent="denied") for n, name in ((0, "k1"), (9, "k2"))]
    clicks = [click(4 * 1440), click(4 * 1440 + 0.2, name="k2")]
    together = derived(tmp_path / "together", *landings, *clicks)
    apart = derived(tmp_path / "apart", *landings)
    apart.append(to_table(clicks, "test-2"), "test-2")
    derive(apart, settings=RULES)
    assert rows(together, "touches") == rows(apart, "touches")
    assert len(rows(apart, "touches")) == 3


def test_the_same_code_within_30_seconds_is_one_touch_and_after_31_two(tmp_path):
    near = derived(
        tmp_path / "30", at(0, anonymous_id="a", code="C1"), at(0.5, anonymous_id="a", code="C1")
    )
    assert len(rows(near, "touches")) == 1
    far = derived(
        tmp_path / "31",
        at(0, anonymous_id="a", code="C1"),
        at(31 / 60, anonymous_id="a", code="C1"),
    )
    assert len(rows(far, "touches")) == 2


def test_a_touch_before_sign_in_belongs_to_the_user_it_turned_out_to_be(tmp_path):
    lake = a_lake(tmp_path, [at(0, anonymous_id="a", utm_source="baidu", utm_medium="cpc")])
    derive(lake, settings=Settings(conversions=(ConversionRule("order", "Order Completed"),)))
    assert rows(lake, "touches")[0]["person"] == "a"
    later = [
        at(4 * 1440, type="identify", anonymous_id="a", user_id="u"),
        order(4 * 1440 + 5, user_id="u"),
    ]
    lake.append(to_table(later, "test-2"), "test-2")
    derive(lake, settings=Settings(conversions=(ConversionRule("order", "Order Completed"),)))
    assert rows(lake, "touches")[0]["person"] == "u"
    assert [row["channel"] for row in rows(lake, "journeys")] == ["Paid Search"]


def test_a_touch_that_was_no_second_one_comes_back_when_it_was_somebody_else_s(tmp_path):
    known = [at(0, type="identify", anonymous_id=device, user_id="u") for device in ("a1", "a2")]
    twice = [click(9000), click(9000.2, name="k2")]
    twice = [replace(one, anonymous_id=who) for one, who in zip(twice, ("a1", "a2"), strict=True)]
    lake = a_lake(tmp_path, known + twice)
    derive(lake, settings=RULES)
    assert [row["person"] for row in rows(lake, "touches")] == ["u"]
    earlier = at(-60, type="identify", anonymous_id="a2", user_id="somebody else")
    lake.append(to_table([earlier], "test-2"), "test-2")
    derive(lake, settings=RULES)
    assert [row["person"] for row in rows(lake, "touches")] == ["u", "somebody else"]


def test_an_alias_carries_the_old_id_s_history_over(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a", utm_source="baidu", utm_medium="cpc"),
        at(1, type="identify", anonymous_id="a", user_id="old"),
        at(2, type="alias", previous_id="old", user_id="new"),
        order(9, user_id="new"),
    )
    assert [row["channel"] for row in rows(lake, "journeys")] == ["Paid Search"]


def test_without_consent_there_is_a_touch_and_an_outcome_but_nobody(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a", consent="denied", referrer="https://www.google.com/"),
        at(1, anonymous_id="a", consent="denied", referrer="https://shop.example.com/"),
        order(2, anonymous_id="a", consent="denied"),
    )
    (touch,) = rows(lake, "touches")
    assert (touch["person"], touch["visitor"], touch["channel"]) == (None, None, "Organic Search")
    (outcome,) = rows(lake, "outcomes")
    assert (outcome["person"], outcome["value_minor"]) == (None, 1000)
    assert rows(lake, "sessions") == []
    assert [row["length"] for row in rows(lake, "journeys")] == [0]


def test_who_refuses_on_the_landing_page_takes_the_redirect_s_id_back(tmp_path):
    lake = derived(tmp_path, click(0), landing(0.05, consent="denied"))
    (touch,) = rows(lake, "touches")
    assert (touch["touch_id"], touch["code"], touch["person"]) == ("k1", "C1", None)


def test_bots_are_marked_make_no_session_and_buy_nothing(tmp_path):
    lake = derived(
        tmp_path, landing(0, bot=True, who="crawler"), order(1, anonymous_id="crawler", bot=True)
    )
    assert [row["bot"] for row in rows(lake, "touches")] == [True]
    assert rows(lake, "sessions") == rows(lake, "outcomes") == []


def test_an_order_counts_once_whoever_reports_it(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a"),
        order(5, message_id="server"),
        order(6, message_id="browser", anonymous_id="a"),
        order(5000, message_id="again, days later", anonymous_id="a"),
    )
    (outcome,) = rows(lake, "outcomes")
    assert (outcome["person"], outcome["counted"], outcome["ts"].minute) == ("a", 1, 5)


def test_a_refund_takes_back_what_the_order_gave_from_whom_it_gave_it(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a", utm_source="baidu", utm_medium="cpc"),
        order(5, anonymous_id="a", user_id="u"),
        at(3 * 1440, anonymous_id="a", utm_source="zhihu", utm_medium="social"),
        at(3 * 1440 + 1, type="track", name="Order Refunded", order_id="o1", user_id="u"),
    )
    bought, refund = rows(lake, "journeys")
    assert (refund["value_minor"], refund["counted"]) == (-1000, 0)
    assert refund["channel"] == bought["channel"] == "Paid Search"
    assert refund["ts"].day == 5
    assert refund["basis_ts"] == bought["ts"]


def test_a_refund_reported_days_before_its_order_follows_the_order_s_touches(tmp_path):
    lake = derived(
        tmp_path,
        at(0, type="track", name="Order Refunded", order_id="o1", user_id="u"),
        at(5 * 1440, user_id="u", utm_source="baidu", utm_medium="cpc"),
        order(5 * 1440 + 5, user_id="u"),
    )
    bought, refund = rows(lake, "journeys")
    assert (bought["refund"], refund["refund"]) == (False, True)
    assert refund["touch_id"] == bought["touch_id"] is not None


def test_a_rule_that_counts_once_keeps_a_person_s_first(tmp_path):
    leads = [at(n, type="track", name="Lead Sent", anonymous_id="a") for n in (5, 90, 5000)]
    assert len(rows(derived(tmp_path, *leads), "outcomes")) == 1


def test_only_touches_within_the_look_back_are_in_a_journey(tmp_path):
    lake = derived(
        tmp_path,
        at(0, anonymous_id="a", utm_source="baidu", utm_medium="cpc"),
        at(1440, anonymous_id="a", utm_source="zhihu", utm_medium="social"),
        order(2 * 1440 + 5, anonymous_id="a"),
    )
    assert [row["channel"] for row in rows(lake, "journeys")] == ["Organic Social"]


def test_a_late_touch_joins_the_journeys_of_the_days_after_it(tmp_path):
    lake = derived(tmp_path, order(1440, anonymous_id="a"))
    assert [row["length"] for row in rows(lake, "journeys")] == [0]
    lake.append(to_table([landing(0, of="")], "test-2"), "test-2")
    derive(lake, settings=RULES)
    assert [row["code"] for row in rows(lake, "journeys")] == ["C1"]


def test_a_new_conversion_rule_reads_the_past_too(tmp_path):
    lake = derived(tmp_path, at(0, anonymous_id="a", type="track", name="Signed Up"))
    assert rows(lake, "outcomes") == []
    derive(lake, settings=Settings(conversions=(ConversionRule("signup", "Signed Up"),)))
    assert len(rows(lake, "outcomes")) == 1


def test_deriving_again_changes_no_row(tmp_path):
    lake = derived(tmp_path, click(0), landing(0.05), order(9, anonymous_id="a"))
    tables = ("sessions", "touches", "outcomes", "journeys")
    before = {table: rows(lake, table) for table in tables}
    derive(lake, list(lake.event_rows()), settings=Settings())
    derive(lake, settings=RULES)
    assert {table: rows(lake, table) for table in tables} == before
