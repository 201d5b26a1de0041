from datetime import date, timedelta

import pytest

from drumbeat.people.errors import Refused, WrongState
from drumbeat.strategy.insights import actions
from drumbeat.strategy.insights.sources import figures_of, source_of
from drumbeat.strategy.insights.standing import standing
from drumbeat.strategy.insights.states import INSIGHT
from drumbeat.strategy.models import Audience, Insight, Plan
from drumbeat.thread.walk import lineage
from tests.strategy.factory import a_plan, an_audience
from tests.strategy.research import (
    a_question,
    a_questionnaire,
    a_response,
    a_study,
    an_insight,
    an_interview,
    fielded,
    options,
)
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
LONG_AGO = date(2024, 1, 1)


def published(owner, title="Runners stop at dusk", **fields):
    insight = an_insight(owner, title, **fields)
    actions.add_evidence(insight, by=owner, study=a_study(owner), note="It shows")
    return INSIGHT.take(insight, "publish", owner)


@pytest.mark.parametrize(
    ("until", "state"), [(31, "holds"), (30, "ending"), (0, "ending"), (-1, "stale")]
)
def test_an_insight_grows_old_on_a_day(until, state):
    insight = Insight(expires_on=TODAY + timedelta(days=until))
    assert standing(insight, TODAY).state == state


def test_an_insight_says_why_and_what_follows_and_shows_evidence(lead):
    bare = an_insight(lead, because="", so="")
    with pytest.raises(Refused) as refused:
        INSIGHT.take(bare, "publish", lead)
    assert len(refused.value.problems) == 3


def test_an_insight_begun_from_a_crosstab_keeps_what_differs_between_the_groups(lead):
    survey = a_questionnaire(lead)
    ages = a_question(survey, text="How old?", options=options("Young", "Old"))
    habit = a_question(survey, text="Tea at night?", options=options("Yes", "No"))
    fielded(survey)
    for age, said, people in (("a", "a", 8), ("a", "b", 32), ("b", "a", 30), ("b", "b", 10)):
        for _one in range(people):
            a_response(survey, q1=age, q2=said)
    source = source_of(lead.brand, f"question:{habit.pk}:{ages.key}")
    assert figures_of(source) == {
        "Base": "All 80 · Young 40 · Old 40",
        "Yes": "All 48% · Young 20% · Old 75% (more than Young)",
        "No": "All 52% · Young 80% (more than Old) · Old 25%",
    }
    page = signed_in(lead).get(f"/strategy/questionnaires/{survey.pk}/crosstabs/")
    assert f"from=question:{habit.pk}:{ages.key}" in page.content.decode()


def test_an_insight_begun_from_a_result_keeps_the_figures_of_that_day(lead):
    survey = a_questionnaire(lead)
    question = a_question(survey)
    fielded(survey)
    for number in range(4):
        a_response(survey, q1="ab"[number % 2])
    browser = signed_in(lead)
    browser.post(
        f"/strategy/insights/new/?from=question:{question.pk}",
        {
            "title_en": "Half run on the road",
            "because": "parks close",
            "so": "light the road",
            "strength": "4",
            "source": "Winter survey",
            "observed_on": "2026-11-23",
            "expires_on": "2027-11-23",
            "owner": lead.pk,
            "row_version": "1",
        },
    )
    evidence = Insight.objects.get().evidence.get()
    assert (evidence.question, evidence.study) == (question, survey.study)
    assert evidence.figures == {
        "Base": "4",
        "Road": "50% ±49%",
        "Trail": "50% ±49%",
        "Track": "0% ±0%",
    }
    a_response(survey, q1="c")
    page = browser.get(Insight.objects.get().get_absolute_url()).content.decode()
    assert "50% ±49%" in page


def test_a_note_of_an_interview_is_evidence_and_stays(lead):
    interview = an_interview(a_study(lead), "It gets dark at five")
    insight, passage = an_insight(lead), interview.passages.get()
    browser = signed_in(lead)
    browser.post(
        f"/strategy/insights/{insight.pk}/evidence/new/",
        {"what": f"passage:{passage.pk}", "note": "She says so"},
    )
    assert insight.evidence.get().passage == passage
    browser.post(f"/strategy/passages/{passage.pk}/removal/")
    assert interview.passages.exists()


