"""Concepts: put up side by side, scored unseen, one chosen with a reason, named by what is made."""

import copy
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drumbeat.content.assets.actions import make_asset
from drumbeat.content.briefs.actions import cancel
from drumbeat.content.creative.concepts.actions import (
    ask_for_scores,
    choose,
    put_up,
    reopen,
    score,
    think_of,
)
from drumbeat.content.creative.concepts.criteria import CRITERIA
from drumbeat.content.creative.concepts.queries import Wall
from drumbeat.content.models import Asset, Brief, Concept
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent, Notice
from drumbeat.thread.registry import ref
from drumbeat.thread.walk import lineage
from tests.content.factory import (
    Team,
    a_brief,
    a_draft,
    a_plan,
    an_acknowledged_brief,
    an_asset,
    an_upload,
)
from tests.media import a_picture
from tests.sheets import Spreadsheet
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

SKETCHES = [
    {"where": "Poster", "looks": "One cup, one light window."},
    {"where": "Feed", "looks": "The kettle stays silent for six seconds."},
]


def a_concept(brief, by, title="The silent kettle", **fields):
    values = {
        "title_en": title,
        "idea": "What you do not hear is what you gain.",
        "insight": "Mornings are loud because everything has to boil first.",
        "message": brief.messages.first(),
        "tone": "Calm",
        "sketches": SKETCHES,
    }
    blank = Concept(brand=by.brand, owner=by, brief=brief, **(values | fields))
    return think_of(blank, by=by)


def a_pair(team, brief):
    first = put_up(a_concept(brief, team.writer), by=team.writer)
    return first, put_up(a_concept(brief, team.content_lead, "A minute back"), by=team.content_lead)


def points(given=4, why="Says it"):
    return dict.fromkeys(CRITERIA, (given, why))


@pytest.fixture(scope="module")
def built(kept):
    def build():
        team = Team(a_brand())
        team.designer = a_member(team.brand, "ds", name="Du Designer")
        team.brief = an_acknowledged_brief(team)
        team.pair = a_pair(team, team.brief)
        return team

    return kept(build)


@pytest.fixture
def team(built):
    return copy.deepcopy(built)


def inputs(**more):
    sketched = {
        "where_1": "Poster",
        "looks_1": "A cup.",
        "where_2": "Feed",
        "looks_2": "Six seconds.",
    }
    typed = {
        "title_en": "Third way",
        "idea": "One idea.",
        "insight": "X because Y.",
        "tone": "Calm",
    }
    return typed | sketched | more


# -- thinking of one, and putting it up ---------------------------------------------------------


def test_a_concept_answers_a_brief_that_both_sides_understood(team):
    draft = a_brief(team.strategist, plan=team.brief.plan)
    with pytest.raises(WrongState):
        a_concept(draft, team.writer)


def test_a_concept_is_written_on_its_form_with_its_key_picture(team):
    picture = an_upload("key.png", a_picture(90, 60))
    answer = signed_in(team.writer).post(
        f"/content/briefs/{team.brief.pk}/concepts/new/",
        inputs(upload=picture, message=team.brief.messages.get().pk, cost_minor="1.2万"),
    )
    written = Concept.objects.get(title_en="Third way")
    assert answer.headers["Location"].endswith(f"/content/concepts/{written.pk}/")
    assert written.cost_minor == 12_000_00
    assert [sketch["where"] for sketch in written.sketches] == ["Poster", "Feed"]
    face = signed_in(team.writer).get(f"/content/concepts/{written.pk}/picture/")
    assert face.headers["Content-Type"] == "image/webp"


def test_a_key_picture_is_taken_from_the_library(team):
    browser = signed_in(team.writer)
    version = a_draft(team, asset=an_asset(team, brief=team.brief), text="", file=a_kept(team))
    page = f"/content/briefs/{team.brief.pk}/concepts/new/"
    browser.post(page, inputs(piece=ref(version.asset)))
    assert Concept.objects.get(title_en="Third way").taken_from == version


