import pytest

from drumbeat.people.errors import Refused, WrongState
from drumbeat.strategy.models import Question, Questionnaire, Quota
from drumbeat.strategy.studies.actions import finish
from drumbeat.strategy.surveys import actions, wording
from tests.strategy.research import a_question, a_questionnaire, a_study, fielded, options
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(lead):
    return a_questionnaire(lead)


def rows(*words, start=0):
    """What the browser sends for option rows: (key, zh, en, role)."""
    sent = {"o-TOTAL_FORMS": len(words), "o-INITIAL_FORMS": start}
    for number, (key, zh, en, role) in enumerate(words):
        sent |= {f"o-{number}-key": key, f"o-{number}-zh": zh, f"o-{number}-en": en}
        sent |= {f"o-{number}-role": role}
    return sent


def test_a_questionnaire_is_built_through_the_pages(lead):
    study = a_study(lead)
    browser = signed_in(lead)
    browser.post(
        f"/strategy/studies/{study.pk}/questionnaires/new/",
        {
            "title_zh": "调查",
            "title_en": "Survey",
            "languages": "both",
            "mode": "steps",
            "consent_zh": "同意",
            "consent_en": "Consent",
            "fast_seconds": "0",
            "row_version": "1",
        },
    )
    made = Questionnaire.objects.get()
    sent = rows(("", "北京", "Beijing", ""), ("", "", "", ""), ("", "别处", "Elsewhere", "out"))
    browser.post(
        f"/strategy/questionnaires/{made.pk}/questions/new/?kind=single",
        {"text_zh": "哪里", "text_en": "Where", "is_required": "on", "row_version": "1", **sent},
    )
    city = Question.objects.get()
    assert [(o["key"], o["en"], o["role"]) for o in city.options] == [
        ("a", "Beijing", ""),
        ("b", "Elsewhere", "out"),
    ]
    browser.post(
        f"/strategy/questionnaires/{made.pk}/questions/new/?kind=nps",
        {
            "text_zh": "推荐",
            "text_en": "Recommend",
            "row_version": "1",
            "condition": f"{city.pk}:a",
        },
    )
    asked = Question.objects.get(kind="nps")
    assert (asked.depends_on, asked.show_if, asked.key) == (city, ["a"], "q2")
    page = browser.get(f"/strategy/questionnaires/{made.pk}/").content.decode()
    assert "asked only if Q1 is Beijing" in page
    assert browser.post(f"/strategy/questionnaires/{made.pk}/opening/").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.study.state) == ("fielded", "fieldwork")


def test_an_option_keeps_its_key_when_others_go(draft):
    question = a_question(draft)
    kept = rows(("a", "", "", ""), ("c", "田径场", "Track", ""), ("", "沙滩", "Beach", ""), start=3)
    signed_in(draft.owner).post(
        f"/strategy/questions/{question.pk}/edit/",
        {"text_zh": "哪里", "text_en": "Where", "row_version": "1", **kept},
    )
    question.refresh_from_db()
    assert [(o["key"], o["en"]) for o in question.options] == [("c", "Track"), ("a", "Beach")]


def test_what_is_missing_is_told_before_anybody_is_asked(lead):
    made = a_questionnaire(lead, a_study(lead, consent_basis=""), consent_zh="")
    first = a_question(made, text_zh="", options=options("Only one"))
    later = a_question(made, "csat")
    first.depends_on, first.show_if = later, ["1"]
    first.save()
    with pytest.raises(Refused) as refused:
        fielded(made)
    told = str(refused.value)
    for lack in ("consent it rests", "consent text", "wording", "two options", "comes later"):
        assert lack in told


def test_what_was_fielded_keeps_its_wording(draft):
    question = a_question(draft)
    fielded(draft)
    browser = signed_in(draft.owner)
    for path in (
        f"questions/{question.pk}/edit/",
        f"questionnaires/{draft.pk}/edit/",
        f"questionnaires/{draft.pk}/questions/new/?kind=nps",
    ):
        assert browser.get(f"/strategy/{path}").status_code == 409
    for take in (
        lambda: actions.remove(question, by=draft.owner),
        lambda: actions.move(question, by=draft.owner, up=True),
    ):
        with pytest.raises(WrongState):
            take()
    draft.refresh_from_db()
    assert draft.wording_sha256 == wording.sha256(draft)