def test_the_same_evidence_is_linked_once(lead):
    insight, study = an_insight(lead), a_study(lead)
    actions.add_evidence(insight, by=lead, study=study, note="It shows")
    with pytest.raises(Refused):
        actions.add_evidence(insight, by=lead, study=study, note="Again")


def test_evidence_of_a_foreign_brand_is_not_offered_and_not_taken(lead):
    foreign = a_study(a_member(a_brand()), "Their secret")
    insight = an_insight(lead)
    browser = signed_in(lead)
    path = f"/strategy/insights/{insight.pk}/evidence/new/"
    assert "Their secret" not in browser.get(path).content.decode()
    answer = browser.post(path, {"what": f"study:{foreign.pk}", "note": "x"})
    assert answer.status_code == 422
    assert not insight.evidence.exists()


def test_what_was_published_keeps_its_words_and_its_evidence(lead):
    insight = published(lead)
    browser = signed_in(lead)
    assert browser.get(f"/strategy/insights/{insight.pk}/edit/").status_code == 409
    with pytest.raises(WrongState):
        actions.remove_evidence(insight.evidence.get(), by=lead)


def test_a_stale_insight_says_so_everywhere_until_it_is_renewed(lead):
    insight = published(lead, observed_on=LONG_AGO, expires_on=LONG_AGO)
    plan = a_plan(lead)
    plan.insights.add(insight)
    browser = signed_in(lead)
    for path in ("/strategy/insights/", f"/strategy/plans/{plan.pk}/"):
        assert "out of date" in browser.get(path).content.decode()
    assert "Out of date" in browser.get(insight.get_absolute_url()).content.decode()
    assert str(insight) in browser.get("/strategy/insights/?stale=on").content.decode()
    path = f"/strategy/insights/{insight.pk}/renewal/"
    assert browser.post(path, {"expires_on": "2023-01-01", "reason": "x"}).status_code == 422
    browser.post(path, {"expires_on": "2099-01-01", "reason": "Asked again"})
    assert "out of date" not in browser.get(f"/strategy/plans/{plan.pk}/").content.decode()


def test_plans_and_audiences_cite_what_is_published_and_keep_what_they_cite(lead):
    good, draft = published(lead, "Published one"), an_insight(lead, "Draft one")
    audience = an_audience(lead)
    browser = signed_in(lead)
    path = f"/strategy/audiences/{audience.pk}/edit/"
    page = browser.get(path).content.decode()
    assert ("Published one" in page, draft.pk in page) == (True, False)
    sent = {
        "title_en": "Hikers",
        "priority": "primary",
        "rule": "hikes",
        "consent_basis": "platform",
        "insights": [good.pk],
        "owner": lead.pk,
        "row_version": "1",
    }
    assert browser.post(path, sent).status_code == 302
    assert Audience.objects.get().insights.get() == good
    actions.withdraw(good, by=lead, reason="wrong")
    assert "Published one" in browser.get(path).content.decode()
    assert "Withdrawn" in browser.get(f"/strategy/audiences/{audience.pk}/").content.decode()


def test_the_thread_leads_from_the_study_to_the_plan_and_back(lead):
    insight, plan = published(lead), a_plan(lead)
    plan.insights.add(insight)
    study = insight.evidence.get().study
    assert lineage(insight).of("plan") == [plan]
    assert lineage(insight).of("study") == [study]
    assert lineage(Plan.objects.get()).of("insight") == [insight]


def test_the_list_is_narrowed_and_exported_alike(lead):
    an_insight(lead, "Weak one", strength=1)
    an_insight(lead, "Strong one", strength=5, title_zh="很强")
    browser = signed_in(lead)
    page = browser.get("/strategy/insights/?strength=4").content.decode()
    table = browser.get("/strategy/insights.csv?strength=4").content.decode("utf-8-sig")
    for shown in (page, table):
        assert ("Strong one" in shown, "Weak one" in shown) == (True, False)
    assert "Strong one" in browser.get("/strategy/insights/?q=很强").content.decode()


def test_the_list_costs_the_same_however_many(lead, django_assert_max_num_queries):
    for number in range(12):
        published(lead, f"Insight {number}")
    browser = signed_in(lead)
    with django_assert_max_num_queries(13):
        browser.get("/strategy/insights/")
    with django_assert_max_num_queries(18):
        browser.get(Insight.objects.first().get_absolute_url())
