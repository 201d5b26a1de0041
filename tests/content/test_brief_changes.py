"""Strategy changes a message or an audience under briefs that are worked from."""

import pytest

from drumbeat.content.briefs import actions
from drumbeat.content.briefs.changes import answer_change, changed_since
from drumbeat.people.errors import AlreadyDone, NotAllowed
from drumbeat.people.models import AuditEvent, Notice
from tests.content.factory import (
    RESTATED,
    a_brief,
    a_plan,
    a_submitted_brief,
    an_acknowledged_brief,
    an_asset,
)
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand_side(team):
    """Somebody in strategy who ordered none of the briefs."""
    return a_member(team.brand, "brand", name="Bo Brand")


def reworded(message, by, title_en="One cup, one calm evening", **fields):
    """Change the message through its page."""
    message.refresh_from_db()
    typed = {
        "title_en": title_en,
        "title_zh": message.title_zh,
        "pillar": message.pillar_id,
        "tone": message.tone,
        "is_active": "on",
        "row_version": message.row_version,
    } | fields
    answer = signed_in(by).post(f"/strategy/messages/{message.pk}/edit/", typed)
    assert answer.status_code == 302, answer.content.decode()


def redrawn(audience, by, rule="30–45"):
    audience.refresh_from_db()
    typed = {
        "title_en": audience.title_en,
        "rule": rule,
        "priority": "primary",
        "consent_basis": "platform",
        "owner": audience.owner_id,
        "row_version": audience.row_version,
    }
    answer = signed_in(by).post(f"/strategy/audiences/{audience.pk}/edit/", typed)
    assert answer.status_code == 302, answer.content.decode()


def told(kind="carried_changed"):
    return {notice.member: notice for notice in Notice.objects.filter(kind=kind)}


def test_everybody_downstream_is_told_once_with_before_and_after(team, brand_side):
    plan = a_plan(team.strategist)
    brief = an_acknowledged_brief(team, plan=plan)
    an_acknowledged_brief(team, plan=plan)
    an_asset(team, brief=brief)
    reworded(plan.messages.get(), brand_side)
    assert Notice.objects.filter(kind="carried_changed").count() == 3
    notices = told()
    assert set(notices) == {team.strategist, team.content_lead, team.writer}
    text = notices[team.writer].text_en
    assert "“The evening is yours again” → “One cup, one calm evening”" in text
    assert notices[team.writer].url == f"/b/{team.brand.slug}/content/briefs/{brief.pk}/"


def test_who_changes_it_is_not_told(team):
    brief = an_acknowledged_brief(team)
    reworded(brief.messages.get(), team.strategist)
    assert set(told()) == {team.content_lead}


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_nobody_is_told_of_briefs_that_are_not_worked_from(team, brand_side, state):
    brief = a_brief(team.strategist, state=state)
    reworded(brief.messages.get(), brand_side)
    assert told() == {}


def test_a_place_in_the_house_or_a_size_changes_nothing_for_the_work(team, brand_side):
    brief = an_acknowledged_brief(team)
    message = brief.messages.get()
    reworded(message, brand_side, title_en=message.title_en)
    assert told() == {}
    assert changed_since(brief) == []


def test_the_brief_shows_the_difference_until_content_says_what_follows(team, brand_side):
    brief = an_acknowledged_brief(team)
    redrawn(brief.audiences.get(), brand_side)
    address = f"/content/briefs/{brief.pk}/"
    lead, writer = signed_in(team.content_lead), signed_in(team.writer)
    page = lead.get(address).content.decode()
    assert "Changed since content read it" in page
    assert "Say what follows" in page
    assert "<ins>" in page
    assert "Say what follows" not in writer.get(address).content.decode()
    assert writer.post(f"{address}change/", {}).status_code == 403
    assert lead.post(f"{address}change/", {"answer": "kept", "note": ""}).status_code == 422
    said = {"answer": "kept", "note": "Our pictures show no age."}
    assert lead.post(f"{address}change/", said).status_code == 302
    page = lead.get(address).content.decode()
    assert "Changed since content read it" not in page
    assert "Our pictures show no age." in page
    assert AuditEvent.objects.get(verb="answered a change").reason == "Our pictures show no age."
    assert set(told("change_answered")) == {team.strategist}
    assert lead.post(f"{address}change/", said).status_code == 422


def test_a_second_change_opens_it_again_and_one_taken_back_does_not(team, brand_side):
    brief = an_acknowledged_brief(team)
    message = brief.messages.get()
    before = message.title_en
    reworded(message, brand_side)
    [one] = changed_since(brief)
    assert [(change["before"], change["after"]) for change in one.changes] == [
        ("The evening is yours again", "One cup, one calm evening")
    ]
    answer_change(brief, by=team.content_lead, answer="follows", note="New headline")
    assert changed_since(brief) == []
    reworded(message, brand_side, title_en="Calm")
    reworded(message, brand_side, title_en="Calmer")
    [one] = changed_since(brief)
    assert [change["after"] for change in one.changes] == ["Calmer"]
    reworded(message, brand_side, title_en="One cup, one calm evening")
    assert changed_since(brief) == []
    assert before != message.title_en


def test_what_content_has_not_read_yet_is_read_as_it_is(team, brand_side):
    brief = a_submitted_brief(team)
    reworded(brief.messages.get(), brand_side)
    assert changed_since(brief) == []
    assert set(told()) == {team.strategist}
    actions.restate(brief, by=team.content_lead, restated_intent=RESTATED)
    assert changed_since(brief) == []


def test_a_message_put_away_is_a_change(team, brand_side):
    brief = an_acknowledged_brief(team)
    signed_in(brand_side).post(f"/strategy/messages/{brief.messages.get().pk}/archiving/")
    [one] = changed_since(brief)
    assert [(change["before"], change["after"]) for change in one.changes] == [("yes", "no")]
    assert team.content_lead in told()


def test_only_content_answers_and_only_what_is_open(team, brand_side):
    brief = an_acknowledged_brief(team)
    with pytest.raises(AlreadyDone):
        answer_change(brief, by=team.content_lead, answer="kept", note="Nothing")
    reworded(brief.messages.get(), brand_side)
    with pytest.raises(NotAllowed, match="Content says"):
        answer_change(brief, by=team.strategist, answer="kept", note="Nothing")


def test_a_change_in_another_brand_tells_nobody_here(team):
    an_acknowledged_brief(team)
    other = a_member(a_brand(), "brand")
    reworded(a_plan(other).messages.get(), other)
    assert told() == {}


def test_many_briefs_do_not_make_the_page_dearer(team, brand_side, django_assert_max_num_queries):
    brief = an_acknowledged_brief(team)
    message = brief.messages.get()
    for number in range(8):
        reworded(message, brand_side, title_en=f"Calm {number}")
    browser = signed_in(team.content_lead)
    with django_assert_max_num_queries(29):
        browser.get(f"/content/briefs/{brief.pk}/")
