"""Who runs a placement hears when its message or its audience changes."""

import pytest

from drumbeat.channels.models import Placement
from drumbeat.channels.placements.carrying import OVER
from drumbeat.people.audit.trail import recorded
from drumbeat.people.models import Notice
from drumbeat.strategy.changing import announced
from tests.channels.factory import a_placement

pytestmark = pytest.mark.django_db


def change(message, by):
    with announced(message), recorded(by, "edited", message):
        message.title_en = "Lighter than your lunch"
        message.save()


def told():
    return list(Notice.objects.filter(kind="carried_changed"))


def test_its_owner_is_told_once_with_the_way_to_the_placement(team):
    placement = a_placement(team)
    Placement.objects.filter(pk=placement.pk).update(state="live")
    change(placement.message, team["brand"])
    mine = [notice for notice in told() if notice.member == team["cm"]]
    assert [notice.url for notice in mine] == [
        f"/b/{placement.brand.slug}/channels/placements/{placement.pk}/"
    ]


@pytest.mark.parametrize("state", OVER)
def test_what_is_over_concerns_nobody(team, state):
    placement = a_placement(team)
    Placement.objects.filter(pk=placement.pk).update(state=state)
    change(placement.message, team["brand"])
    assert team["cm"] not in [notice.member for notice in told()]
