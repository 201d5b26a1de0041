"""The annual plan, the third job of strategy & brand (domain.md §3.1), through the pages."""

import pytest

from drumbeat.strategy.models import KpiTree, Plan
from tests.e2e import story
from tests.knowledge.factory import a_published_learning
from tests.strategy.factory import a_message, an_audience
from tests.world import a_member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_year_is_planned_from_the_company_s_goal_down_to_one_person(lead, at_a_browser):
    strategist = a_member(lead.brand, "brand", name="Gu Yan")
    writer = a_member(lead.brand, "cw", name="Shen Mo")
    an_audience(lead), a_message(lead)
    learning = a_published_learning(lead)

    boss, person = at_a_browser(lead), at_a_browser(strategist)
    goal = inherits_it(person, sets_the_company_s_goal(boss))
    tree = rolls_it_down(person, goal, {strategist.name: "1800000", writer.name: "1200000"})
    plan = writes_the_plan(person, goal)
    splits_the_budget(boss, plan)
    answers_what_is_known(person, plan, learning)
    person.opens(plan).sends("/submission/")

    boss.opens(tree).sends("/agreement/")
    boss.opens(plan).sends("/approval/")
    boss.follows("/baseline/").must_be_told("600,000")
    at_a_browser(writer).opens("strategy/my-part/").must_be_told("1,200,000")

    found = Plan.objects.get()
    assert (found.state, found.kind, found.goal.parent.level) == ("approved", "annual", "company")
    assert found.answers.get().answer == "applied"
    assert KpiTree.objects.get().state == "agreed"


def sets_the_company_s_goal(boss):
    """Returns its address."""
    boss.opens("strategy/goals/").follows("goals/new/")
    boss.fills(
        title_zh="全年营收一千二百万", title_en="¥12m this year", level="company",
        starts_on=story.day(0), ends_on=story.day(364),
    ).sends()  # fmt: skip
    promises(boss, "12000000", "9000000")
    return boss.path


def inherits_it(person, company):
    """A part of the company's goal, from what runs by itself to what is wanted. Returns the
    address of the part."""
    person.opens("strategy/goals/").follows(company)
    person.follows(r"goals/new/\?parent=.*").fills(
        title_zh="品牌带来三百万", title_en="¥3m from the brand"
    ).sends()
    promises(person, "3000000", "1800000")
    return person.path


def promises(person, target, baseline):
    person.follows("key-results/new/").fills(
        title_zh="营收", title_en="Revenue", metric="revenue", baseline=baseline, target=target,
        due_on=story.day(364),
    ).sends()  # fmt: skip


def rolls_it_down(person, goal, parts):
    """One row a person, and the rows add up to the goal. Returns the tree's address."""
    person.opens("strategy/kpis/").follows("kpis/new/")
    person.fills(
        title_zh="品牌年度指标", title_en="The brand's year", goal=goal.split("/")[-2], grain="whole",
        starts_on=story.day(0), ends_on=story.day(364),
    ).sends()  # fmt: skip
    tree = person.path
    for position, name in enumerate(parts, start=1):
        person.opens(tree).follows("/parts/new/")
        top = person.page.locator("[name=parent] option").nth(1).get_attribute("value")
        person.fills(title_zh=name, title_en=name, parent=top, level="person", owner=name)
        person.fills(position=position, measured_by="none").sends()
    person.opens(tree)
    cells = person.page.locator("#targets input[name$='-revenue']").all()
    for cell, amount in zip(cells, ("3000000", *parts.values()), strict=True):
        cell.fill(amount)
    person.sends("/targets/")
    assert not person.page.locator("main .error").count()
    return tree


def writes_the_plan(person, goal):
    """Choices, and what is not done. Returns the plan's address."""
    person.opens(goal).follows(r"plans/new/\?goal=.*")
    person.fills(
        title_zh="品牌年度计划",
        title_en="The brand's year",
        kind="annual",
        situation="The evening belongs to nobody yet.",
        choices_made="Search first, then short videos.",
        not_doing="No price war.",
        audiences=True,
        messages=True,
        budget_minor="600000",
        contribution_margin="0.6",
    ).sends()
    return person.path


def splits_the_budget(boss, plan):
    """The strategist sees the money, the lead gives it."""
    boss.opens(plan)
    for zh, en, kind, planned in (
        ("付费搜索", "Paid search", "search_paid", "400000"),
        ("短视频", "Short videos", "", "200000"),
    ):
        boss.follows("lines/new/")
        boss.fills(title_zh=zh, title_en=en, channel_kind=kind, planned_minor=planned).sends()


def answers_what_is_known(person, plan, learning):
    person.opens(plan).follows(rf"plans/[^/]+/learnings/{learning.pk}/")
    person.fills(answer="applied", why="Videos take a third of the money.").sends()
