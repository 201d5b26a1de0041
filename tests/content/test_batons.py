"""The handoff from strategy to content goes along with its brief."""

import pytest

from drumbeat.content.briefs import actions
from drumbeat.work.models import Handoff
from tests.content.factory import RESTATED, a_submitted_brief, an_acknowledged_brief

pytestmark = pytest.mark.django_db


def test_submitting_a_brief_offers_it_to_content(team):
    brief = a_submitted_brief(team)
    handoff = Handoff.objects.get()
    assert (handoff.from_module, handoff.to_module) == ("strategy", "content")
    assert (handoff.ref, handoff.state) == (f"brief:{brief.pk}", "offered")


def test_the_restatement_answers_the_handoff_in_the_same_words(team):
    an_acknowledged_brief(team)
    handoff = Handoff.objects.get()
    assert handoff.state == "accepted"
    assert handoff.answers.get().words == RESTATED
    assert handoff.answers.get().by == team.content_lead


def test_a_returned_brief_takes_its_handoff_back_and_forth(team):
    brief = a_submitted_brief(team)
    actions.return_(brief, by=team.content_lead, reason="Which audience comes first?")
    assert Handoff.objects.get().state == "returned"
    actions.submit(brief, by=team.strategist)
    assert Handoff.objects.get().state == "offered"


def test_a_correction_leaves_nothing_to_answer_twice(team):
    brief = a_submitted_brief(team)
    actions.restate(brief, by=team.content_lead, restated_intent=RESTATED)
    actions.correct(brief, by=team.strategist, reason="Calm, not energy.")
    actions.restate(brief, by=team.content_lead, restated_intent=f"Again: {RESTATED}")
    assert Handoff.objects.get().answers.count() == 1


def test_a_cancelled_brief_withdraws_its_handoff(team):
    brief = a_submitted_brief(team)
    actions.withdraw(brief, by=team.content_lead, reason="The launch moved to spring.")
    assert Handoff.objects.get().state == "withdrawn"
