"""A brief stays on the thread when its plan is amended."""

import pytest

from drumbeat.content.models import Brief
from drumbeat.people.models import AuditEvent
from drumbeat.strategy.models import Goal, Plan
from drumbeat.strategy.signals import plan_superseded
from tests.world import TODAY

pytestmark = pytest.mark.django_db


def test_a_brief_follows_its_plan_to_the_newer_version(lead):
    shared = {"brand": lead.brand, "owner": lead}
    goal = Goal.objects.create(**shared, title_en="Goal", starts_on=TODAY, ends_on=TODAY)
    old, new = (
        Plan.objects.create(**shared, title_en=name, goal=goal, currency="CNY")
        for name in ("v1", "v2")
    )
    brief = Brief.objects.create(**shared, title_en="Brief", plan=old)
    plan_superseded.send(Plan, old=old, new=new, by=lead)
    brief.refresh_from_db()
    assert brief.plan == new
    assert AuditEvent.objects.get(object_id=brief.pk).before["plan_id"] == old.pk
