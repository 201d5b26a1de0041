"""The brief desk: types with their own definition of ready, and the queue as people work it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.content.briefs import actions
from drumbeat.content.briefs.desk import desk, in_turn, late_ones, turn_counts, with_pace
from drumbeat.content.briefs.kinds import BRIEF_KINDS, OF_SOME_KINDS
from drumbeat.content.briefs.readiness import checklist, problems
from drumbeat.content.models import Brief
from drumbeat.people.errors import Refused
from drumbeat.people.models import AuditEvent
from tests.content.factory import (
    RESTATED,
    a_brief,
    a_plan,
    a_submitted_brief,
    an_acknowledged_brief,
    an_asset,
)
from tests.content.test_briefs import typed_for
from tests.strategy.factory import a_campaign
from tests.world import NOW, TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

SAID = {
    "length": "30 s and a cut of 6 s",
    "runs_on": "Douyin feed",
    "claims": "Never bitter (panel, n=60)",
    "disclosure": "「广告」 in the first line",
    "place": "Chengdu IFS",
    "happens_on": TODAY,
    "rhythm": "3 notes a week",
}


def asked_of(brief):
    return [problem.field for problem in problems(brief)]


@pytest.mark.parametrize("kind", BRIEF_KINDS)
def test_each_type_asks_for_its_own_and_is_ready_when_that_is_said(team, kind):
    brief = a_brief(team.strategist, kind=kind)
    own = list(BRIEF_KINDS[kind].asks)
    assert asked_of(brief) == own
    for field in own:
        setattr(brief, field, SAID.get(field) or a_campaign(team.strategist, plan=brief.plan))
    assert asked_of(brief) == []


def test_nothing_but_blanks_is_not_said(team):
    brief = a_brief(team.strategist, kind="film", length="  ", runs_on="Cinema")
    assert asked_of(brief) == ["length"]


@pytest.mark.parametrize("kind", BRIEF_KINDS)
def test_no_brief_is_submitted_while_a_line_of_its_checklist_is_open(team, kind):
    brief = a_brief(team.strategist, kind=kind)
    lines = [line.field for line in checklist(brief)]
    filled = {field: SAID.get(field) for field in BRIEF_KINDS[kind].asks if field != "campaign"}
    if kind == "campaign":
        filled["campaign"] = a_campaign(team.strategist, plan=brief.plan)
    for field, value in filled.items():
        setattr(brief, field, value)
    brief.save()
    for field in set(lines) - {"plan", "audiences", "messages"}:
        column = brief._meta.get_field(field)
        kept = getattr(brief, field)
        setattr(brief, field, None if column.null else "")
        with pytest.raises(Refused) as refusal:
            actions.submit(brief, by=team.strategist)
        assert [problem.field for problem in refusal.value.problems] == [field]
        setattr(brief, field, kept)
    actions.submit(brief, by=team.strategist)
    assert brief.state == "submitted"


def test_the_page_lists_what_is_done_and_leads_to_what_is_missing(team):
    brief = a_brief(team.strategist, kind="event", place="Chengdu IFS")
    page = signed_in(team.strategist).get(f"/content/briefs/{brief.pk}/").content.decode()
    assert f"/content/briefs/{brief.pk}/edit/#id_happens_on" in page
    assert "#id_place" not in page
    assert "10 of 11" in page
    form = signed_in(team.strategist).get(f"/content/briefs/{brief.pk}/edit/").content.decode()
    for field in {line.field for line in checklist(brief)} - {"plan"}:
        assert f'id="id_{field}"' in form, field


def test_the_type_is_chosen_when_a_brief_is_begun(team):
    plan = a_plan(team.strategist)
    browser = signed_in(team.strategist)
    start = browser.get("/content/briefs/new/?kind=film").content.decode()
    assert "Say how long it runs" in start
    assert f"?plan={plan.pk}&amp;kind=film" in start
    address = f"/content/briefs/new/?plan={plan.pk}&kind=film"
    form = browser.get(address).content.decode()
    assert 'name="length"' in form
    assert 'name="disclosure"' not in form
    browser.post(address, typed_for(plan, team.strategist, length="15 s"))
    brief = Brief.objects.get()
    assert (brief.kind, brief.length) == ("film", "15 s")


@pytest.mark.parametrize(
    ("start", "kind"),
    [("", "piece"), ("&kind=nonsense", "piece"), ("&format=video", "film"), ("&kind=kol", "kol")],
)
def test_without_a_choice_the_start_says_the_type(team, start, kind):
    plan = a_plan(team.strategist)
    typed = typed_for(plan, team.strategist)
    signed_in(team.strategist).post(f"/content/briefs/new/?plan={plan.pk}{start}", typed)
    assert Brief.objects.get().kind == kind


def test_a_brief_begun_at_a_campaign_is_a_campaign_brief(team):
    plan = a_plan(team.strategist)
    campaign = a_campaign(team.strategist, plan=plan)
    typed = typed_for(plan, team.strategist, campaign=campaign.pk)
    signed_in(team.strategist).post(f"/content/briefs/new/?campaign={campaign.pk}", typed)
    assert Brief.objects.get().kind == "campaign"


def test_a_draft_becomes_one_of_another_type_and_keeps_what_was_said(team):
    brief = a_brief(team.strategist, kind="film", length="15 s")
    typed = typed_for(brief.plan, team.strategist, kind="event")
    signed_in(team.strategist).post(f"/content/briefs/{brief.pk}/edit/", typed)
    brief.refresh_from_db()
    assert (brief.kind, brief.length) == ("event", "15 s")
    assert "happens_on" in asked_of(brief)


def test_only_fields_of_some_type_are_hidden_from_others():
    assert {"objective", "campaign", "due_on"} & OF_SOME_KINDS == set()
    assert set(SAID) == set(OF_SOME_KINDS)


def moved_at(brief, *moments):
    """Let the brief's steps have been taken at these moments, in order."""
    events = AuditEvent.objects.filter(object_id=brief.pk).order_by("at", "id")
    for event, moment in zip(events, moments, strict=True):
        AuditEvent.objects.filter(pk=event.pk).update(at=moment)


