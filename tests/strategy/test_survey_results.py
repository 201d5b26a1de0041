"""Files of answers in and out, and what the tables say about them."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from drumbeat.strategy.models import Response, Weighting
from drumbeat.strategy.surveys.actions import set_quota
from drumbeat.strategy.tabulation.reading import read
from drumbeat.strategy.tabulation.tables import can_cut, crossed, tables
from tests.strategy.research import a_question, a_questionnaire, a_response, fielded, options
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(lead):
    """City, brands heard of, a table, NPS and an open question, in the field."""
    made = a_questionnaire(lead)
    a_question(made, options=options("North", "South"))
    a_question(made, "multi", options=options("Rain", "Dark", "Other", c="write"))
    a_question(made, "matrix", options=options("Grip", "Light"))
    a_question(made, "nps")
    a_question(made, "open", is_required=False)
    return fielded(made)


def upload(survey, text, name="answers.csv", encoding="utf-8"):
    file = SimpleUploadedFile(name, text.encode(encoding), "text/csv")
    return signed_in(survey.owner).post(
        f"/strategy/questionnaires/{survey.pk}/answers/new/", {"file": file}
    )


HEADER = "respondent,q1 Where,q2,q2.c,q3.a,q3.b,q4,q5\n"


def test_a_file_comes_in_by_key_by_word_and_in_chinese(survey):
    text = (
        HEADER
        + "r1,a,a; b,,1,5,9,路灯太少\n"
        + "r2,South,Rain；Other,knees,2,2,0,\n"
        + "r3,North（中）,Dark,,3.0,4,10,太黑\n"
    )
    assert upload(survey, text, encoding="gb18030").status_code == 302
    first, second, third = Response.objects.order_by("pk")
    assert first.answers["q2"] == ["a", "b"]
    assert first.answers["q5"] == "路灯太少"
    assert second.answers == {
        "q1": "b",
        "q2": ["a", "c"],
        "q2.c": "knees",
        "q3": {"a": 2, "b": 2},
        "q4": 0,
    }
    assert third.answers["q3"] == {"a": 3, "b": 4}
    assert (first.state, first.via, first.outside_hash == "r1") == ("complete", "file", False)


def test_one_wrong_row_keeps_everything_out_and_is_named(survey):
    text = (
        HEADER
        + "r1,a,a,,1,5,9,\n"
        + "r2,West,a,,1,7,11,\n"
        + "r1,a,a,,1,1,1,\n"
        + "r4,,a,,1,1,1,\n"
    )
    answer = upload(survey, text)
    page = answer.content.decode()
    assert answer.status_code == 422
    for told in (
        "“West” is none",
        "“7” is not on the scale",
        "“11” is not on",
        "in the file twice",
    ):
        assert told in page
    assert "An answer is missing." in page
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,age\nx,3\n", "No column is named after a question"),
        (HEADER, "no answers"),
    ],
)
def test_a_file_that_is_no_answer_file_is_refused_with_a_reason(survey, text, told):
    answer = upload(survey, text)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_the_same_file_again_changes_nothing_and_a_mended_one_replaces(survey):
    set_quota(survey, by=survey.owner, question=survey.questions.get(key="q1"), option="a", limit=9)
    text = HEADER + "r1,a,a,,1,5,9,\n" + "r2,b,a,,1,5,8,\n"
    upload(survey, text)
    upload(survey, text)
    assert Response.objects.count() == 2
    assert survey.quotas.get().filled == 1
    upload(survey, HEADER + "r2,a,a,,1,5,8,\n")
    assert Response.objects.count() == 2
    assert survey.quotas.get().filled == 2


def test_rows_without_an_id_count_as_often_as_they_stand_there(survey):
    text = "q1,q2,q3.a,q3.b,q4\n" + "a,a,1,5,9\n" * 3
    upload(survey, text)
    upload(survey, text)
    assert Response.objects.count() == 3


def test_what_goes_out_comes_back_the_same(survey):
    a_response(
        survey, q1="b", q2=["a", "c"], **{"q2.c": "=knees"}, q3={"a": 1, "b": 5}, q4=7, q5="x\ny"
    )
    before = Response.objects.values("pk", "answers", "state")
    kept = list(before)
    path = f"/strategy/questionnaires/{survey.pk}/answers.csv"
    text = signed_in(survey.owner).get(path).content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text)))[0] == "respondent"
    assert upload(survey, text.replace("'=knees", "=knees")).status_code == 302
    assert list(before.all()) == kept


def test_a_draft_takes_no_answers(lead):
    draft = a_questionnaire(lead)
    a_question(draft)
    answer = upload(draft, "q1\na\n")
    assert answer.status_code == 422
    assert "draft" in answer.content.decode()


# -- tables -----------------------------------------------------------------------------------


def by_key(reading):
    return {table.item.key: table for table in tables(reading)}


def test_a_weighted_table_worked_out_by_hand(survey):
    # 6 of 10 live in the north; the population is half and half. A northerner counts 5/6, a
    # southerner 5/4. All northerners name the rain, no southerner does: 6 · 5/6 / 10 = 50 %.
    for number in range(10):
        north = number < 6
        a_response(
            survey, q1="a" if north else "b", q2=["a"] if north else ["b"], q4=9 if north else 6
        )
    Weighting.objects.create(
        brand=survey.brand,
        owner=survey.owner,
        questionnaire=survey,
        targets={"q1": {"a": 0.5, "b": 0.5}},
        source="census",
    )
    reading = read(survey)
    found = by_key(reading)
    assert found["q2"].lines[0].share == pytest.approx(0.5)
    assert found["q2"].lines[0].count == 6
    assert (found["q2"].base, found["q2"].n_eff) == (10, pytest.approx(9.6))
    assert found["q4"].told[0].value == pytest.approx(0)
    assert reading.worst == pytest.approx(1.96 * (0.25 / 9.6) ** 0.5)


def test_careless_answers_are_set_aside_and_said(survey):
    a_response(survey, q1="a", q4=9)
    careless = a_response(survey, q1="b", q4=0)
    careless.flags = ["fake"]
    careless.save()
    reading = read(survey)
    assert (reading.n, reading.set_aside, reading.doubtful) == (1, 1, {"fake": 1})
    assert read(survey, with_doubtful=True).n == 2
    browser = signed_in(survey.owner)
    page = browser.get(f"/strategy/questionnaires/{survey.pk}/results/").content.decode()
    assert "1 set aside" in page
    assert "named a brand that does not exist" in page


def test_a_group_that_differs_is_marked_and_a_small_one_is_not(survey):
    for number in range(200):
        north = number < 100
        share = 70 if north else 30
        a_response(survey, q1="a" if north else "b", q2=["a"] if number % 100 < share else ["b"])
    reading = read(survey)
    across = can_cut(reading)[0]
    rain = next(one for one in crossed(reading, across) if one.item.key == "q2").rows[0]
    assert [cell.beats for cell in rain[1]] == ["", "B", ""]
    assert [cell.share for cell in rain[1]] == pytest.approx([0.5, 0.7, 0.3])

    Response.objects.filter(answers__q1="b").exclude(
        pk__in=Response.objects.filter(answers__q1="b").values("pk")[:20]
    ).delete()
    reading = read(survey)
    rain = next(one for one in crossed(reading, can_cut(reading)[0]) if one.item.key == "q2").rows[
        0
    ]
    assert [cell.beats for cell in rain[1]] == ["", "", ""]


def test_weights_that_cannot_be_are_said_not_hidden(survey):
    a_response(survey, q1="a", q4=1)
    browser = signed_in(survey.owner)
    path = f"/strategy/questionnaires/{survey.pk}/weighting/"
    shares = {"source": "census", "low": "0.3", "high": "3", "q1.a": "60", "q1.b": "30"}
    refused = browser.post(path, shares)
    assert refused.status_code == 422
    assert "add up to 90" in refused.content.decode()
    assert browser.post(path, shares | {"q1.b": "40"}).status_code == 302
    page = browser.get(f"/strategy/questionnaires/{survey.pk}/results/").content.decode()
    assert "Shown unweighted" in page
    assert "Nobody answered “South” to Q1." in page


def test_results_as_a_workbook_say_what_they_rest_on(survey):
    for number in range(4):
        a_response(survey, q1="ab"[number % 2], q2=["a"], q3={"a": 4, "b": 2}, q4=9)
    browser = signed_in(survey.owner)
    root = f"/strategy/questionnaires/{survey.pk}/results"
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{root}.xlsx").content))
    rows = list(book["Results"].values)
    assert rows[1][:6] == ("Q1", "Where do you run?", "North", 2, 0.5, pytest.approx(0.49))
    about = dict(row for row in book["About"].values if row[0])
    assert (about["Answers counted"], about["Wording (SHA-256)"]) == ("4", survey.wording_sha256)
    crossed_text = browser.get(f"{root}.csv?across=q1").content.decode("utf-8-sig")
    assert "North (A)" in crossed_text
    assert browser.get(f"{root}.pdf").status_code == 404


def test_pages_of_results_cost_the_same_however_many_answers(survey, django_assert_max_num_queries):
    for number in range(30):
        a_response(survey, q1="ab"[number % 2], q2=["a"], q4=number % 11)
    browser = signed_in(survey.owner)
    for page in ("results", "crosstabs"):
        with django_assert_max_num_queries(17):
            browser.get(f"/strategy/questionnaires/{survey.pk}/{page}/")
