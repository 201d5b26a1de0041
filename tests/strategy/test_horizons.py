"""Plans of three years: what each year is for, and the plans of a year that carry it out."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from drumbeat.people.errors import Refused
from drumbeat.strategy.horizons.queries import days_of_year, horizon
from drumbeat.strategy.models import Plan, PlanYear
from drumbeat.strategy.plans.actions import approve, submit
from drumbeat.strategy.plans.amendments import amend
from drumbeat.strategy.plans.readiness import problems
from drumbeat.strategy.timeline.road import road
from tests.strategy.factory import a_goal, a_plan, an_approved_plan, answer_learnings
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def three_years(lead, *, chosen=(1, 2, 3), ends_on=date(2029, 12, 31), **fields):
    goal = a_goal(lead, starts_on=date(2027, 1, 1), ends_on=ends_on)
    plan = a_plan(lead, title="To the north", kind="strategy", goal=goal, lines=(), **fields)
    for number in chosen:
        PlanYear.objects.create(
            brand=lead.brand,
            owner=lead,
            plan=plan,
            number=number,
            choices_made=f"City number {number}",
            not_doing="No discount stores",
        )
    return plan


def a_year_of(plan, lead, year=2028, title="Second city"):
    goal = a_goal(lead, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
    return an_approved_plan(lead, title=title, kind="annual", goal=goal, under=plan)


def test_it_is_ready_without_money_once_each_year_is_chosen(lead):
    assert not list(problems(three_years(lead)))
    lacking = list(problems(three_years(lead, chosen=(1, 3))))
    assert [(one.field, "year 2" in str(one)) for one in lacking] == [("years", True)]


@pytest.mark.parametrize("ends_on", [date(2028, 12, 31), date(2030, 1, 1)])
def test_its_goal_ends_in_the_third_year(lead, ends_on):
    with pytest.raises(Refused, match="third of its years"):
        submit(three_years(lead, ends_on=ends_on), by=lead)


def test_a_year_is_twelve_months_from_the_goals_first_day(lead):
    plan = three_years(lead)
    assert days_of_year(plan, 2) == (date(2028, 1, 1), date(2028, 12, 31))
    plan.goal.starts_on = date(2028, 2, 29)
    assert days_of_year(plan, 1) == (date(2028, 2, 29), date(2029, 2, 27))
    assert days_of_year(plan, 2)[0] == date(2029, 2, 28)


def test_plans_of_a_year_stand_in_their_year(lead):
    plan = three_years(lead)
    below = a_year_of(plan, lead)
    assert [year.plans for year in horizon(plan)] == [[], [below], []]
    page = signed_in(lead).get(plan.get_absolute_url()).content.decode()
    for shown in ("City number 2", "No discount stores", "Second city", f"?under={plan.pk}"):
        assert shown in page
    assert "To the north" in signed_in(lead).get(below.get_absolute_url()).content.decode()


def test_a_year_is_written_on_its_page_while_the_plan_is_a_draft(lead, brand):
    plan = three_years(lead, chosen=())
    path = f"/strategy/plans/{plan.pk}/years/2/"
    browser = signed_in(lead)
    assert "Jan 1" in browser.get(path).content.decode()
    assert browser.post(path, {"choices_made": "Xi’an"}).status_code == 422
    browser.post(path, {"choices_made": "Xi’an", "not_doing": "No franchise", "row_version": 1})
    assert plan.years.get().not_doing == "No franchise"
    assert browser.get(f"/strategy/plans/{plan.pk}/years/4/").status_code == 404
    assert signed_in(a_member(a_brand())).get(path).status_code == 404
    assert signed_in(a_member(brand, "cw")).get(path).status_code == 403
    Plan.objects.filter(pk=plan.pk).update(state="approved")
    assert browser.get(path).status_code == 409


def test_its_money_is_planned_below_it(lead):
    plan = three_years(lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(budget_minor=1)
    assert signed_in(lead).get(f"/strategy/plans/{plan.pk}/lines/new/").status_code == 409
    said = {"kind": "strategy", "budget_minor": "5", "under": plan.pk, "currency": "CNY"}
    page = signed_in(lead).post("/strategy/plans/new/", said).content.decode()
    assert "holds no money" in page
    assert "stands below no other" in page


def test_an_amendment_takes_years_and_plans_below_along(lead, brand):
    plan = three_years(lead)
    submit(plan, by=lead)
    approval = approve(plan, by=a_member(brand, "lead", name="Second lead"))
    assert approval.baseline["years"][0]["choices_made"] == "City number 1"
    below = a_year_of(plan, lead)
    draft = amend(plan, by=lead, reason="slower")
    assert draft.years.count() == 3
    answer_learnings(draft)
    approve(submit(draft, by=lead), by=a_member(brand, "lead", name="Third lead"))
    below.refresh_from_db()
    assert below.under == draft


def test_on_the_timeline_it_stands_above_what_carries_it_out(lead, brand):
    an_approved_plan(lead, title="Elsewhere", goal=a_goal(lead, starts_on=date(2026, 1, 1)))
    plan = three_years(lead)
    a_year_of(plan, lead)
    found = road(brand, 2028)
    assert [(str(stop.object), stop.kind, stop.depth) for stop in found.stops] == [
        ("To the north", "horizon", 0),
        ("Second city", "plan", 1),
    ]
    assert [[year.number for year in years] for _plan, years in found.horizons] == [[2]]
    page = signed_in(lead).get("/strategy/timeline/?year=2028").content.decode()
    assert "City number 2" in page
    assert "City number 1" not in page