def test_a_new_version_takes_questions_conditions_and_quotas_along(draft):
    city = a_question(draft)
    a_question(draft, "nps", depends_on=city, show_if=["a"])
    fielded(draft)
    actions.set_quota(draft, by=draft.owner, question=city, option="a", limit=20)
    Quota.objects.update(filled=7)

    second = actions.new_version(draft, by=draft.owner)

    assert (second.number, second.state, second.code == draft.code) == (2, "draft", False)
    copied = second.questions.get(kind="nps")
    assert copied.depends_on == second.questions.get(key="q1")
    assert second.quotas.get().filled == 0
    assert actions.next_key(second) == "q3"
    with pytest.raises(WrongState):
        actions.new_version(draft, by=draft.owner)


def test_a_question_on_which_another_hangs_is_not_removed(draft):
    city = a_question(draft)
    hanging = a_question(draft, "nps", depends_on=city, show_if=["a"])
    with pytest.raises(Refused):
        actions.remove(city, by=draft.owner)
    actions.remove(hanging, by=draft.owner)
    actions.remove(city, by=draft.owner)
    assert not draft.questions.exists()


def test_questions_change_places(draft):
    for text in ("First", "Second", "Third"):
        a_question(draft, "csat", text)
    last = draft.questions.last()
    signed_in(draft.owner).post(f"/strategy/questions/{last.pk}/rank/", {"way": "up"})
    assert [str(one) for one in draft.questions.all()] == ["First", "Third", "Second"]


def test_ending_the_fieldwork_closes_the_questionnaire(draft):
    a_question(draft)
    fielded(draft)
    finish(draft.study, by=draft.owner)
    draft.refresh_from_db()
    assert (draft.state, draft.study.state) == ("closed", "analysis")
    answer = signed_in(draft.owner).post(
        f"/strategy/questionnaires/{draft.pk}/reopening/", {"reason": "more"}
    )
    assert answer.status_code == 422
    assert "not in the field" in answer.content.decode()


def test_the_builder_shows_link_and_quotas_once_it_is_fielded(draft):
    city = a_question(draft)
    fielded(draft)
    browser = signed_in(draft.owner)
    browser.post(
        f"/strategy/questionnaires/{draft.pk}/quotas/new/",
        {"answer": f"{city.pk}:b", "limit": "25"},
    )
    page = browser.get(f"/strategy/questionnaires/{draft.pk}/").content.decode()
    assert f"/s/{draft.code}/" in page
    assert "0/25" in page


def test_the_preview_shows_every_question_in_the_language_asked_for(draft):
    a_question(draft, text="Where?")
    a_question(draft, "matrix", "How far?")
    page = signed_in(draft.owner).get(f"/strategy/questionnaires/{draft.pk}/preview/?lang=zh")
    assert "Where??" not in page.content.decode()
    assert "Where?？" in page.content.decode()
    assert "How far?？" in page.content.decode()


def test_somebody_else_s_wording_is_not_overwritten(draft):
    question = a_question(draft, "csat")
    browser = signed_in(draft.owner)
    sent = {"text_zh": "新", "text_en": "New", "row_version": "1"}
    browser.post(f"/strategy/questions/{question.pk}/edit/", sent)
    assert browser.post(f"/strategy/questions/{question.pk}/edit/", sent).status_code == 409


def test_a_foreign_brand_s_questionnaire_does_not_exist(lead):
    foreign = a_questionnaire(a_member(a_brand()))
    assert signed_in(lead).get(f"/strategy/questionnaires/{foreign.pk}/").status_code == 404


def test_the_builder_costs_the_same_however_long(draft, django_assert_max_num_queries):
    city = a_question(draft)
    for _number in range(12):
        a_question(draft, "csat", depends_on=city, show_if=["a"])
    browser = signed_in(draft.owner)
    with django_assert_max_num_queries(22):
        browser.get(f"/strategy/questionnaires/{draft.pk}/")