def paced(brief, now):
    [found] = with_pace(brief.brand, [Brief.objects.get(pk=brief.pk)], now)
    return found


def test_the_clock_of_an_answer_runs_in_working_hours(team):
    brief = a_submitted_brief(team)
    friday = NOW - timedelta(days=3)
    moved_at(brief, friday + timedelta(hours=7))
    # From Friday 17:00 to Monday 10:00 in Shanghai two working hours pass.
    wait = paced(brief, NOW).wait
    assert (wait.hours, wait.is_late) == (2, False)
    assert paced(brief, wait.due_at).wait.is_late is False
    assert paced(brief, wait.due_at + timedelta(minutes=1)).wait.is_late is True
    assert paced(brief, wait.due_at).wait.hours == wait.within


def test_whoever_is_asked_has_a_clock_and_who_works_has_none(team):
    brief = a_brief(team.strategist)
    now = timezone.now()
    assert paced(brief, now).wait is None
    actions.submit(brief, by=team.strategist)
    assert paced(brief, now).wait
    actions.return_(brief, by=team.content_lead, reason="Which posts?")
    returned = paced(brief, now)
    assert returned.wait
    assert "mend" in str(returned.next_move)
    actions.submit(brief, by=team.strategist)
    actions.restate(brief, by=team.content_lead, restated_intent=RESTATED)
    assert paced(brief, now).wait
    actions.confirm(brief, by=team.strategist)
    assert paced(brief, now).wait is None


def test_what_is_overdue_comes_first_and_has_a_tab_of_its_own(team):
    fresh = a_submitted_brief(team, title_en="Fresh", due_on=TODAY)
    late = a_submitted_brief(team, title_en="Long asked", due_on=TODAY + timedelta(days=90))
    moved_at(late, timezone.now() - timedelta(days=20))
    briefs = desk(team.brand)
    ids = late_ones(team.brand, briefs, timezone.now())
    assert ids == [late.pk]
    assert list(in_turn(briefs, "", ids)) == [late, fresh]
    page = signed_in(team.content_lead).get("/content/briefs/?turn=late").content.decode()
    assert "Long asked" in page
    assert "Fresh" not in page
    assert "answer was due" in page


def test_each_brief_waits_in_one_place(team):
    a_brief(team.strategist)
    returned = a_submitted_brief(team)
    actions.return_(returned, by=team.content_lead, reason="Which posts?")
    a_submitted_brief(team)
    an_asset(team)
    an_acknowledged_brief(team)
    a_brief(team.strategist, state="closed")
    counts = turn_counts(desk(team.brand))
    assert counts == {
        "requester": 1,
        "returned": 1,
        "content": 2,
        "making": 1,
        "strategy": 0,
        "finished": 1,
        "open": 5,
    }
    page = signed_in(team.strategist).get("/content/briefs/?turn=returned").content.decode()
    assert f"/content/briefs/{returned.pk}/" in page


def test_the_desk_is_narrowed_to_mine_to_a_type_and_to_a_campaign(team):
    plan = a_plan(team.strategist)
    campaign = a_campaign(team.strategist, plan=plan)
    film = a_brief(team.strategist, kind="film", title_en="The film")
    launch = a_brief(team.strategist, plan=plan, campaign=campaign, title_en="The launch")
    made = an_acknowledged_brief(team, title_en="The posts")
    an_asset(team, brief=made, by=team.writer)

    def found(member, query):
        answer = signed_in(member).get(f"/content/briefs/?{query}")
        return {brief.pk for brief in answer.context["rows"]}

    assert found(team.strategist, "kind=film") == {film.pk}
    assert found(team.strategist, f"campaign={campaign.pk}") == {launch.pk}
    assert found(team.strategist, "mine=yes") == {film.pk, launch.pk, made.pk}
    assert found(team.content_lead, "mine=yes") == {made.pk}
    assert found(team.writer, "mine=yes") == {made.pk}
    assert found(team.writer, "mine=yes&kind=film") == set()
    assert found(team.writer, "kind=nonsense&campaign=gone&turn=x") == {
        film.pk,
        launch.pk,
        made.pk,
    }


def test_the_file_holds_what_the_desk_shows(team):
    a_brief(team.strategist, kind="film", title_en="The film")
    asked = a_submitted_brief(team, title_en="The posts")
    moved_at(asked, timezone.now() - timedelta(days=20))
    browser = signed_in(team.strategist)
    text = browser.get("/content/briefs.csv?turn=late").content.decode("utf-8-sig")
    assert "The posts" in text
    assert "The film" not in text
    assert text.splitlines()[1].count("yes") == 1
    assert browser.get("/content/briefs.xlsx?kind=film").status_code == 200


def test_a_campaign_of_another_brand_is_no_choice(team):
    foreign = a_campaign(a_member(a_brand(), "lead"))
    page = signed_in(team.strategist).get("/content/briefs/").content.decode()
    assert foreign.pk not in page
