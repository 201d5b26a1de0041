import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from drumbeat.people.errors import Refused, WrongState
from drumbeat.strategy.insights.actions import add_evidence
from drumbeat.strategy.models import Study
from drumbeat.strategy.studies import actions
from drumbeat.strategy.studies.states import STUDY
from tests.strategy.research import (
    a_question,
    a_questionnaire,
    a_response,
    a_study,
    an_insight,
    an_interview,
    fielded,
)
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def test_a_study_is_written_down_with_how_it_is_done(lead):
    browser = signed_in(lead)
    browser.post(
        "/strategy/studies/new/",
        {
            "title_zh": "冬季研究",
            "question": "为什么不跑？",
            "method": "interview",
            "sample_plan": "8 位跑者",
            "sample_size": "8",
            "starts_on": "2026-11-20",
            "ends_on": "2026-12-01",
            "consent_basis": "informed",
            "cost_minor": "1.2万",
            "owner": lead.pk,
            "row_version": "1",
        },
    )
    study = Study.objects.get()
    assert (study.cost_minor, study.state) == (1_200_000, "draft")
    page = browser.get(f"/strategy/studies/{study.pk}/").content.decode()
    for shown in ("为什么不跑？", "8 位跑者", "12,000"):
        assert shown in page


def test_fieldwork_cannot_end_before_it_starts_and_what_was_typed_stays(lead):
    answer = signed_in(lead).post(
        "/strategy/studies/new/",
        {
            "title_en": "Back in time",
            "method": "desk",
            "starts_on": "2026-12-02",
            "ends_on": "2026-12-01",
            "owner": lead.pk,
            "row_version": "1",
        },
    )
    assert answer.status_code == 422
    assert "Back in time" in answer.content.decode()


def test_nobody_is_asked_before_question_sample_dates_and_consent_are_there(lead):
    bare = a_study(lead, question="", sample_plan="", starts_on=None, consent_basis="")
    with pytest.raises(Refused) as refused:
        STUDY.take(bare, "start", lead)
    assert len(refused.value.problems) == 4


def test_a_study_is_reported_once_an_insight_rests_on_it(lead):
    study = a_study(lead, state="analysis")
    with pytest.raises(Refused, match="No insight rests on it"):
        STUDY.take(study, "report", lead)
    add_evidence(an_insight(lead), by=lead, study=study, note="It shows")
    STUDY.take(study, "report", lead)
    assert study.state == "reported"


def test_files_are_kept_once_and_given_as_downloads(lead):
    study = a_study(lead)
    browser = signed_in(lead)

    def sent():
        file = SimpleUploadedFile("guide.html", b"<script>", "text/html")
        return browser.post(f"/strategy/studies/{study.pk}/files/new/", {"file": file})

    assert sent().status_code == 302
    assert sent().status_code == 422
    kept = study.files.get()
    given = browser.get(f"/strategy/study-files/{kept.pk}/")
    assert given["Content-Disposition"].startswith("attachment")
    browser.post(f"/strategy/study-files/{kept.pk}/removal/")
    assert not study.files.exists()


def test_a_study_in_the_field_is_not_put_away(lead):
    study = a_study(lead, state="fieldwork")
    with pytest.raises(WrongState):
        actions.archive(study, by=lead)


def test_the_list_counts_answers_interviews_and_insights(lead):
    made = a_questionnaire(lead)
    a_question(made)
    fielded(made)
    for _number in range(3):
        a_response(made, q1="a")
    a_response(made, state="open")
    an_interview(made.study)
    insight = an_insight(lead)
    for note in ("one", "two"):
        add_evidence(
            insight,
            by=lead,
            study=made.study,
            question=made.questions.get() if note == "two" else None,
            note=note,
        )
    text = signed_in(lead).get("/strategy/studies.csv").content.decode("utf-8-sig")
    assert ",3,1," in text
    assert text.splitlines()[1].endswith(",1,Lead Li")


def test_the_list_costs_the_same_however_many_studies(lead, django_assert_max_num_queries):
    for _number in range(8):
        a_study(lead)
    browser = signed_in(lead)
    with django_assert_max_num_queries(13):
        browser.get("/strategy/studies/")
    with django_assert_max_num_queries(20):
        browser.get(f"/strategy/studies/{Study.objects.first().pk}/")


def test_a_foreign_brand_s_study_does_not_exist(lead):
    foreign = a_study(a_member(a_brand()))
    assert signed_in(lead).get(f"/strategy/studies/{foreign.pk}/").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("cw", 403), ("ds", 403), ("an", 200), ("cl", 200)])
def test_who_may_start_a_study(brand, role, status):
    assert signed_in(a_member(brand, role)).get("/strategy/studies/new/").status_code == status
