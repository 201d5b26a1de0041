"""A brand's health over waves: asked alike, weighted, frozen, and compared without fooling anybody."""

import re

import numpy as np
import pandas as pd
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from ipfn.ipfn import ipfn

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent
from drumbeat.strategy.models import Competitor, TrackedBrand, Tracker, Wave
from drumbeat.strategy.surveys.importing import take_in
from drumbeat.strategy.trackers import actions, queries
from tests.strategy.health import (
    a_critic,
    a_crowd,
    a_file,
    a_friend,
    a_tracker,
    a_wave,
    figures_of,
    somebody,
    two_waves,
)
from tests.strategy.test_survey_form import Respondent
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

HALVES = {"q12b": {"a": 0.5, "b": 0.5}}


# -- asking -----------------------------------------------------------------------------------


def test_a_wave_asks_the_twelve_questions_in_both_languages_about_every_real_brand(lead):
    wave = a_wave(a_tracker(lead))
    asked = {one.key: one for one in wave.questionnaire.questions.select_related("depends_on")}
    assert list(asked) == [
        *("q1", "q2", "q3a", "q3b", "q4a", "q4b", "q5a", "q5b", "q6", "q7"),
        *("q8a", "q8b", "q9a", "q9b", "q10", "q11", "q12a", "q12b", "q12c"),
    ]
    assert asked["q1"].text_zh.startswith("提到冷泡茶，您会想到哪些品牌")
    assert asked["q4b"].text_en == "What is your overall impression of Shanchali?"
    # Nobody is asked about a brand that they do not know, or again about one they never bought.
    assert (asked["q4b"].depends_on, asked["q4b"].show_if) == (asked["q2"], ["b"])
    assert (asked["q9a"].depends_on, asked["q9a"].show_if) == (asked["q6"], ["a"])
    assert asked["q2"].shuffle
    assert asked["q2"].with_role("fake") == ["c"]
    assert asked["q6"].option("c") is None


def test_no_wave_begins_before_there_is_somebody_to_compare_with_and_a_made_up_brand(lead):
    tracker = a_tracker(lead)
    tracker.brands.exclude(role="us").delete()
    with pytest.raises(Refused) as refused:
        a_wave(tracker)
    assert len(refused.value.problems) == 2
    page = signed_in(lead).get(f"/strategy/trackers/{tracker.pk}/").content.decode()
    assert "Make up a brand that does not exist" in page
    assert "New wave" not in page


def test_one_wave_is_finished_before_the_next_begins(lead):
    tracker = a_tracker(lead)
    a_wave(tracker)
    with pytest.raises(WrongState, match="Wave 1"):
        a_wave(tracker)


def test_a_new_tracker_starts_with_the_brands_of_the_register(lead):
    for en, zh, is_us in (
        ("Shanchali", "山茶里", False),
        ("Rock Mist", "岩雾", True),
        ("X", "", False),
    ):
        Competitor.objects.create(
            brand=lead.brand, owner=lead, title_en=en, title_zh=zh, is_us=is_us
        )
    shares = {"w_unaided": 20, "w_aided": 15, "w_consider": 20, "w_reputation": 20}
    typed = shares | {
        "w_loyalty": 15,
        "w_nps": 10,
        "title_en": "Tea",
        "category_en": "tea",
        "category_zh": "茶",
        "owner": lead.pk,
        "low": "0.3",
        "high": "3",
        "q12b_a": "53",
        "q12b_b": "47",
        "source": "census",
        "statements": "Good | 好\nTrue | 真",
        "row_version": "1",
    }
    answer = signed_in(lead).post("/strategy/trackers/new/", typed)
    assert answer.status_code == 302
    tracker = Tracker.objects.get()
    assert tracker.targets == {"q12b": {"a": 0.53, "b": 0.47}}
    assert [(one.role, one.title_en) for one in tracker.brands.all()] == [
        ("us", "Rock Mist"),
        ("rival", "Shanchali"),
    ]

    refused = signed_in(lead).post(
        "/strategy/trackers/new/",
        typed | {"w_nps": 30, "q12b_b": "30", "source": "", "statements": "Only English"},
    )
    page = refused.content.decode()
    assert refused.status_code == 422
    for told in ("add up to 120", "add up to 83", "where the shares are from", "Line 1 needs"):
        assert told in page
    assert "Only English" in page


