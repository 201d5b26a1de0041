"""Routes of a message house tested against one another, each person seeing one of them."""

from collections import Counter
from datetime import timedelta

import pytest

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.strategy.models import Response, RouteChoice, RouteTest
from drumbeat.strategy.routes.actions import begin, take_over
from drumbeat.strategy.routes.results import compare
from drumbeat.strategy.surveys import taking
from drumbeat.strategy.surveys.actions import set_quota
from drumbeat.strategy.tabulation.reading import read
from tests.strategy.factory import a_house, a_message, a_pillar
from tests.strategy.research import fielded
from tests.strategy.test_survey_form import Respondent
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

OTHERS = [{"en": "Quieter than rain", "zh": "比雨更静"}]


def a_test(owner, house=None, message=None, others=OTHERS):
    return begin(
        house or a_house(owner),
        message,
        others,
        by=owner,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=14),
        each=100,
    )


def asked(test):
    """Its questionnaire, open for answers."""
    return fielded(test.study.questionnaires.get())


def people(questionnaire, route, n, **top):
    """n people saw the route; of each measure in `top` so many answered 5, all others 1."""
    Response.objects.bulk_create(
        Response(
            brand=questionnaire.brand,
            questionnaire=questionnaire,
            via="file",
            state="complete",
            answers={"r1": route}
            | {key: 5 if i < top.get(key, 0) else 1 for key in ("r3", "r4", "r5", "r6", "r7")},
        )
        for i in range(n)
    )


def compared(questionnaire):
    return compare(read(questionnaire))


# -- making -----------------------------------------------------------------------------------


def test_one_form_makes_a_study_that_only_needs_to_be_opened(lead):
    house = a_house(lead)
    answer = signed_in(lead).post(
        f"/strategy/houses/{house.pk}/route-tests/new/",
        {
            "zh_b": "比雨更静",
            "en_b": "Quieter than rain",
            "starts_on": "2026-09-01",
            "ends_on": "2026-09-14",
            "each": "100",
        },
    )
    test = RouteTest.objects.get()
    questionnaire = test.study.questionnaires.get()
    assert answer["Location"] == questionnaire.get_absolute_url()
    assert (test.study.method, test.study.sample_size, questionnaire.languages) == (
        "route",
        200,
        "both",
    )
    assert [one["zh"] for one in questionnaire.questions.get(key="r1").options] == [
        "踏石无声",
        "比雨更静",
    ]
    assert asked(test).state == "fielded"


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ([], "one to four routes"),
        ([{"en": "Only English", "zh": ""}, {"en": "", "zh": "只有中文"}], "same language"),
    ],
)
def test_routes_that_cannot_be_compared_are_refused(lead, others, told):
    with pytest.raises(Refused, match=told):
        a_test(lead, others=others)
    assert not RouteTest.objects.exists()


def test_routes_in_one_language_are_asked_in_that_one(lead):
    test = a_test(lead, others=[{"en": "Only English", "zh": ""}])
    assert test.study.questionnaires.get().languages == "en"


def test_a_house_of_another_brand_is_not_found(lead):
    foreign = a_house(a_member(a_brand()))
    assert signed_in(lead).get(f"/strategy/houses/{foreign.pk}/route-tests/new/").status_code == 404


# -- asking -----------------------------------------------------------------------------------


def test_everybody_sees_one_route_and_keeps_it(lead):
    questionnaire = asked(a_test(lead))
    someone = Respondent(questionnaire)
    someone.agrees()
    page = someone.text()
    route = Response.objects.get().answers["r1"]
    words = {"a": "Light on every rock", "b": "Quieter than rain"}
    assert words.pop(route) in page
    assert words.popitem()[1] not in page
    assert "The line that was shown" not in page
    someone.answers("r2", r2="that it is light")
    someone.post(someone.address, {"back": "1"})
    for key in ("r2", "r3", "r4", "r5", "r6", "r7"):
        someone.answers(key, **{key: "that it is light" if key == "r2" else "4"})
    kept = Response.objects.get()
    assert (kept.state, kept.answers["r1"], kept.answers["r7"]) == ("complete", route, 4)


def test_chance_gives_every_route_its_share(lead):
    questionnaire = asked(a_test(lead))
    for _n in range(60):
        taking.begin(questionnaire, language="en")
    seen = Counter(response.answers["r1"] for response in Response.objects.all())
    # Outside 13..47 of 60 once in a hundred thousand runs.
    assert set(seen) == {"a", "b"}
    assert min(seen.values()) >= 13


