"""A year rolled up: quarter, plan, campaign; every sum is of what lies below it."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drumbeat.channels.rollup.rollup import Money, roll_up
from drumbeat.channels.rollup.targets import targets_of
from drumbeat.strategy.campaigns.states import CAMPAIGN
from drumbeat.strategy.forecasts.actions import reforecast
from drumbeat.strategy.models import Plan
from drumbeat.strategy.plans.actions import book_cost, commit, move
from tests.channels.factory import a_placement, a_team, an_approved_version
from tests.channels.test_outlook import charged
from tests.strategy.factory import (
    a_campaign,
    a_goal,
    a_key_result,
    a_plan,
    a_rate,
    an_approved_plan,
)
from tests.world import TODAY, a_brand, a_member, signed_in

OCT, NOV, JAN = date(2026, 10, 1), date(2026, 11, 1), date(2027, 1, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(lead):
    """¥9,000 over October to March, and nothing else."""
    Plan.objects.update(archived_at=timezone.now())
    goal = a_goal(lead, starts_on=OCT, ends_on=date(2027, 3, 31))
    return an_approved_plan(lead, goal=goal, title="Winter", lines=(6000_00, 3000_00))


@pytest.fixture
def placement(lead, plan):
    team = a_team(lead)
    campaign = CAMPAIGN.take(
        a_campaign(lead, plan=plan, title="Snow days", starts_on=OCT, ends_on=date(2027, 3, 31)),
        "prepare",
        lead,
    )
    version = an_approved_version(team, plan)
    return a_placement(
        team,
        campaign=campaign,
        version=version,
        starts_on=NOV,
        ends_on=date(2026, 11, 30),
        planned_minor=1000_00,
    )


def over_all(brand):
    found = roll_up(brand, 2026, TODAY)
    return sum((roll_up(brand, year, TODAY).money for year in found.years), Money())


def test_money_lies_in_its_quarter_its_plan_and_its_campaign(plan, placement, brand, lead):
    commit(plan.lines.first(), 1000_00, ref=f"placement:{placement.pk}", by=lead)
    charged(placement, 400_00)
    book_cost(plan.lines.last(), 70_00, by=lead, note="shoot", paper="INV-1", on=JAN)
    (quarter,) = roll_up(brand, 2026, TODAY).quarters
    (part,) = quarter.parts
    snow, rest = part.branches
    assert (snow.name, snow.money) == ("Snow days", Money(1000_00, 0, 1000_00, 400_00))
    assert rest.name == "In no campaign"
    assert part.money == snow.money + rest.money
    assert (part.money.committed, part.money.actual) == (1000_00, 400_00)
    assert roll_up(brand, 2027, TODAY).money.actual == 70_00
    assert over_all(brand) == Money(9000_00, 9000_00, 1000_00, 470_00)


@pytest.mark.hypothesis
@settings(deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_level_sums_to_the_books(lead, plan, placement, brand, data):
    """Whatever was moved, promised, paid and re-forecast: nothing is lost, nothing counts twice."""
    days = st.integers(0, 180).map(lambda days: OCT + timedelta(days))
    amounts = st.integers(1, 300_00)
    held, paid = data.draw(amounts), data.draw(amounts)
    expected = data.draw(
        st.dictionaries(days.map(lambda one: one.replace(day=1)), amounts, min_size=1)
    )
    with transaction.atomic():
        first, second = plan.lines.all()
        move(first, second, data.draw(amounts), by=lead, reason="rethought")
        commit(first, held, ref=f"placement:{placement.pk}", by=lead)
        book_cost(second, paid, by=lead, note="n", paper="P", on=data.draw(days))
        reforecast(plan, {second.pk: expected}, by=lead, reason="known better")
        first.refresh_from_db()
        forecast = first.planned_minor + sum(expected.values())
        assert over_all(brand) == Money(plan.budget_minor, forecast, held, paid)
        found = roll_up(brand, 2026, TODAY)
        parts = [part for quarter in found.quarters for part in quarter.parts]
        leaves = [branch.money for part in parts for branch in part.branches]
        assert found.money == sum(leaves, Money())
        transaction.set_rollback(True)


def test_drafts_and_plans_of_three_years_count_nothing(lead, brand, plan):
    before = over_all(brand)
    a_plan(lead, goal=plan.goal)
    goal = a_goal(lead, starts_on=OCT, ends_on=date(2029, 9, 30))
    Plan.objects.filter(pk=a_plan(lead, kind="strategy", goal=goal, lines=()).pk).update(
        state="approved"
    )
    assert over_all(brand) == before


def test_a_plan_in_another_currency_counts_by_todays_rate_or_is_named(lead, brand, plan):
    dollars = an_approved_plan(lead, goal=plan.goal, currency="USD", lines=(100_00,))
    assert roll_up(brand, 2026, TODAY).left_out == [dollars]
    page = signed_in(lead).get("/channels/rollup/").content.decode()
    assert "no rate from USD to CNY holds today" in page
    a_rate(lead, rate="7.1")
    found = roll_up(brand, 2026, TODAY)
    assert (found.left_out, [rate.currency for rate in found.rates]) == ([], ["USD"])
    assert abs(over_all(brand).planned - (9000_00 + 710_00)) <= 6


def test_a_cost_on_a_line_in_dollars_counts_at_todays_rate(lead, brand):
    Plan.objects.update(archived_at=timezone.now())
    a_rate(lead, rate="7.1")
    plan = an_approved_plan(lead, lines=(("USD", 100_00),))
    book_cost(plan.lines.get(), 10_00, by=lead, note="ads", paper="INV-1", on=TODAY)
    a_rate(lead, rate="7.3", on=TODAY + timedelta(days=1))
    assert roll_up(brand, 2026, TODAY).money.actual == 71_00
    assert roll_up(brand, 2026, TODAY + timedelta(days=1)).money.actual == 73_00


def test_targets_add_up_but_not_twice_and_not_ratios(lead, brand):
    company = a_goal(lead, "Company")
    a_key_result(company, metric="revenue", unit="¥", target=10_000)
    a_key_result(company, metric="aov", unit="¥", target=80)
    a_key_result(a_goal(lead, "Module", parent=company), metric="revenue", unit="¥", target=6_000)
    a_key_result(a_goal(lead, "Other"), metric="revenue", unit="¥", target=500)
    found = targets_of(brand, TODAY.year)
    assert [due.quarter for due in found.due] == [4]
    assert [(one.key_result.target, one.counts) for one in found.due[0].targets] == [
        (10_000, True),
        (80, False),
        (6_000, False),
        (500, True),
    ]
    assert found.sums == [("Revenue", "¥", 10_500)]


def test_the_page_shows_it_and_its_table_is_a_file(lead, plan, placement):
    charged(placement, 400_00)
    a_key_result(plan.goal, "Winter revenue", metric="revenue", unit="¥")
    browser = signed_in(lead)
    page = browser.get("/channels/rollup/?year=2026").content.decode()
    for shown in ("Winter", "Snow days", "In no campaign", "Q4 2026", "¥400", "Winter revenue"):
        assert shown in page
    table = browser.get("/channels/rollup.csv?year=2026").content.decode("utf-8-sig")
    assert "Campaign,2026Q4,Winter,Snow days,1000.00,,0.00,400.00,CNY" in table
    assert browser.get("/channels/rollup.xlsx?year=2026").status_code == 200
    assert (
        "/channels/rollup/?year=2026"
        in browser.get("/strategy/timeline/?year=2026").content.decode()
    )


def test_an_empty_year_says_so_and_the_door_is_kept(lead, brand, plan):
    assert (
        "No money in this year"
        in signed_in(lead).get("/channels/rollup/?year=2031").content.decode()
    )
    assert signed_in(a_member(brand, "cw")).get("/channels/rollup/").status_code == 403
    assert "Winter" not in signed_in(a_member(a_brand())).get("/channels/rollup/").content.decode()


def test_it_costs_the_same_however_many_plans(lead, django_assert_max_num_queries):
    a_rate(lead)
    for _each in range(6):
        a_campaign(lead, plan=an_approved_plan(lead, lines=(100_00, ("USD", 10_00))))
    browser = signed_in(lead)
    with django_assert_max_num_queries(24):
        browser.get("/channels/rollup/")