def test_a_tracker_has_one_brand_of_its_own_and_one_that_does_not_exist(lead):
    tracker = a_tracker(lead)
    path = f"/strategy/trackers/{tracker.pk}/brands/new/"
    typed = {"title_en": "Ghost", "title_zh": "", "role": "fake", "row_version": "1"}
    page = signed_in(lead).post(path, typed).content.decode()
    assert "has one of these already" in page
    assert "in both languages" in page
    signed_in(lead).post(path, typed | {"title_zh": "鬼", "role": "rival"})
    assert tracker.brands.get(title_en="Ghost").key == "d"
    with pytest.raises(IntegrityError), transaction.atomic():
        TrackedBrand.objects.create(
            brand=lead.brand, owner=lead, tracker=tracker, key="x", role="us",
            title_en="A", title_zh="B",
        )  # fmt: skip


def test_what_lost_a_core_question_is_not_fielded(lead):
    wave = a_wave(a_tracker(lead))
    wave.questionnaire.questions.filter(key="q5b").delete()
    with pytest.raises(Refused, match="Q5"):
        actions.field(wave, by=lead)


# -- numbers ----------------------------------------------------------------------------------


def test_a_weighted_wave_worked_out_by_hand(lead):
    # Six women, all friends of the brand; four men, all critics. The population is half and half:
    # a woman counts 5/6, a man 5/4; Kish 100 / (6 · 25/36 + 4 · 25/16) = 9.6.
    # U = TOM = 6 · 5/6 / 10 = 50 %, A = 100 %, C = F = 50 %, L = 100 % of the buyers,
    # NPS = 50 % promoters − 50 % detractors = 0.
    # Equity: 0.20·50 + 0.15·100 + 0.20·50 + 0.20·50 + 0.15·100 + 0.10·50 = 65.
    tracker = a_tracker(lead, targets=HALVES, source="census")
    people = [a_friend() for _n in range(6)] + [a_critic(q12b="b") for _n in range(4)]
    figures = figures_of(a_wave(tracker, state="computed", people=people))
    assert (figures.n, figures.n_eff) == (10, pytest.approx(9.6))
    assert figures.worst == pytest.approx(1.96 * (0.25 / 9.6) ** 0.5)
    values = {name: score.value for name, score in figures.us.indices.items()}
    expected = {
        "unaided": 0.5,
        "tom": 0.5,
        "aided": 1,
        "consider": 0.5,
        "reputation": 0.5,
        "loyalty": 1,
        "nps": 0,
        "equity": 65,
        "buy": 0.5,
        "prefer": 0.5,
    }
    assert values == pytest.approx(expected)
    assert [(stage, ratio) for stage, _score, ratio in figures.us.steps()][1:] == [
        ("consider", pytest.approx(0.5)),
        ("buy", pytest.approx(1)),
        ("prefer", pytest.approx(1)),
    ]
    assert figures.brand("b").indices["aided"].value == 0


