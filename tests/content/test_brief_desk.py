"""The brief desk: types with their own definition of ready, and the queue as people work it."""

import pytest

from drumbeat.content.briefs import actions
from drumbeat.content.briefs.kinds import BRIEF_KINDS, OF_SOME_KINDS
from drumbeat.content.briefs.readiness import checklist, problems
from drumbeat.content.models import Brief
from drumbeat.people.errors import Refused
from tests.content.factory import a_brief, a_plan
from tests.content.test_briefs import typed_for
from tests.strategy.factory import a_campaign
from tests.world import TODAY, signed_in

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