def a_kept(team):
    from drumbeat.work.models import StoredFile

    return StoredFile.keep(team.writer, "kv.png", a_picture(70, 70), "image/png")


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"looks_2": ""}, "looks_2", "A sketch says both"),
        ({"title_en": ""}, "title_en", "Give it a name"),
        ({"upload": an_upload("brief.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")}, "upload", ""),
        ({"cost_minor": "much"}, "cost_minor", "is not an amount"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(team, typed, field, words):
    typed = {name: copy.copy(value) for name, value in typed.items()}
    answer = signed_in(team.writer).post(
        f"/content/briefs/{team.brief.pk}/concepts/new/", inputs(**typed)
    )
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert Concept.objects.count() == 2


def test_what_has_gaps_is_not_put_up_and_says_which(team):
    half = a_concept(team.brief, team.writer, insight="", sketches=SKETCHES[:1])
    with pytest.raises(Refused) as refusal:
        put_up(half, by=team.writer)
    assert [problem.field for problem in refusal.value.problems] == ["insight", "where_1"]


def test_what_is_put_up_does_not_change_under_those_who_score(team):
    answer = signed_in(team.writer).get(f"/content/concepts/{team.pair[0].pk}/edit/")
    assert answer.status_code == 409


def test_a_guest_and_a_foreign_brand_see_no_concept(team):
    page = f"/content/briefs/{team.brief.pk}/concepts/"
    assert signed_in(a_member(team.brand, "gst")).get(page).status_code == 403
    assert signed_in(a_member(a_brand(), "cl")).get(page).status_code == 404


# -- scoring ------------------------------------------------------------------------------------


def asked(team, *members):
    members = list(members or (team.designer, team.strategist))
    ask_for_scores(team.brief, members, by=team.strategist, due_on=TODAY)
    return members


def test_whoever_is_asked_hears_of_it_once(team):
    asked(team)
    asked(team)
    assert Notice.objects.filter(member=team.designer, kind="concept").count() == 1


def test_who_is_asked_is_told_the_day_and_the_wall_says_whose_score_is_missing(team):
    browser = signed_in(team.strategist)
    page = f"/content/briefs/{team.brief.pk}/concepts/"
    due_on = timezone.localdate() - timedelta(days=1)
    typed = {"members": [team.designer.pk, team.writer.pk]}
    assert "due_on" in browser.post(f"{page}asked/", typed).context["form"].errors
    assert not team.brief.scorers.exists()
    browser.post(f"{page}asked/", typed | {"due_on": due_on.isoformat()})
    notice = Notice.objects.get(member=team.designer, kind="concept")
    assert notice.url.endswith(page)
    shown = browser.get(page)
    assert shown.context["wall"].is_late
    assert {one.name for one in shown.context["wall"].silent} == {"Du Designer", "Wen Writer"}
    assert '<span class="nowrap urgent">' in shown.content.decode()
    for concept in team.pair:
        score(concept, by=team.designer, given=points())
    # The other one scores the concept that is not their own.
    score(team.pair[1], by=team.writer, given=points())
    assert not browser.get(page).context["wall"].is_late


def test_the_others_scores_are_unseen_until_all_of_ones_own_are_given(team):
    first, second = team.pair
    asked(team)
    score(first, by=team.strategist, given=points(5, "The proposition, in a picture"))
    wall = f"/content/briefs/{team.brief.pk}/concepts/"
    pages = [f"/content/concepts/{first.pk}/", wall, f"{wall[:-1]}.csv"]

    def seen():
        browser = signed_in(team.designer)
        return [
            "The proposition" in browser.get(page).content.decode("utf-8-sig") for page in pages
        ]

    assert seen() == [False, False, False]
    score(first, by=team.designer, given=points(2, "Seen before"))
    assert seen() == [False, False, False]
    score(second, by=team.designer, given=points())
    assert seen() == [True, False, True]
    assert Wall(team.brief, team.designer).concepts[0].mean == pytest.approx(3.5)
    assert not AuditEvent.objects.filter(verb="gave a score", after__has_key="points").exists()


@pytest.mark.parametrize("who", ["writer", "content_lead"])
def test_nobody_scores_unasked_or_their_own(team, who):
    asked(team, team.designer, team.writer)
    with pytest.raises(Refused):
        score(team.pair[0], by=getattr(team, who), given=points())


def test_a_score_without_a_word_why_is_refused_at_its_field(team):
    asked(team)
    browser, first = signed_in(team.designer), team.pair[0]
    typed = dict.fromkeys(CRITERIA, "3") | {f"{key}_why": "Fine" for key in CRITERIA}
    page = f"/content/concepts/{first.pk}/score/"
    answer = browser.post(page, typed | {"distinct_why": " "})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["distinct_why"]
    assert browser.post(page, typed).status_code == 302
    assert first.scores.filter(by=team.designer, points=3).count() == len(CRITERIA)


def test_a_score_can_be_given_again_until_the_choice(team):
    first, second = team.pair
    asked(team)
    score(first, by=team.designer, given=points(2))
    score(first, by=team.designer, given=points(5))
    assert {one.points for one in first.scores.all()} == {5}
    choose(first, by=team.strategist, reason="Clear", why_not={second.pk: "Dear"})
    with pytest.raises(WrongState):
        score(second, by=team.designer, given=points())


def test_who_has_scored_stays_among_those_asked(team):
    asked(team)
    score(team.pair[0], by=team.designer, given=points())
    asked(team, team.content_lead)
    stayed = {one.member for one in team.brief.scorers.all()}
    assert stayed == {team.designer, team.content_lead}


# -- choosing -----------------------------------------------------------------------------------


def chosen(team):
    first, second = team.pair
    return choose(first, by=team.strategist, reason="It is us", why_not={second.pk: "Too dear"})


def test_one_is_chosen_and_the_others_are_kept_with_the_reason_why_not(team):
    chosen(team)
    second = Concept.objects.get(pk=team.pair[1].pk)
    assert (second.state, second.said, second.decided_by) == (
        "not_chosen",
        "Too dear",
        team.strategist,
    )
    page = signed_in(team.writer).get(f"/content/briefs/{team.brief.pk}/concepts/").content.decode()
    assert "It is us" in page
    assert "Too dear" in page
    told = Notice.objects.filter(member=team.content_lead, text_en__contains="was not chosen")
    assert told.get().url.endswith(f"/content/concepts/{second.pk}/")


def test_a_choice_says_why_not_of_each_of_the_others(team):
    first, second = team.pair
    page = f"/content/concepts/{first.pk}/choice/"
    answer = signed_in(team.strategist).post(page, {"reason": "Clear"})
    assert answer.status_code == 422
    with pytest.raises(Refused) as refusal:
        choose(first, by=team.strategist, reason="Clear", why_not={})
    assert refusal.value.problems[0].field == f"why_not_{second.pk}"
    assert set(Concept.objects.values_list("state", flat=True)) == {"put_up"}


def test_a_choice_needs_two(team):
    alone = an_acknowledged_brief(team, plan=team.brief.plan)
    only = put_up(a_concept(alone, team.writer), by=team.writer)
    with pytest.raises(Refused):
        choose(only, by=team.strategist, reason="Clear", why_not={})


def test_who_asked_for_the_brief_chooses_or_the_lead_and_nobody_else(team):
    first, second = team.pair
    other = a_member(team.brand, "brand", name="Other Strategist")
    why_not = {second.pk: "Dear"}
    for member in (other, team.content_lead, team.writer):
        with pytest.raises(NotAllowed):
            choose(first, by=member, reason="Mine", why_not=why_not)
    lead = a_member(team.brand, "lead")
    assert choose(first, by=lead, reason="Clear", why_not=why_not).state == "chosen"


def test_a_brief_that_is_done_keeps_its_concepts_as_they_are(team):
    first = chosen(team)
    cancel(team.brief, by=a_member(team.brand, "lead"), reason="No budget")
    first.brief = team.brief
    with pytest.raises(WrongState):
        reopen(first, by=team.strategist, reason="Again")
    page = signed_in(team.strategist).get(f"/content/concepts/{first.pk}/").content.decode()
    assert "/reopening/" not in page


def test_the_table_holds_one_choice_a_brief(team):
    chosen(team)
    with pytest.raises(IntegrityError), transaction.atomic():
        Concept.objects.filter(brief=team.brief).update(state="chosen")


def test_nothing_is_put_up_beside_a_choice_until_it_is_open_again(team):
    first = chosen(team)
    late = a_concept(team.brief, team.writer, "A late idea")
    with pytest.raises(Refused):
        put_up(late, by=team.writer)
    reopen(first, by=team.strategist, reason="The budget was halved")
    assert put_up(late, by=team.writer).state == "put_up"


def test_a_choice_is_opened_again_with_a_reason_and_the_trail_keeps_the_first(team):
    first = chosen(team)
    browser = signed_in(team.strategist)
    page = f"/content/concepts/{first.pk}/reopening/"
    assert browser.post(page, {"reason": ""}).status_code == 422
    browser.post(page, {"reason": "The budget was halved"})
    states = Concept.objects.values_list("state", "said", "decided_by")
    assert set(states) == {("put_up", "", None)}
    trail = AuditEvent.objects.filter(object_id=first.pk).order_by("at")
    assert [one.reason for one in trail][-2:] == ["It is us", "The budget was halved"]


# -- what is made of it -------------------------------------------------------------------------


def test_what_is_made_names_the_chosen_concept_and_the_thread_runs_through_it(team):
    first = chosen(team)
    browser = signed_in(team.writer)
    page = browser.get(f"/content/briefs/{team.brief.pk}/assets/new/")
    assert page.context["form"]["concept"].value() == first.pk
    made = an_asset(team, brief=team.brief, concept=first)
    assert str(first) in browser.get(f"/content/assets/{made.pk}/").content.decode()
    shown = browser.get(f"/content/concepts/{first.pk}/").content.decode()
    assert str(made) in shown
    along = lineage(made)
    assert along.of("concept") == [first]
    assert along.of("goal") == [team.brief.plan.goal]


def test_an_asset_comes_from_a_concept_of_its_own_brief(team):
    other = an_acknowledged_brief(team, plan=a_plan(team.strategist, title="Other"))
    asset = Asset(
        brand=team.brand,
        owner=team.writer,
        brief=other,
        message=other.messages.first(),
        concept=team.pair[0],
        title_en="Stray",
    )
    with pytest.raises(Refused):
        make_asset(asset, by=team.writer)


def test_a_brief_without_concepts_asks_for_none(team):
    page = signed_in(team.writer).get(f"/content/briefs/{team.brief.pk}/assets/new/")
    assert "concept" not in page.context["form"].fields


# -- the page and the file ----------------------------------------------------------------------


def test_the_wall_as_a_file(team):
    chosen(team)
    page = f"/content/briefs/{team.brief.pk}/concepts.xlsx"
    sheet = Spreadsheet(signed_in(team.writer).get(page).content)
    assert "Too dear" in str(sheet.rows("Concepts"))


def test_the_wall_costs_the_same_with_more_concepts(team):
    asked(team)
    browser = signed_in(team.designer)
    page = f"/content/briefs/{team.brief.pk}/concepts/"

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(page).status_code == 200
        return len(queries)

    browser.get(page)
    few = cost()
    for number in range(3):
        more = put_up(a_concept(team.brief, team.writer, f"Idea {number}"), by=team.writer)
        score(more, by=team.strategist, given=points())
    assert cost() == few


def test_a_brief_that_nobody_confirmed_says_when_concepts_start(team):
    draft = a_brief(team.strategist, plan=team.brief.plan)
    page = signed_in(team.writer).get(f"/content/briefs/{draft.pk}/concepts/").content.decode()
    assert "Concepts start when content has restated the intent" in page
    assert Brief.objects.get(pk=draft.pk).concepts.count() == 0
