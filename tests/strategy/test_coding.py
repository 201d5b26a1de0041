import pytest

from drumbeat.people.errors import Refused
from drumbeat.strategy.coding import actions
from drumbeat.strategy.coding.queries import frame
from drumbeat.strategy.models import Coded, Interview
from drumbeat.strategy.tabulation.reading import read
from drumbeat.strategy.tabulation.tables import tables
from tests.strategy.research import (
    a_question,
    a_questionnaire,
    a_response,
    a_study,
    a_theme,
    an_interview,
    fielded,
)
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(lead):
    made = a_questionnaire(lead)
    a_question(made, "open", "Why?")
    return fielded(made)


def desk(survey, **query):
    path = f"/strategy/studies/{survey.study_id}/coding/"
    return signed_in(survey.owner).get(path, query).content.decode()


def code(survey, response, *themes, **headers):
    return signed_in(survey.owner).post(
        f"/strategy/studies/{survey.study_id}/coding/answers/",
        {
            "response": response.pk,
            "question": survey.questions.get().pk,
            "themes": [theme.pk for theme in themes],
        },
        headers=headers,
    )


def test_answers_get_themes_and_leave_the_pile(survey):
    dark, cold = (a_theme(survey.study, title) for title in ("Darkness", "Cold"))
    response = a_response(survey, q1="Too many cars at night")
    a_response(survey, q1="It is freezing")
    assert "Too many cars" in desk(survey)

    assert code(survey, response, dark, cold).status_code == 302
    assert "Too many cars" not in desk(survey)
    assert "Too many cars" in desk(survey, show="all")
    code(survey, response, dark)
    assert [(one.theme, one.answers) for one in frame(survey.study)] == [(dark, 1), (cold, 0)]


def test_a_script_gets_no_page_back_and_two_clicks_code_once(survey):
    theme, response = a_theme(survey.study), a_response(survey, q1="Dark")
    for _number in range(2):
        assert code(survey, response, theme, HX_Request="true").status_code == 204
    assert Coded.objects.count() == 1


def test_coded_answers_are_tabulated_and_weighted_like_any_other(survey):
    theme = a_theme(survey.study, "Darkness")
    first = a_response(survey, q1="Dark")
    a_response(survey, q1="Cold")
    a_response(survey)
    actions.code_answer(
        survey.study,
        by=survey.owner,
        response=first,
        question=survey.questions.get(),
        themes=[theme.pk],
    )
    (table,) = tables(read(survey))
    assert (table.lines[0].label, table.lines[0].share, table.base) == ("Darkness", 0.5, 2)


def test_themes_and_answers_of_another_study_are_refused(survey, lead):
    response = a_response(survey, q1="Dark")
    question = survey.questions.get()
    elsewhere = a_theme(a_study(lead))
    with pytest.raises(Refused):
        actions.code_answer(
            survey.study, by=lead, response=response, question=question, themes=[elsewhere.pk]
        )
    with pytest.raises(Refused):
        actions.code_answer(a_study(lead), by=lead, response=response, question=question, themes=[])


def test_an_archived_theme_is_counted_no_more(survey):
    theme, response = a_theme(survey.study), a_response(survey, q1="Dark")
    code(survey, response, theme)
    signed_in(survey.owner).post(f"/strategy/themes/{theme.pk}/archiving/")
    assert frame(survey.study) == []
    assert tables(read(survey)) == []


def test_notes_of_an_interview_are_split_at_empty_lines_and_coded_by_the_same_frame(lead):
    study = a_study(lead, method="interview")
    browser = signed_in(lead)
    browser.post(
        f"/strategy/studies/{study.pk}/interviews/new/",
        {
            "title_en": "Runner A",
            "held_on": "2026-11-20",
            "who": "34, Chengdu",
            "owner": lead.pk,
            "row_version": "1",
        },
    )
    interview = Interview.objects.get()
    browser.post(
        f"/strategy/interviews/{interview.pk}/notes/new/",
        {"notes": "It is dark.\r\nVery dark.\r\n\r\n\r\nI am cold."},
    )
    first, second = interview.passages.all()
    assert (first.text, second.text) == ("It is dark.\nVery dark.", "I am cold.")
    theme = a_theme(study, "Darkness")
    browser.post(f"/strategy/passages/{first.pk}/coding/", {"themes": [theme.pk]})
    assert [(one.answers, one.passages) for one in frame(study)] == [(0, 1)]
    page = browser.get(f"/strategy/interviews/{interview.pk}/").content.decode()
    assert page.count("checked") == 1
    assert "Darkness" in browser.get(f"/strategy/studies/{study.pk}/themes.csv").content.decode()


def test_a_page_of_answers_costs_the_same_however_many(survey, django_assert_max_num_queries):
    themes = [a_theme(survey.study, f"Theme {number}") for number in range(5)]
    for number in range(30):
        response = a_response(survey, q1=f"Answer {number}")
        code(survey, response, themes[number % 5])
    browser = signed_in(survey.owner)
    with django_assert_max_num_queries(18):
        browser.get(f"/strategy/studies/{survey.study_id}/coding/?show=all")


def test_an_interview_s_page_costs_the_same_however_long(lead, django_assert_max_num_queries):
    interview = an_interview(a_study(lead), *(f"Note {number}" for number in range(20)))
    browser = signed_in(lead)
    with django_assert_max_num_queries(18):
        browser.get(f"/strategy/interviews/{interview.pk}/")