@pytest.mark.filterwarnings("ignore")
def test_a_wave_s_awareness_is_weighted_as_an_independent_program_weighs(lead):
    targets = {
        "q12a": {"a": 0.17, "b": 0.31, "c": 0.27, "d": 0.16, "e": 0.09},
        "q12b": {"a": 0.53, "b": 0.47},
        "q12c": {"a": 0.24, "b": 0.31, "c": 0.25, "d": 0.20},
    }
    rng = np.random.default_rng(12)
    people = [
        (a_critic if rng.random() < 0.4 else somebody)(
            q12a=rng.choice(list("abcde")),
            q12b=rng.choice(["a", "b"]),
            q12c=rng.choice(list("abcd")),
        )
        for _n in range(200)
    ]
    tracker = a_tracker(lead, targets=targets, source="census", low=0.001, high=1000)
    figures = figures_of(a_wave(tracker, state="computed", people=people))

    frame = pd.DataFrame(people)[[*targets]].assign(total=1.0)
    aggregates = [
        pd.Series({key: 200 * share for key, share in shares.items()}).rename_axis(name)
        for name, shares in targets.items()
    ]
    weights = (
        ipfn(frame, aggregates, [[name] for name in targets], convergence_rate=1e-12)
        .iteration()["total"]
        .to_numpy()
    )
    knows = np.array([person["q2"] == "a" for person in people])
    expected = weights[knows].sum() / weights.sum()
    assert figures.us.indices["aided"].value == pytest.approx(expected, abs=1e-6)


def test_who_claims_to_know_the_made_up_brand_is_set_aside_and_counted(lead):
    people = [a_friend(), a_critic(), a_friend(q2="a; c")]
    wave = a_wave(a_tracker(lead), state="computed", people=people)
    figures = figures_of(wave)
    assert (figures.n, figures.set_aside, figures.doubtful) == (2, 1, {"fake": 1})
    assert [one.key for one in figures.brands] == ["a", "b"]
    page = signed_in(lead).get(f"/strategy/waves/{wave.pk}/").content.decode()
    assert "1 set aside" in page
    assert "named a brand that does not exist" in page


def test_names_nobody_knows_yet_are_shown_so_that_spellings_can_be_added(lead):
    tracker = a_tracker(lead)
    tracker.brands.filter(key="a").update(spellings="yan wu\nRM")
    said = ["山茶里、YanWu", "茶小鹿，岩雾冷泡茶", "茶小鹿", "Rock Mist and Shanchali", ""]
    wave = a_wave(tracker, state="computed", people=[somebody(q1=text) for text in said])
    figures = figures_of(wave)
    assert figures.us.indices["unaided"].value == pytest.approx(3 / 5)
    assert figures.us.indices["tom"].value == pytest.approx(1 / 5)
    assert figures.brand("b").indices["tom"].value == pytest.approx(1 / 5)
    assert figures.others == [["茶小鹿", 2]]


def test_somebody_who_answers_by_the_link_is_asked_only_about_what_they_know(lead):
    wave = a_wave(a_tracker(lead), state="fielded")
    someone = Respondent(wave.questionnaire, language="zh-CN")
    assert "Rock Mist" not in someone.text()
    someone.agrees()
    typed = a_friend(q2=["a"], q6=["a"], q10=["none"], q11=["none"])
    asked = []
    while page := re.search(r'name="page" value="([^"]+)"', someone.text()):
        asked.append(page[1])
        someone.answers(page[1], **{page[1]: typed.get(page[1], "")})
    assert asked == [
        *("q1", "q2", "q3a", "q4a", "q5a", "q6", "q7", "q8a", "q9a"),
        *("q10", "q11", "q12a", "q12b", "q12c"),
    ]
    # A test is quicker than any person, so its answers are set aside for that.
    response = wave.questionnaire.responses.get()
    assert (response.state, response.flags) == ("complete", ["fast"])
    response.flags = []
    response.save()
    _reading, figures = queries.so_far(wave)
    assert figures.us.indices["tom"].value == 1
    assert figures.us.indices["loyalty"].value == 1


# -- frozen -----------------------------------------------------------------------------------


def test_weights_and_later_answers_never_change_a_computed_wave(lead):
    tracker = a_tracker(lead)
    wave = a_wave(tracker, state="computed", people=[a_friend(), a_critic()])
    before = figures_of(wave)
    tracker.weights = {**tracker.weights, "unaided": 0.05, "nps": 0.25}
    tracker.save()
    take_in(wave.questionnaire, a_file(wave, [a_critic()] * 9), "late.csv", by=lead)
    assert figures_of(wave) == before
    with pytest.raises(WrongState, match="frozen"):
        actions.settle(Wave.objects.get(pk=wave.pk), by=lead)
    page = signed_in(lead).get(f"/strategy/waves/{wave.pk}/").content.decode()
    assert "7 answers came after the numbers were frozen" in page
    following = a_wave(tracker, state="computed", people=[a_friend(), a_critic()])
    assert figures_of(following).weights["nps"] == 0.25


