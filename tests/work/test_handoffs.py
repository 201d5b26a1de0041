"""Batons between modules: offered, played back, returned; with a clock in working hours."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.work.handoffs.actions import (
    accept_handoff,
    answer_due,
    hours_waited,
    offer_again,
    return_handoff,
)
from drumbeat.work.handoffs.queries import open_handoffs
from drumbeat.work.models import Handoff
from tests.work.factory import a_handoff
from tests.world import a_brand, a_member

pytestmark = pytest.mark.django_db

FRIDAY_SIXTEEN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # 16:00 in Shanghai
PLAYBACK = "We write for commuters and lead with eight hours, never bitter."


@pytest.fixture
def strategist(brand):
    return a_member(brand, "brand")


@pytest.fixture
def content_lead(brand):
    return a_member(brand, "cl")


def test_the_receiver_accepts_in_their_own_words(strategist, content_lead):
    handoff = a_handoff(strategist, content_lead)
    answer = accept_handoff(handoff, by=content_lead, words=PLAYBACK)
    assert handoff.state == "accepted"
    assert answer.words == PLAYBACK


@pytest.mark.parametrize("words", ["ok, got it", "收到了"])
def test_a_playback_that_says_nothing_is_refused(strategist, content_lead, words):
    with pytest.raises(Refused, match="your own words"):
        accept_handoff(a_handoff(strategist, content_lead), by=content_lead, words=words)


def test_a_chinese_playback_needs_fewer_characters(strategist, content_lead):
    handoff = a_handoff(strategist, content_lead)
    accept_handoff(handoff, by=content_lead, words="写给通勤人群,主打不涩")
    assert handoff.state == "accepted"


def test_the_giver_does_not_accept_the_own_baton(strategist, content_lead):
    with pytest.raises(NotAllowed):
        accept_handoff(a_handoff(strategist, content_lead), by=strategist, words=PLAYBACK)


def test_without_a_named_receiver_the_receiving_module_answers(strategist, content_lead):
    designer, analyst = a_member(strategist.brand, "ds"), a_member(strategist.brand, "an")
    handoff = a_handoff(strategist)
    with pytest.raises(NotAllowed):
        accept_handoff(handoff, by=analyst, words=PLAYBACK)
    accept_handoff(handoff, by=designer, words=PLAYBACK)


def test_a_returned_baton_says_why_and_can_be_offered_again(strategist, content_lead):
    handoff = a_handoff(strategist, content_lead)
    with pytest.raises(Refused):
        return_handoff(handoff, by=content_lead, reason=" ")
    return_handoff(handoff, by=content_lead, reason="The proof points are missing")
    assert open_handoffs(strategist.brand)[0].handoff.state == "returned"
    offer_again(handoff, by=strategist)
    accept_handoff(handoff, by=content_lead, words=PLAYBACK)
    assert [answer.is_accepted for answer in handoff.answers.all()] == [False, True]
    with pytest.raises(WrongState):
        accept_handoff(handoff, by=content_lead, words=PLAYBACK)


def test_a_baton_does_not_stay_in_its_module(strategist):
    with pytest.raises(Refused, match="another module"):
        a_handoff(strategist, to_module="strategy")


def test_the_clock_counts_working_hours_only(strategist, content_lead):
    handoff = a_handoff(strategist, content_lead, offered_at=FRIDAY_SIXTEEN, answer_within_hours=4)
    monday_ten = FRIDAY_SIXTEEN + timedelta(days=2, hours=18)
    assert hours_waited(handoff, monday_ten) == 3, "two on Friday, one on Monday"
    assert answer_due(handoff) == FRIDAY_SIXTEEN + timedelta(days=2, hours=19)


def test_open_handoffs_stand_oldest_first_with_the_late_ones_marked(strategist, content_lead):
    now = timezone.now()
    old = a_handoff(strategist, content_lead, title_en="Old", offered_at=now - timedelta(days=21))
    new = a_handoff(strategist, content_lead, title_en="New", offered_at=now)
    waiting = open_handoffs(strategist.brand, now=now)
    assert [each.handoff for each in waiting] == [old, new]
    assert [each.is_late for each in waiting] == [True, False]


def test_open_handoffs_are_of_one_brand(strategist):
    stranger = a_member(a_brand(), "brand")
    a_handoff(stranger)
    assert open_handoffs(strategist.brand) == []
    assert Handoff.objects.count() == 1
