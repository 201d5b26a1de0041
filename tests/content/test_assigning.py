"""Whose a brief is in content: given by the content lead, or taken."""

import pytest

from drumbeat.content.briefs import actions, assigning
from drumbeat.content.briefs.desk import desk
from drumbeat.people.errors import AlreadyDone, NotAllowed, Overtaken, WrongState
from drumbeat.people.models import AuditEvent, Notice
from tests.content.factory import a_brief, a_submitted_brief, an_acknowledged_brief
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def told(member, kind):
    return Notice.objects.filter(member=member, kind=kind).count()


def test_the_content_lead_gives_a_brief_to_somebody_who_is_told_once(team):
    brief, browser = an_acknowledged_brief(team), signed_in(team.content_lead)
    address = f"/content/briefs/{brief.pk}/assignment/"
    assert f"{team.writer.name} · 0 briefs in hand" in browser.get(address).content.decode()
    for _ in range(2):
        assert browser.post(address, {"to": team.writer.pk}).status_code == 302
    brief.refresh_from_db()
    assert brief.assignee == team.writer
    assert told(team.writer, "brief_assigned") == 1
    assert AuditEvent.objects.filter(object_id=brief.pk, verb="assigned").count() == 1
    assert f"{team.writer.name} · 1 brief in hand" in browser.get(address).content.decode()
    assert [*desk(team.brand, mine=team.writer)] == [brief]
    assert team.writer.name in browser.get("/content/briefs/").content.decode()


def test_who_takes_it_has_it_and_need_not_be_told(team):
    brief, browser = an_acknowledged_brief(team), signed_in(team.writer)
    page = f"/content/briefs/{brief.pk}/"
    assert "Take it on" in browser.get(page).content.decode()
    browser.post(f"{page}taking/")
    brief.refresh_from_db()
    assert brief.assignee == team.writer
    assert told(team.writer, "brief_assigned") == 0
    shown = browser.get(page).content.decode()
    assert "Take it on" not in shown
    assert "Give back" in shown
    with pytest.raises(AlreadyDone):
        assigning.take(brief, by=team.writer)
    with pytest.raises(WrongState):
        assigning.take(brief, by=a_member(team.brand, "ds"))


def test_of_two_who_take_it_at_once_one_has_it(team):
    brief = an_acknowledged_brief(team)
    seen_by_both = type(brief).objects.get(pk=brief.pk)
    assigning.take(brief, by=team.writer)
    with pytest.raises(Overtaken):
        assigning.take(seen_by_both, by=a_member(team.brand, "ds"))


def test_who_cannot_go_on_gives_it_back_and_the_content_lead_hears(team):
    brief = assigning.take(an_acknowledged_brief(team), by=team.writer)
    with pytest.raises(NotAllowed):
        assigning.give_back(brief, by=a_member(team.brand, "ds"))
    signed_in(team.writer).post(f"/content/briefs/{brief.pk}/giving-back/")
    brief.refresh_from_db()
    assert brief.assignee is None
    assert told(team.content_lead, "brief_given_back") == 1
    assert [*desk(team.brand, free=True)] == [brief]


def test_only_content_says_who_works_on_it_and_only_while_it_is_there(team):
    brief = an_acknowledged_brief(team)
    with pytest.raises(NotAllowed):
        assigning.assign(brief, by=team.strategist, to=team.writer)
    with pytest.raises(NotAllowed):
        assigning.take(brief, by=a_member(team.brand, "pr"))
    with pytest.raises(WrongState):
        assigning.take(a_brief(team.strategist), by=team.writer)
    browser = signed_in(team.content_lead)
    for stranger in (team.strategist, a_member(a_brand(), "cw")):
        answer = browser.post(f"/content/briefs/{brief.pk}/assignment/", {"to": stranger.pk})
        assert answer.status_code == 422
    assert browser.post(f"/content/briefs/{brief.pk}/assignment/", {"to": ""}).status_code == 302


def test_a_restatement_is_asked_of_whose_the_brief_is(team):
    second = a_member(team.brand, "cl")
    brief = a_submitted_brief(team)
    assert {*actions.who_restates(brief)} == {team.content_lead, second}
    assigning.assign(brief, by=team.content_lead, to=second)
    assert actions.who_restates(brief) == [second]
    # A writer may not restate: then it stays with all who may.
    assigning.assign(brief, by=second, to=team.writer)
    assert {*actions.who_restates(brief)} == {team.content_lead, second}


def test_whose_a_brief_is_can_be_filtered_and_stands_in_the_file(team):
    assigning.take(an_acknowledged_brief(team, title_en="Taken"), by=team.writer)
    an_acknowledged_brief(team, title_en="Free")
    browser = signed_in(team.writer)
    mine = browser.get("/content/briefs.csv?mine=yes").content.decode()
    free = browser.get("/content/briefs.csv?mine=free").content.decode()
    assert ("Taken" in mine, "Free" in mine) == (True, False)
    assert ("Taken" in free, "Free" in free) == (False, True)
    assert team.writer.name in mine


def test_the_form_costs_the_same_however_many_work_in_content(team, django_assert_max_num_queries):
    brief = an_acknowledged_brief(team)
    browser = signed_in(team.content_lead)
    for _ in range(8):
        a_member(team.brand, "ds")
    with django_assert_max_num_queries(14):
        browser.get(f"/content/briefs/{brief.pk}/assignment/")
