"""The road: year → quarter → initiative → campaign."""

from datetime import date

import pytest

from drumbeat.strategy.timeline.road import drawn, road
from tests.strategy.factory import a_campaign, a_goal, a_key_result, a_plan, an_approved_plan
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(lead):
    """From November 2026 to March 2027, with a campaign in December and a target in February."""
    goal = a_goal(lead, starts_on=date(2026, 11, 1), ends_on=date(2027, 3, 31))
    a_key_result(goal, "Revenue of winter", due_on=date(2027, 2, 28))
    plan = an_approved_plan(lead, goal=goal, title="Winter")
    a_campaign(
        lead,
        plan=plan,
        title="Snow days",
        starts_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 20),
    )
    return plan


def in_short(found):
    return [
        (quarter.year, quarter.number, [str(stop.object) for stop in quarter.stops])
        for quarter in found.quarters
    ]


def test_each_year_has_what_touches_it_by_quarter(plan, brand):
    assert in_short(road(brand, 2026)) == [(2026, 4, ["Winter", "Snow days"])]
    assert in_short(road(brand, 2027)) == [(2027, 1, ["Winter", "Revenue of winter"])]
    assert in_short(road(brand, None)) == [
        (2026, 4, ["Winter", "Snow days"]),
        (2027, 1, ["Revenue of winter"]),
    ]
    assert road(brand, 2026).years == [2026, 2027]
    assert road(brand, 2030).stops == []


def test_bars_are_cut_to_the_year_and_a_target_is_a_diamond(plan, brand):
    bar, target = drawn(road(brand, 2027), TODAY)["rows"]
    assert bar["x"] + bar["width"] == target["x"] + target["width"] + 31 * target["width"]
    assert target["diamond"]
    assert bar["url"] == plan.get_absolute_url()
    assert drawn(road(brand, 2030), TODAY) is None


def test_superseded_and_archived_plans_are_off_the_road(plan, brand):
    for fields in (
        {"state": "superseded"},
        {"state": "closed", "archived_at": "2026-11-23T00:00Z"},
    ):
        type(plan).objects.filter(pk=plan.pk).update(**fields)
        assert road(brand, 2026).stops == []


def test_the_page_links_to_everything_on_it(plan, lead):
    page = signed_in(lead).get("/strategy/timeline/?year=2026").content.decode()
    for shown in ("Winter", "Snow days", "Q4 2026", plan.get_absolute_url(), "?year=2027"):
        assert shown in page


def test_an_empty_year_teaches_the_next_step(lead):
    page = signed_in(lead).get("/strategy/timeline/?year=2031").content.decode()
    assert "Nothing in this year" in page
    assert "/strategy/plans/new/" in page


def test_the_table_is_a_file(plan, lead):
    table = signed_in(lead).get("/strategy/timeline.csv?year=all").content.decode("utf-8-sig")
    assert "2026Q4,Campaign,Snow days,Winter,2026-12-01,2026-12-20,Lead Li" in table
    assert "2026-11-01,2027-03-31,Lead Li,900000.00" in table


def test_who_may_not_see_money_sees_the_road_without_it(plan, brand):
    browser = signed_in(a_member(brand, "cw"))
    assert "¥900,000" not in browser.get("/strategy/timeline/?year=2026").content.decode()
    table = browser.get("/strategy/timeline.csv?year=2026").content.decode("utf-8-sig")
    assert "Winter" in table
    assert "900000" not in table


def test_another_brands_plans_are_not_on_it(plan):
    page = signed_in(a_member(a_brand())).get("/strategy/timeline/?year=all").content.decode()
    assert "Winter" not in page


def test_it_costs_the_same_however_long_the_road(lead, django_assert_max_num_queries):
    for _each in range(6):
        a_campaign(lead, plan=a_plan(lead))
    browser = signed_in(lead)
    with django_assert_max_num_queries(16):
        browser.get("/strategy/timeline/?year=all")
