"""“Tried before?”: delivered briefs that are like this one are answered before it is submitted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drumbeat.content.briefs import actions
from drumbeat.content.briefs.parts import answer_tried
from drumbeat.content.briefs.readiness import problems
from drumbeat.content.briefs.tried import MOST, learnt_from, tried_before
from drumbeat.content.models import Brief
from drumbeat.knowledge.models import Evidence, Learning
from drumbeat.people.errors import Refused, WrongState
from drumbeat.people.models import AuditEvent
from drumbeat.thread.registry import ref
from tests.content.factory import a_brief, a_plan, a_submitted_brief, an_asset
from tests.strategy.factory import a_campaign
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def a_delivered_brief(owner, **fields):
    return a_brief(owner, state="delivered", **fields)


def a_learning(brief, about, claim="Evening beats morning", **fields):
    values = {"state": "published", "expires_on": TODAY} | fields
    learning = Learning.objects.create(
        brand=brief.brand, owner=brief.owner, title_en=claim, **values
    )
    Evidence.objects.create(
        brand=brief.brand, owner=brief.owner, learning=learning, ref=ref(about), note="x"
    )
    return learning


@pytest.fixture
def pair(team):
    """An earlier brief, delivered, and a draft for the same plan."""
    plan = a_plan(team.strategist)
    return a_delivered_brief(team.strategist, plan=plan), a_brief(team.strategist, plan=plan)


def test_nothing_like_it_asks_nothing(team):
    other_words = {"title_en": "Hiring day", "title_zh": "", "proposition": "Come and work here"}
    a_delivered_brief(team.strategist, **other_words)
    a_brief(team.strategist, state="in_production")
    assert tried_before(a_brief(team.strategist)) == []


def test_it_is_not_submitted_while_what_was_tried_is_unanswered(team, pair):
    earlier, brief = pair
    with pytest.raises(Refused) as refusal:
        actions.submit(brief, by=team.strategist)
    assert [problem.field for problem in refusal.value.problems] == ["tried"]
    answer_tried(brief, earlier, by=team.strategist, answer="set_aside", why="That was for summer")
    assert list(problems(brief)) == []
    actions.submit(brief, by=team.strategist)
    page = signed_in(team.writer).get(f"/content/briefs/{brief.pk}/").content.decode()
    assert "That was for summer" in page


def test_the_reasons_are_said(team, pair):
    [one] = tried_before(pair[1])
    assert [str(reason) for reason in one.reasons] == [
        "same message",
        "same audience",
        "much the same words",
    ]


def test_words_alone_are_not_enough_and_with_the_audience_they_are(team):
    earlier = a_delivered_brief(team.strategist)
    brief = a_brief(team.strategist)
    assert tried_before(brief) == []
    brief.audiences.set(earlier.audiences.all())
    assert [one.earlier for one in tried_before(brief)] == [earlier]


def test_one_looks_at_the_earlier_brief_and_what_was_learnt_and_answers(team, pair):
    earlier, brief = pair
    a_learning(earlier, earlier)
    browser = signed_in(team.strategist)
    page = browser.get(f"/content/briefs/{brief.pk}/").content.decode()
    address = f"/content/briefs/{brief.pk}/tried/{earlier.pk}/"
    assert address in page
    assert "Evening beats morning" in browser.get(address).content.decode()
    assert browser.post(address, {"answer": "used", "why": " "}).status_code == 422
    browser.post(address, {"answer": "used", "why": "We film in the evening"})
    browser.post(address, {"answer": "used", "why": "We film at dusk"})
    assert brief.tried_answers.get().why == "We film at dusk"
    assert "We film at dusk" in AuditEvent.objects.filter(object_id=brief.pk).first().reason


def test_learnings_of_its_assets_and_its_campaign_count_and_drafts_do_not(team):
    plan = a_plan(team.strategist)
    campaign = a_campaign(team.strategist, plan=plan)
    earlier = a_brief(team.strategist, plan=plan, campaign=campaign, state="acknowledged")
    asset = an_asset(team, brief=earlier)
    of_asset = a_learning(earlier, asset, "Dusk light sells")
    of_campaign = a_learning(earlier, campaign, "Four weeks are enough")
    a_learning(earlier, earlier, "Not yet said", state="draft")
    before_it = a_learning(earlier, a_brief(team.strategist), "Told to its plan")
    plan.answers.create(
        brand=plan.brand, owner=plan.owner, learning=before_it, answer="applied", why="Yes"
    )
    assert {one.pk for one in learnt_from(earlier)} == {of_asset.pk, of_campaign.pk}


def test_what_was_submitted_keeps_its_answers(team, pair):
    submitted = a_submitted_brief(team)
    with pytest.raises(WrongState):
        answer_tried(submitted, pair[0], by=team.strategist, answer="used", why="x")


def test_another_brands_briefs_are_neither_found_nor_answered(team):
    foreign = a_delivered_brief(a_member(a_brand(), "brand"))
    brief = a_brief(team.strategist)
    assert tried_before(brief) == []
    browser = signed_in(team.strategist)
    assert browser.get(f"/content/briefs/{brief.pk}/tried/{foreign.pk}/").status_code == 404


def test_three_at_most_are_asked_about_and_many_cost_as_little_as_one(team, pair):
    _earlier, brief = pair

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = tried_before(Brief.objects.get(pk=brief.pk))
        return len(found), len(asked)

    found, few = queries()
    assert found == 1
    for _ in range(6):
        a_delivered_brief(team.strategist, plan=brief.plan)
    assert queries() == (MOST, few)
