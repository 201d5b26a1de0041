"""A placement being started while a freeze runs ends frozen or is refused: never live."""

import pytest
from django.db import connection

from drumbeat.channels.freezes.actions import freeze
from drumbeat.channels.models import Hold, Placement
from drumbeat.channels.placements.actions import go_live, resume
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.people.errors import DomainError
from drumbeat.strategy.models import Crisis, Freeze
from tests.channels.factory import a_live_placement, a_team, an_armed_placement
from tests.strategy.crises import an_active_crisis
from tests.work.test_at_once import at_once

pytestmark = [
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets one writer in at a time; rows are locked on PostgreSQL",
    ),
    pytest.mark.django_db(transaction=True),
]


def trying(act, placement, **values):
    def tries():
        try:
            act(Placement.objects.get(pk=placement.pk), **values)
        except DomainError:
            return "refused"
        return "went live"

    return tries


@pytest.fixture
def team(transactional_db):
    return a_team()


def test_what_is_started_or_resumed_while_a_freeze_runs_is_never_live(team):
    lead = team["lead"]
    campaign = a_live_placement(team).campaign
    crisis = an_active_crisis(lead)
    for _again in range(6):
        armed = [
            an_armed_placement(team, campaign=campaign, planned_minor=100) for _one in range(2)
        ]
        paused = a_live_placement(team, campaign=campaign, planned_minor=100)
        PLACEMENT.take(paused, "pause", team["cm"], reason="too dear")
        everything = Placement.objects.filter(pk__in=[paused.pk, *(one.pk for one in armed)])

        at_once(
            lambda: freeze(Crisis.objects.get(pk=crisis.pk), [{}], by=lead, reason="rumour"),
            *(trying(go_live, one) for one in armed),
            trying(resume, paused, by=team["cm"], reason="mended"),
        )

        assert not everything.filter(state="live").exists()
        assert not Placement.objects.filter(state="live").exists()
        assert Hold.objects.filter(placement__in=everything).count() == 3
        Hold.objects.all().delete()
        Freeze.objects.all().delete()


def test_two_leads_who_freeze_at_once_freeze_once(lead):
    a_live_placement(a_team(lead))
    crisis = an_active_crisis(lead)

    def freezes():
        try:
            return freeze(Crisis.objects.get(pk=crisis.pk), [{}], by=lead, reason="rumour")
        except DomainError:
            return "refused"

    assert sorted(map(str, at_once(freezes, freezes))) == ["1", "refused"]
    assert Freeze.objects.count() == 1
