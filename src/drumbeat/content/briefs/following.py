"""When a newer version takes a plan's place, its briefs go along: the thread stays one."""

from django.dispatch import receiver

from drumbeat.content.briefs.models import Brief
from drumbeat.people.audit.trail import recorded
from drumbeat.strategy.signals import plan_superseded


@receiver(plan_superseded)
def follow_the_plan(sender, old, new, by, **_more):
    for brief in Brief.objects.filter(plan=old):
        with recorded(by, "moved to the new plan", brief):
            brief.plan = new
            brief.row_version += 1
            brief.save(update_fields=["plan", "row_version", "updated_at"])
