import pytest

from drumbeat.strategy.models import Segment, Weighting
from tests.strategy.research import a_question, a_questionnaire, a_response, fielded, options
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(lead):
    made = a_questionnaire(lead)
    a_question(made, options=options("North", "South"))
    a_question(made, "multi", options=options("Rain", "Dark", "Cold"))
    return fielded(made)


def made_of(survey, *answers, **fields):
    """A segment made through the page; answers: (question key, value)."""
    questions = {one.key: one.pk for one in survey.questions.all()}
    signed_in(survey.owner).post(
        f"/strategy/questionnaires/{survey.pk}/segments/new/",
        {
            "title_en": "Wet northerners",
            "answers": [f"{questions[key]}:{value}" for key, value in answers],
            "population": "1000",
            "owner": survey.owner.pk,
            "row_version": "1",
            **fields,
        },
    )
    return Segment.objects.get()


def test_a_segment_is_sized_by_the_weighted_answers(survey):
    # 3 of 4 are northerners, the population is half and half: each of them counts 2/3. Two of them
    # name rain or dark: 2 · 2/3 / 4 = 1/3 of the people, 333 of 1,000.
    a_response(survey, q1="a", q2=["a"])
    a_response(survey, q1="a", q2=["b", "c"])
    a_response(survey, q1="a", q2=["c"])
    a_response(survey, q1="b", q2=["a"])
    Weighting.objects.create(
        brand=survey.brand,
        owner=survey.owner,
        questionnaire=survey,
        targets={"q1": {"a": 0.5, "b": 0.5}},
        source="census",
    )
    segment = made_of(survey, ("q1", "a"), ("q2", "a"), ("q2", "b"))
    assert segment.rule == {"q1": ["a"], "q2": ["a", "b"]}
    assert segment.share == pytest.approx(1 / 3)
    assert (segment.size, segment.base) == (333, 4)
    page = signed_in(survey.owner).get(segment.get_absolute_url()).content.decode()
    assert "Rain or Dark" in page
    assert "33.3%" in page


def test_a_segment_keeps_its_size_until_it_is_counted_again(survey):
    a_response(survey, q1="a", q2=["a"])
    segment = made_of(survey, ("q1", "a"))
    a_response(survey, q1="b", q2=["a"])
    segment.refresh_from_db()
    assert segment.share == 1
    signed_in(survey.owner).post(f"/strategy/segments/{segment.pk}/counting/")
    segment.refresh_from_db()
    assert segment.share == pytest.approx(0.5)


def test_nobody_has_answered_yet_is_no_share_of_zero(survey):
    segment = made_of(survey, ("q1", "a"))
    assert (segment.share, segment.size, segment.base) == (None, None, 0)


def test_a_segment_without_a_rule_is_everybody_and_refused(survey):
    answer = signed_in(survey.owner).post(
        f"/strategy/questionnaires/{survey.pk}/segments/new/",
        {"title_en": "Everybody", "owner": survey.owner.pk, "row_version": "1"},
    )
    assert answer.status_code == 422
    assert "Everybody" in answer.content.decode()
