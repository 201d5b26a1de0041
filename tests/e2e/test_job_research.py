"""Research to insight, the first job of strategy & brand (domain.md §3.1), through the pages."""

import pytest

from drumbeat.strategy.models import Coded, Insight, Plan, Response
from tests.e2e.research import (
    asks,
    begins_a_questionnaire,
    opens_for_answers,
    plans_a_study,
    takes_in,
)
from tests.strategy.factory import a_goal
from tests.world import a_member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SLEEPLESS = "喝了茶夜里睡不着 It keeps me awake"
# Under 30 they avoid it far more often than from 30 on: beyond chance, also after Holm.
PANEL = [("18–29", "no")] * 32 + [("18–29", "yes")] * 8 + [("30–45", "no")] * 10
PANEL += [("30–45", "yes")] * 30


def test_a_question_becomes_an_insight_that_a_plan_builds_on(brand, at_a_browser):
    strategist = a_member(brand, "brand", name="Gu Yan")
    a_goal(strategist)
    person = at_a_browser(strategist)
    study = plans_a_study(
        person,
        title_zh="年轻人为什么晚上不喝茶",
        title_en="Why the young skip evening tea",
        question="Shall we talk about sleep or about taste?",
        method="survey",
        sample_plan="80 tea buyers, 18 to 45, half under 30",
        sample_size=80,
        cost_minor="3000",
    )
    link = builds_the_questionnaire(person, study)

    answers(at_a_browser(), link, "18–29", "no", SLEEPLESS)
    answers(at_a_browser(scripts=False), link, "30–45", "yes")
    is_turned_away(at_a_browser(scripts=False), link)
    takes_in(person, *((age, habit, "taste" if habit == "no" else "") for age, habit in PANEL))
    assert Response.objects.filter(state="complete").count() == len(PANEL) + 2
    codes_the_words(person, study)
    finds_the_difference(person, study)

    insight = writes_the_insight(person)
    is_cited_by_a_plan(person, insight)
    person.opens(study).sends("/end/").sends("/report/")

    found = Insight.objects.get()
    assert found.state == "published"
    assert found.evidence.get().question.key == "q2"
    assert [*Plan.objects.get().insights.all()] == [found]


def builds_the_questionnaire(person, study):
    """Screening, a choice, own words only from those who avoid it. Returns the public address."""
    begins_a_questionnaire(person)
    ages = ("18岁以下", "under 18", "out"), ("18–29", "18–29", ""), ("30–45", "30–45", "")
    asks(person, "single", "您的年龄？", "How old are you?", *ages)
    habits = ("喝", "yes", ""), ("不喝", "no", "")
    asks(person, "single", "您晚上喝茶吗？", "Do you drink tea in the evening?", *habits)
    asks(person, "open", "为什么不喝？", "Why not?", condition=["不喝 no"])
    person.follows("/preview/").page.go_back()
    return opens_for_answers(person, study)


def answers(phone, link, age, evening, words=""):
    begins(phone, link)
    for choice in (age, evening):
        says(phone, choice)
    if words:
        phone.page.locator("textarea").fill(words)
        goes_on(phone)
    assert not phone.page.locator("form").count()


def is_turned_away(phone, link):
    begins(phone, link)
    says(phone, "under 18")
    assert not phone.page.locator("form").count()


def begins(phone, link):
    phone.opens(link)
    # Nobody reads the consent in less; who is quicker is asked to press again.
    phone.page.wait_for_timeout(1_100)
    goes_on(phone)


def says(phone, choice):
    """Tick the answer, which reads otherwise in Chinese."""
    wanted = {"yes": "喝", "no": "不喝", "under 18": "18岁以下"}
    for label in phone.page.locator(".survey-options label").all():
        if label.inner_text().strip() in (choice, wanted.get(choice)):
            label.click()
    goes_on(phone)


def goes_on(phone):
    phone.page.locator("button.survey-go").click()
    phone.looks()


def codes_the_words(person, study):
    """By keys alone: the frame's first theme has the key 1."""
    person.opens(study).follows("/coding/").follows("/themes/new/")
    person.fills(title_zh="怕睡不着", title_en="Fears a short night").sends()
    person.opens(f"{study}coding/")
    item = person.page.locator(".coding-item", has_text=SLEEPLESS)
    item.focus()
    with person.page.expect_response(lambda answer: "/coding/answers/" in answer.url):
        person.page.keyboard.press("1")
    person.looks()
    assert Coded.objects.get().response.answers["q3"] == SLEEPLESS


def finds_the_difference(person, study):
    """The crosstab marks that the young say no more often than chance would have it."""
    person.opens(study).follows("/results/").follows("/crosstabs/")
    card = person.page.locator("section.card", has=person.page.locator("sup.beats"))
    assert card.locator("sup.beats").all_inner_texts() == ["A", "B"]


def writes_the_insight(person):
    """From the marked difference, which stays beside it as it was that day."""
    person.follows(r"insights/new/\?from=question:[^:]+:q1")
    person.fills(
        title_zh="年轻人晚上不喝茶",
        title_en="The young skip tea in the evening",
        because="they fear a short night",
        so="show the caffeine of a cup",
        strength="4",
    ).sends()
    insight = person.path
    person.sends("/publication/")
    person.must_be_told("they fear a short night", "show the caffeine of a cup", "18–29 80%")
    return insight


def is_cited_by_a_plan(person, insight):
    """What a plan builds on is ticked there, and the insight's page leads to it."""
    person.opens("strategy/plans/").follows("plans/new/")
    person.fills(title_zh="晚茶计划", title_en="Evening plan", goal="¥6m", insights=True)
    person.sends()
    plan = person.path
    person.follows(insight).follows(plan)