def test_computing_ends_fieldwork_and_is_on_the_trail(lead):
    wave = a_wave(a_tracker(lead), state="computed", people=[a_friend()])
    wave.questionnaire.refresh_from_db()
    assert (wave.questionnaire.state, wave.questionnaire.study.state) == ("closed", "analysis")
    verbs = AuditEvent.objects.filter(kind="wave").values_list("verb", flat=True)
    assert sorted(verbs) == ["began", "computed"]


def test_nothing_is_computed_out_of_nobody_or_for_people_that_nobody_stands_for(lead):
    tracker = a_tracker(lead, targets=HALVES, source="census")
    draft = a_wave(tracker)
    with pytest.raises(WrongState, match="Nobody was asked"):
        actions.settle(draft, by=lead)
    actions.field(draft, by=lead)
    with pytest.raises(Refused, match="No answer counts"):
        actions.settle(draft, by=lead)
    take_in(draft.questionnaire, a_file(draft, [a_friend()]), "women.csv", by=lead)
    with pytest.raises(Refused, match="Male"):
        actions.settle(draft, by=lead)
    page = signed_in(lead).get(f"/strategy/waves/{draft.pk}/").content.decode()
    assert "Shown unweighted" in page


# -- doors and costs --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"), [("cw", 403), ("ds", 403), ("an", 200), ("brand", 200)]
)
def test_who_may_set_up_a_tracker(brand, role, status):
    assert signed_in(a_member(brand, role)).get("/strategy/trackers/new/").status_code == status


def test_a_writer_reads_waves_and_computes_none(lead, brand):
    wave = a_wave(a_tracker(lead), state="fielded", people=[a_friend()])
    writer = a_member(brand, "cw")
    assert signed_in(writer).get(f"/strategy/waves/{wave.pk}/").status_code == 200
    assert signed_in(writer).post(f"/strategy/waves/{wave.pk}/result/").status_code == 403
    with pytest.raises(NotAllowed):
        actions.settle(wave, by=writer)


def test_a_foreign_brand_s_tracker_and_wave_do_not_exist(lead):
    foreign = a_wave(a_tracker(a_member(a_brand())))
    browser = signed_in(lead)
    assert browser.get(f"/strategy/trackers/{foreign.tracker_id}/").status_code == 404
    assert browser.get(f"/strategy/waves/{foreign.pk}/").status_code == 404
    mine, theirs = two_waves(lead)[1], foreign
    asked = f"/strategy/waves/{mine.pk}/comparison/?with={theirs.pk}"
    assert browser.get(asked).status_code == 404


def test_pages_cost_the_same_however_many_waves_and_answers(lead, django_assert_max_num_queries):
    first, second = two_waves(lead)
    for number in range(4):
        a_wave(second.tracker, state="computed", people=a_crowd(10 + number, n=40))
    browser = signed_in(lead)
    for path, most in (
        ("trackers/", 12),
        (f"trackers/{second.tracker_id}/", 20),
        (f"waves/{second.pk}/", 21),
        (f"waves/{second.pk}/comparison/", 13),
        (f"trackers/{second.tracker_id}/course.csv", 10),
        ("trackers.xlsx", 11),
    ):
        with django_assert_max_num_queries(most):
            assert browser.get(f"/strategy/{path}").status_code == 200
    assert first.number == 1


def test_a_tracker_with_a_wave_in_the_field_is_not_put_away(lead):
    wave = a_wave(a_tracker(lead), state="fielded")
    with pytest.raises(WrongState, match="in the field"):
        actions.archive(wave.tracker, by=lead)


def test_the_band_of_weights_lies_around_one(lead):
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        a_tracker(lead, low=1.5)