def test_a_route_that_enough_people_saw_is_drawn_no_more(lead):
    questionnaire = asked(a_test(lead))
    quota = set_quota(
        questionnaire, by=lead, question=questionnaire.questions.get(key="r1"), option="a", limit=1
    )
    type(quota).objects.update(filled=1)
    for _n in range(8):
        taking.begin(questionnaire, language="en")
    assert {response.answers["r1"] for response in Response.objects.all()} == {"b"}


# -- comparing --------------------------------------------------------------------------------


def test_a_route_wins_when_more_people_would_consider_the_brand(lead):
    questionnaire = asked(a_test(lead))
    people(questionnaire, "a", 100, r7=30, r3=50)
    people(questionnaire, "b", 100, r7=60, r3=52)
    found = compared(questionnaire)
    assert found.winner.letter == "B"
    scores = {key: scores for key, _name, scores in found.rows}
    assert [score.beats for score in scores["r7"]] == ["", "A"]
    assert scores["r7"][1].share == pytest.approx(0.6)
    assert scores["r7"][1].margin == pytest.approx(1.96 * (0.6 * 0.4 / 100) ** 0.5)
    assert [score.beats for score in scores["r3"]] == ["", ""]


def test_what_may_be_chance_is_called_no_difference(lead):
    test = a_test(lead)
    questionnaire = asked(test)
    # z = 2.1 alone, which Holm over two questions does not let stand.
    people(questionnaire, "a", 100, r7=40, r3=50)
    people(questionnaire, "b", 100, r7=55, r3=50)
    assert compared(questionnaire).winner is None
    page = signed_in(lead).get(test.get_absolute_url()).content.decode()
    assert "No difference" in page
    with pytest.raises(Refused, match="say why"):
        take_over(test, compared(questionnaire), "b", by=lead)


def test_few_people_prove_nothing(lead):
    test = a_test(lead)
    people(asked(test), "a", 20, r7=20)
    page = signed_in(lead).get(test.get_absolute_url()).content.decode()
    assert "Too few to compare" in page


def test_a_test_without_answers_says_so(lead):
    page = signed_in(lead).get(a_test(lead).get_absolute_url()).content.decode()
    assert "Nobody was asked yet" in page


# -- taking over ------------------------------------------------------------------------------


def test_the_winner_goes_into_the_house_with_its_evidence(lead):
    house = a_house(lead)
    test = a_test(lead, house)
    questionnaire = asked(test)
    people(questionnaire, "a", 100, r7=30)
    people(questionnaire, "b", 100, r7=60)
    browser = signed_in(lead)
    browser.post(f"/strategy/route-tests/{test.pk}/choice/", {"route": "b"})
    house.refresh_from_db()
    assert (house.umbrella_en, house.umbrella_zh) == ("Quieter than rain", "比雨更静")
    choice = RouteChoice.objects.get()
    assert choice.is_winner
    assert [one["shares"]["r7"] for one in choice.figures] == [0.3, 0.6]
    page = browser.get(house.get_absolute_url()).content.decode()
    assert test.get_absolute_url() in page
    with pytest.raises(WrongState):
        take_over(test, compared(questionnaire), "a", by=lead, why="again")


def test_a_sentence_takes_over_the_words_that_were_tested_for_it(lead):
    house = a_house(lead)
    message = a_message(lead, pillar=a_pillar(house), title_zh="轻一半，抓地不减")
    test = a_test(lead, house, message, others=[{"en": "", "zh": "轻到忘了它"}])
    people(asked(test), "b", 40, r7=20)
    take_over(
        test, compared(test.study.questionnaires.get()), "b", by=lead, why="It is the shorter one."
    )
    message.refresh_from_db()
    house.refresh_from_db()
    assert (message.title_en, message.title_zh) == ("Half the weight, all the grip", "轻到忘了它")
    assert house.umbrella_zh == "踏石无声"


def test_who_may_not_edit_the_house_takes_nothing_over(lead):
    test = a_test(lead)
    questionnaire = asked(test)
    people(questionnaire, "a", 40)
    reader = a_member(lead.brand, "an")
    with pytest.raises(NotAllowed):
        take_over(test, compared(questionnaire), "a", by=reader, why="I like it")


def test_the_comparison_leaves_as_a_table(lead):
    test = a_test(lead)
    people(asked(test), "a", 40, r7=10)
    sent = signed_in(lead).get(f"/strategy/route-tests/{test.pk}.csv").content.decode("utf-8-sig")
    assert "Light on every rock" in sent
    assert len(sent.strip().splitlines()) == 11


def test_the_page_costs_the_same_however_many_answered(lead, django_assert_max_num_queries):
    test = a_test(lead)
    questionnaire = asked(test)
    people(questionnaire, "a", 80, r7=40)
    people(questionnaire, "b", 80, r7=50)
    browser = signed_in(lead)
    with django_assert_max_num_queries(22):
        browser.get(test.get_absolute_url())
