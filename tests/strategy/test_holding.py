"""Bots are held off the public form, people are not, and nobody is held off silently."""

import re
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory

from drumbeat.strategy.models import HeldOff, Response
from drumbeat.strategy.surveys import holding
from tests.strategy.research import a_question, a_questionnaire, fielded
from tests.strategy.test_survey_form import Respondent
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(lead):
    made = a_questionnaire(lead)
    a_question(made, "open", "Why do you run?")
    return fielded(made)


def held():
    return dict(HeldOff.objects.values_list("reason", "count"))


def test_a_person_who_reads_gets_in_and_is_not_counted(survey):
    someone = Respondent(survey)
    assert someone.agrees().status_code == 302
    assert "Why do you run?" in someone.text()
    assert held() == {}


def test_a_program_that_fills_every_field_is_held_off(survey):
    answer = Respondent(survey).agrees(website="https://spam.test")
    assert answer.status_code == 422
    assert "leave the field below empty" in answer.content.decode()
    assert not Response.objects.exists()
    assert held() == {"trap": 1}


@pytest.mark.parametrize(
    ("after", "reason"),
    [(timedelta(milliseconds=100), "fast"), (timedelta(days=2), "old")],
)
def test_too_soon_and_too_late_are_asked_to_press_once_more(survey, after, reason):
    someone = Respondent(survey)
    page = someone.agrees(after=after, r="panel-7").content.decode()
    assert held() == {reason: 1}
    assert 'value="panel-7"' in page, "what came with them is kept"
    assert someone.agrees(r="panel-7").status_code == 302
    assert Response.objects.count() == 1


def test_who_was_too_quick_need_not_begin_to_wait_anew(survey):
    someone = Respondent(survey)
    first = re.search(r'name="shown" value="([^"]+)"', someone.text())[1]
    page = someone.post(someone.address, {"shown": first}).content.decode()
    assert f'value="{first}"' in page


@pytest.mark.parametrize("shown", ["", "1:forged", "1700000000000"])
def test_a_time_that_we_did_not_sign_is_worth_nothing(survey, shown):
    Client().post(f"/s/{survey.code}/", {"shown": shown})
    assert held() == {"unsigned": 1}


def test_a_stamp_of_another_survey_is_worth_nothing(survey, lead):
    other = a_questionnaire(lead)
    someone = Respondent(survey)
    someone.questionnaire = other
    assert someone.agrees().status_code == 422


def test_one_network_begins_only_so_often_in_a_day(survey, monkeypatch):
    monkeypatch.setattr(holding, "MOST_A_DAY", 2)
    for last in (1, 2):
        assert Respondent(survey, REMOTE_ADDR=f"10.9.8.{last}").agrees().status_code == 302
    answer = Respondent(survey, REMOTE_ADDR="10.9.8.77").agrees()
    assert answer.status_code == 429
    assert "come back tomorrow" in answer.content.decode()
    assert Respondent(survey, REMOTE_ADDR="10.9.9.1").agrees().status_code == 302
    assert held() == {"many": 1}


def test_an_address_leaves_no_trace_but_a_hash_of_its_network(settings):
    def asked(address, **headers):
        return RequestFactory().get("/", REMOTE_ADDR=address, **headers)

    one = holding.network_of(asked("203.0.113.7"))
    assert one == holding.network_of(asked("203.0.113.200")) != ""
    assert one != holding.network_of(asked("203.0.114.7"))
    assert holding.network_of(asked("2001:db8:1::1")) == holding.network_of(
        asked("2001:db8:1:9::2")
    )
    assert holding.network_of(asked("unix")) == ""
    claimed = asked("203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert holding.network_of(claimed) == one, "what a visitor claims is not believed"
    settings.TRUSTED_PROXIES = 1
    assert holding.network_of(claimed) != one


def test_the_same_words_from_the_same_network_are_kept_and_set_aside(survey):
    words = "Because it keeps me sane after a long day"
    for address in ("10.1.1.1", "10.1.1.2", "10.1.2.1"):
        someone = Respondent(survey, REMOTE_ADDR=address)
        someone.agrees()
        someone.answers("q1", q1=words)
    flags = list(Response.objects.order_by("started_at").values_list("flags", flat=True))
    assert flags == [[], ["twice"], []]


def test_short_answers_may_well_be_the_same(survey):
    for _n in range(2):
        someone = Respondent(survey, REMOTE_ADDR="10.2.2.2")
        someone.agrees()
        someone.answers("q1", q1="fun")
    assert list(Response.objects.values_list("flags", flat=True)) == [[], []]


def test_the_study_says_who_was_held_off_and_why(survey, lead):
    Respondent(survey).agrees(website="x")
    Respondent(survey).agrees(website="x")
    page = signed_in(lead).get(survey.study.get_absolute_url()).content.decode()
    assert "Filled in a field that nobody sees" in page
    assert held() == {"trap": 2}
