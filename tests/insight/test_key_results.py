"""Key results that the lake measures, over the goal's dates."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drumbeat.insight.key_results.values import measured, pace
from drumbeat.insight.metrics import measuring
from tests.insight.factory import (
    a_campaign,
    a_placement,
    a_purchase,
    a_visit,
    an_order_rule,
    happened,
    some_spend,
)
from tests.strategy.factory import a_goal, a_key_result
from tests.strategy.health import a_critic, a_tracker, a_wave, somebody
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]

NOON = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=12, minute=0) - timedelta(days=2)
TODAY = (NOON + timedelta(days=2)).date()
METRICS = ("revenue", "outcomes", "visitors", "touches", "cpa", "roas", "manual")


@pytest.fixture
def goal(lead):
    """A goal of ten days, half over, with one campaign; two orders of it and one of nobody."""
    an_order_rule(lead)
    goal = a_goal(lead, starts_on=TODAY - timedelta(days=4), ends_on=TODAY + timedelta(days=5))
    campaign = a_campaign(lead, goal=goal, start=goal.starts_on, days=5)
    placement = a_placement(lead, code="C000001", campaign=campaign)
    some_spend(lead, 10_000, on=NOON.date(), placement=placement)
    some_spend(lead, 7_000, on=NOON.date())
    happened(
        lead.brand,
        a_visit(NOON, code="C000001"),
        a_purchase(NOON + timedelta(minutes=1), 20_000, "A-1"),
        a_purchase(NOON + timedelta(minutes=2), 10_000, "A-2"),
        a_purchase(NOON, 99_900, "A-3", "bo"),
        a_visit(NOON - timedelta(days=30), code="C000001"),
        a_purchase(NOON - timedelta(days=30), 50_000, "A-0", "cy"),
    )
    return goal


def test_automatic_key_results_follow_the_goals_campaigns_and_dates(goal, lead):
    made = {metric: a_key_result(goal, metric, metric=metric) for metric in METRICS}
    found = {one.key_result.pk: one.value for one in measured(made.values(), TODAY)}
    assert {metric: found[made[metric].pk] for metric in METRICS} == {
        "revenue": Decimal("300.00"),
        "outcomes": Decimal(2),
        "visitors": Decimal(1),
        "touches": Decimal(1),
        "cpa": Decimal(50),
        "roas": Decimal(3),
        "manual": None,
    }


def test_a_goal_without_campaigns_counts_the_whole_brand(goal, lead):
    alone = a_goal(lead, starts_on=goal.starts_on, ends_on=goal.ends_on)
    one = measured([a_key_result(alone, metric="revenue")], TODAY)[0]
    assert one.is_whole_brand
    assert one.value == Decimal("1299.00")


def test_a_goal_that_has_not_begun_has_no_value(lead):
    later = a_goal(lead, starts_on=TODAY + timedelta(days=1), ends_on=TODAY + timedelta(days=2))
    assert measured([a_key_result(later, metric="revenue")], TODAY)[0].value is None


def test_pace_is_the_share_of_days_gone_by(goal):
    assert pace(goal, TODAY) == pytest.approx(0.5)
    assert pace(goal, goal.starts_on - timedelta(days=9)) == 0
    assert pace(goal, goal.ends_on + timedelta(days=9)) == 1


def test_many_key_results_of_one_goal_cost_one_question(
    goal, monkeypatch, django_assert_max_num_queries
):
    made = [a_key_result(goal, f"{n}", metric=METRICS[n % 6]) for n in range(12)]
    asked = []
    ask = measuring.remembered_results
    monkeypatch.setattr(
        measuring, "remembered_results", lambda *a, **k: asked.append(k["by"]) or ask(*a, **k)
    )
    with django_assert_max_num_queries(9):
        measured(made, TODAY)
    assert asked == ["goal"]


def test_the_fragment_says_value_progress_and_freshness(goal, lead):
    timezone.activate(lead.brand.time_zone)
    revenue = a_key_result(goal, metric="revenue", target=600)
    told = signed_in(lead).get(f"/insight/key-results/{revenue.pk}/now/").content.decode()
    assert "¥300" in told
    assert "50%" in told
    assert "its campaigns" in told
    assert (
        f"/insight/key-results/{revenue.pk}/now/"
        in signed_in(lead).get(f"/strategy/goals/{goal.pk}/").content.decode()
    )


def test_a_foreign_brands_key_result_does_not_exist(lead):
    foreign = a_key_result(a_goal(a_member(a_brand())))
    assert signed_in(lead).get(f"/insight/key-results/{foreign.pk}/now/").status_code == 404


def test_awareness_is_that_of_the_newest_wave_on_the_goals_days(lead):
    tracker = a_tracker(lead)
    crowds = ((60, 5), (30, 4), (12, 8))
    waves = [
        a_wave(tracker, state="computed", people=[a_critic()] * known + [somebody()] * (10 - known))
        for _ago, known in crowds
    ]
    for wave, (ago, _known) in zip(waves, crowds, strict=True):
        wave.starts_on = wave.ends_on = TODAY - timedelta(days=ago)
        wave.save()
    past = a_goal(lead, starts_on=TODAY - timedelta(days=90), ends_on=TODAY - timedelta(days=20))
    now = a_goal(lead, starts_on=TODAY - timedelta(days=20), ends_on=TODAY + timedelta(days=20))
    later = a_goal(lead, starts_on=TODAY - timedelta(days=2), ends_on=TODAY + timedelta(days=9))
    asked = [a_key_result(goal, metric="aided", unit="%") for goal in (past, now, later)]
    found = measured(asked, TODAY)
    assert [one.value for one in found] == [Decimal(40), Decimal(80), None]
    assert [one.wave for one in found] == [waves[1], waves[2], None]
    page = signed_in(lead).get(f"/insight/key-results/{asked[1].pk}/now/").content.decode()
    assert "80%" in page
    assert waves[2].get_absolute_url() in page


def test_due_targets_stand_beside_what_was_measured_or_reported(goal, lead):
    a_key_result(goal, "Income", metric="revenue", unit="¥", baseline=0, target=600)
    by_hand = a_key_result(goal, "Stores", unit="stores", baseline=0, target=10)
    for value in (2, 4):
        by_hand.check_ins.create(brand=lead.brand, owner=lead, by=lead, value=value, confidence=1)
    browser = signed_in(lead)
    rollup = browser.get(f"/channels/rollup/?year={TODAY.year}").content.decode()
    assert f"/insight/due-targets/?year={TODAY.year}" in rollup
    assert f"/insight/due-targets.xlsx?year={TODAY.year}" in rollup
    page = browser.get(f"/insight/due-targets/?year={TODAY.year}").content.decode()
    for shown in ("¥300", "50%", "4 stores", "40%", "as reported"):
        assert shown in page
    table = browser.get(f"/insight/due-targets.csv?year={TODAY.year}").content.decode("utf-8-sig")
    assert "Income,First-quarter revenue ¥6m,Revenue,600.0,300.0,¥,0.5,measured" in table
    assert ",10.0,4.0,stores,0.4,as reported" in table
    assert browser.get("/insight/due-targets.xlsx").status_code == 200
    assert (
        "Income" not in signed_in(a_member(a_brand())).get("/insight/due-targets/").content.decode()
    )


def test_many_due_targets_cost_as_much_as_few(goal, lead, django_assert_max_num_queries):
    for metric in METRICS:
        a_key_result(goal, metric, metric=metric)
    browser = signed_in(lead)
    with CaptureQueriesContext(connection) as few:
        browser.get("/insight/due-targets/")
    for _each in range(8):
        a_key_result(goal, metric="revenue")
        a_key_result(goal, "By hand")
    with django_assert_max_num_queries(len(few)):
        browser.get("/insight/due-targets/")
