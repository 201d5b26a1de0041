"""The public form: without a script, without a name, on the way it was built."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from drumbeat.strategy.models import Quota, Response
from drumbeat.strategy.surveys import holding, taking
from drumbeat.strategy.surveys.actions import set_quota
from tests.strategy.research import a_question, a_questionnaire, fielded, options
from tests.world import a_member

pytestmark = pytest.mark.django_db


class Respondent(Client):
    """Somebody with a phone and the public link."""

    def __init__(self, questionnaire, language="en", **kwargs):
        super().__init__(headers={"Accept-Language": language}, **kwargs)
        self.questionnaire = questionnaire
        self.address = f"/s/{questionnaire.code}/"

    def opens(self, query=""):
        return self.get(f"{self.address}{query}")

    def agrees(self, *, after=timedelta(seconds=10), **given):
        """Presses the button, so long after the first page was shown."""
        shown = holding.stamp(self.questionnaire, timezone.now() - after)
        return self.post(self.address, {"shown": shown, **given})

    def answers(self, page, **given):
        return self.post(self.address, {"page": page, **given})

    def text(self):
        return self.opens().content.decode()


@pytest.fixture
def draft(lead):
    return a_questionnaire(lead)


def the_response():
    return Response.objects.get()


def test_a_person_answers_page_by_page_and_is_thanked(draft):
    a_question(draft, text="Where do you run?")
    a_question(draft, "nps", "Would you recommend it?")
    someone = Respondent(fielded(draft))

    assert "We keep your answers only." in someone.text()
    assert someone.agrees().status_code == 302
    assert "Where do you run?" in someone.text()
    someone.answers("q1", q1="b")
    assert "Would you recommend it?" in someone.text()
    someone.answers("q2", q2="9")
    assert "Thank you" in someone.text()

    kept = the_response()
    assert (kept.state, kept.answers) == ("complete", {"q1": "b", "q2": 9})
    assert kept.consented_at <= kept.ended_at


def test_the_form_needs_no_script_and_shows_nothing_of_the_product(draft):
    a_question(draft)
    someone = Respondent(fielded(draft))
    someone.agrees()
    page = someone.opens()
    assert "<script" not in page.content.decode()
    assert str(draft.brand.slug) not in page.content.decode()
    assert draft.study.question not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_browser_may_say_where_the_form_was_sent_from(draft):
    # Without a referrer a browser sends “Origin: null”, and every post is refused as forged.
    a_question(draft)
    page = Respondent(fielded(draft)).text()
    assert '<meta name="referrer" content="same-origin">' in page


def test_every_kind_of_question_is_answered(draft):
    draft.mode = "page"
    draft.save()
    a_question(draft)
    a_question(draft, "multi", options=options("Rain", "Dark", "Other", c="write"))
    a_question(draft, "scale")
    a_question(draft, "matrix")
    a_question(draft, "nps")
    a_question(draft, "csat")
    a_question(draft, "open", is_required=False)
    a_question(draft, "ranking")
    someone = Respondent(fielded(draft))
    someone.agrees()
    done = someone.answers(
        "q1",
        **{
            "q1": "a",
            "q2": ["b", "c"],
            "q2.c.text": "My knees",
            "q3": "4",
            "q4.a": "1",
            "q4.b": "2",
            "q4.c": "5",
            "q5": "0",
            "q6": "5",
            "q7": "",
            "q8.a": "3",
            "q8.b": "1",
            "q8.c": "2",
        },
    )
    assert done.status_code == 302
    assert the_response().answers == {
        "q1": "a",
        "q2": ["b", "c"],
        "q2.c": "My knees",
        "q3": 4,
        "q4": {"a": 1, "b": 2, "c": 5},
        "q5": 0,
        "q6": 5,
        "q8": ["b", "c", "a"],
    }


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("single", {}, "Please answer this question."),
        ("matrix", {"q1.a": "1"}, "Please answer every line."),
        ("ranking", {"q1.a": "1", "q1.b": "1", "q1.c": "2"}, "Give every place once."),
        ("multi", {"q1": ["a", "c"]}, "cannot stand beside other answers"),
    ],
)
def test_what_is_wrong_is_said_at_the_question_and_typed_answers_stay(draft, kind, given, told):
    fields = {"options": options("A", "B", "None", c="alone")} if kind == "multi" else {}
    a_question(draft, kind, **fields)
    a_question(draft, "open")
    someone = Respondent(fielded(draft))
    someone.agrees()
    answer = someone.answers("q1", **given)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    if kind == "ranking":
        assert answer.content.decode().count("selected") == 3
    assert the_response().path == []


def test_a_condition_leads_past_a_question_and_going_back_closes_the_branch(draft):
    runs = a_question(draft, options=options("Yes", "No"))
    a_question(draft, "open", "How often?", depends_on=runs, show_if=["a"])
    a_question(draft, "csat", "How satisfied?")
    someone = Respondent(fielded(draft))
    someone.agrees()
    someone.answers("q1", q1="a")
    someone.answers("q2", q2="Twice a week")
    someone.post(someone.address, {"back": "1"})
    assert "Twice a week" in someone.text()
    someone.post(someone.address, {"back": "1"})
    someone.answers("q1", q1="b")
    assert "How satisfied?" in someone.text()
    someone.answers("q3", q3="5")
    assert the_response().answers == {"q1": "b", "q3": 5}


def test_one_page_breaks_only_where_an_answer_decides(draft):
    draft.mode = "page"
    draft.save()
    runs = a_question(draft, text="First?")
    a_question(draft, "csat", "Second?")
    a_question(draft, "open", "Third?", depends_on=runs, show_if=["a"], is_required=False)
    someone = Respondent(fielded(draft))
    someone.agrees()
    page = someone.text()
    assert ("First?" in page, "Second?" in page, "Third?" in page) == (True, True, False)
    someone.answers("q1", q1="a", q2="3")
    assert "Third?" in someone.text()


def test_who_is_not_wanted_is_thanked_at_once(draft):
    a_question(draft, options=options("Under 18", "18 and over", a="out"))
    a_question(draft, "nps")
    someone = Respondent(fielded(draft))
    someone.agrees()
    someone.answers("q1", q1="a")
    assert the_response().state == "screened"
    assert "asking other people" in someone.text()


def test_a_full_quota_turns_away_that_group_only(draft):
    city = a_question(draft)
    a_question(draft, "nps")
    fielded(draft)
    set_quota(draft, by=draft.owner, question=city, option="a", limit=1)
    for choice, state in (("a", "complete"), ("a", "full"), ("b", "complete")):
        someone = Respondent(draft)
        someone.agrees()
        someone.answers("q1", q1=choice)
        someone.answers("q2", q2="7")
        assert Response.objects.order_by("pk").last().state == state
    assert Quota.objects.get().filled == 1


def test_a_full_sample_closes_the_door(draft):
    a_question(draft)
    fielded(draft)
    set_quota(draft, by=draft.owner, question=None, option="", limit=1)
    first = Respondent(draft)
    first.agrees()
    first.answers("q1", q1="a")
    assert "heard enough" in Respondent(draft).text()


def test_the_last_place_is_taken_once_when_two_finish_together(draft):
    city = a_question(draft)
    a_question(draft, "nps")
    fielded(draft)
    set_quota(draft, by=draft.owner, question=city, option="a", limit=1)
    questions = list(draft.questions.all())
    racing = []
    for number in range(2):
        taking.begin(draft, language="en", outside=f"r{number}")
    for response in draft.responses.all():
        # Both passed the quota question while there was room.
        taking.answer(response, questions, questions[:1], {"q1": "a"})
        racing.append(response)
    for response in racing:
        taking.answer(response, questions, questions[1:], {"q2": 5})
    assert sorted(response.state for response in racing) == ["complete", "full"]
    assert Quota.objects.get().filled == 1


def test_the_same_browser_answers_once_and_goes_on_where_it_stopped(draft):
    a_question(draft)
    a_question(draft, "nps", "Recommend?")
    someone = Respondent(fielded(draft))
    someone.agrees()
    someone.answers("q1", q1="a")
    assert "Recommend?" in someone.text()
    someone.answers("q2", q2="1")
    someone.agrees()
    assert Response.objects.count() == 1
    assert "Thank you" in someone.text()


def test_a_panel_id_lets_nobody_answer_twice_and_is_not_kept(draft):
    a_question(draft)
    fielded(draft)
    first = Respondent(draft)
    assert 'value="panel-77"' in first.opens("?r=panel-77").content.decode()
    first.agrees(r="panel-77")
    first.answers("q1", q1="a")
    second = Respondent(draft)
    second.agrees(r="panel-77")
    assert "Thank you" in second.text()
    assert "panel-77" not in str(Response.objects.values().get())


def test_a_form_sent_twice_does_not_answer_the_next_page(draft):
    a_question(draft)
    a_question(draft, "open", "Why?")
    someone = Respondent(fielded(draft))
    someone.agrees()
    someone.answers("q1", q1="a")
    assert someone.answers("q1", q1="b").status_code == 302
    assert the_response().path == [["q1"]]


def test_what_cannot_be_trusted_is_marked(draft):
    draft.fast_seconds = 60
    draft.save()
    a_question(draft, "multi", options=options("Real", "Made up", b="fake"))
    a_question(draft, "matrix", options=options("A", "B", "C", "D"))
    someone = Respondent(fielded(draft))
    someone.agrees()
    someone.answers("q1", q1=["a", "b"])
    someone.answers("q2", **{f"q2.{key}": "3" for key in "abcd"})
    assert the_response().flags == ["fake", "fast", "straight"]


def test_time_taken_counts_from_the_beginning(draft):
    draft.fast_seconds = 60
    draft.save()
    a_question(draft)
    someone = Respondent(fielded(draft))
    someone.agrees()
    Response.objects.update(started_at=timezone.now() - timedelta(seconds=90))
    someone.answers("q1", q1="a")
    assert the_response().flags == []


def test_everybody_sees_another_order_and_the_same_one_again(draft):
    words = [f"Brand {number}" for number in range(8)]
    a_question(draft, options=[*options(*words, "None", i="alone")], shuffle=True)
    fielded(draft)
    orders = set()
    for _number in range(4):
        someone = Respondent(draft)
        someone.agrees()
        page = someone.text()
        order = tuple(sorted(words, key=page.index))
        assert order == tuple(sorted(words, key=someone.text().index))
        assert page.index("None") > max(page.index(word) for word in words)
        orders.add(order)
    assert len(orders) > 1


def test_the_language_is_the_reader_s_and_can_be_changed(draft):
    a_question(draft)
    fielded(draft)
    assert "跑步小调查" in Respondent(draft, "zh-CN").text()
    assert "我同意" in Respondent(draft, "en").opens("?lang=zh").content.decode()
    chinese = Respondent(draft, "en")
    chinese.agrees(lang="zh")
    assert "Road（中）" in chinese.text()


def test_a_closed_survey_says_so_and_a_draft_does_not_exist(draft, lead):
    a_question(draft)
    assert Respondent(draft).opens().status_code == 404
    fielded(draft)
    draft.state = "closed"
    draft.save()
    answer = Respondent(draft).opens()
    assert answer.status_code == 410
    assert "closed" in answer.content.decode()
    assert Respondent(draft).agrees().status_code == 410
    assert not Response.objects.exists()


def test_a_member_of_the_brand_answers_like_anybody_else(draft):
    a_question(draft)
    fielded(draft)
    someone = Respondent(draft)
    someone.force_login(a_member(draft.brand, "cw").person)
    assert "Sign" not in someone.text()


def test_forged_posts_are_refused(draft):
    a_question(draft)
    someone = Respondent(fielded(draft), enforce_csrf_checks=True)
    assert someone.agrees().status_code == 403


def test_an_answer_that_is_not_offered_is_refused(draft):
    a_question(draft)
    a_question(draft, "nps")
    someone = Respondent(fielded(draft))
    someone.agrees()
    assert someone.answers("q1", q1="z").status_code == 422
    someone.answers("q1", q1="a")
    assert someone.answers("q2", q2="11").status_code == 422
