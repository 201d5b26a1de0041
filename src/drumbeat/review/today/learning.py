"""One learning for today: of others, about what this member works on, another one each day."""

from drumbeat.knowledge.learnings.queries import offered
from drumbeat.knowledge.models import Learning
from drumbeat.people.models import Member
from drumbeat.work.models import Task


def learning_for(member: Member, day) -> Learning | None:
    """A published learning that is still valid; those near the member's own work come first
    (3 queries).
    """
    published = list(offered(member.brand, day).exclude(owner=member).prefetch_related("evidence"))
    subjects = set(
        Task.objects.filter(brand=member.brand_id, owner=member).exclude(subject="")
        .order_by().values_list("subject", flat=True).distinct()
    )  # fmt: skip
    near = [one for one in published if subjects & {each.ref for each in one.evidence.all()}]
    chosen = near or published
    return chosen[day.toordinal() % len(chosen)] if chosen else None
