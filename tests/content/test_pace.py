"""I-29: how long anything stood in a state follows from the trail; nobody types it."""

from datetime import timedelta

import pytest

from drumbeat.content.pace import stays, stays_of
from drumbeat.people.models import AuditEvent
from tests.content.factory import a_submitted_brief, a_version_in_review, an_acknowledged_brief
from tests.world import NOW

pytestmark = pytest.mark.django_db


def _clocked(brief, *hours):
    """Move the brief's events to so many hours after NOW, in order."""
    events = AuditEvent.objects.filter(object_id=brief.pk).order_by("at", "id")
    for event, hour in zip(events, hours, strict=True):
        AuditEvent.objects.filter(pk=event.pk).update(at=NOW + timedelta(hours=hour))


def test_i_29_every_state_of_a_brief_has_its_actor_and_its_time(team):
    brief = an_acknowledged_brief(team)
    _clocked(brief, 0, 5, 7)
    found = stays(brief)
    assert [(stay.state, stay.by) for stay in found] == [
        ("submitted", team.strategist),
        ("restated", team.content_lead),
        ("acknowledged", team.strategist),
    ]
    assert [stay.hours(NOW + timedelta(hours=10)) for stay in found] == [5, 2, 3]
    assert found[-1].until is None


def test_i_29_an_edit_is_not_a_change_of_state(team):
    version = a_version_in_review(team)
    assert [stay.state for stay in stays(version)] == ["draft", "in_review"]


def test_many_briefs_cost_one_query(team, django_assert_num_queries):
    briefs = [a_submitted_brief(team) for _ in range(4)]
    with django_assert_num_queries(1):
        found = stays_of(briefs)
    assert {stay.state for stay_list in found.values() for stay in stay_list} == {"submitted"}
    assert stays_of([]) == {}
