"""One learning for today: of others, about what this member works on, another one each day."""

from drumbeat.knowledge.learnings.queries import offered
from drumbeat.knowledge.models import Learning
from drumbeat.people.models import Member
from drumbeat.work.models import Task
from drumbeat.work.tasks.states import OPEN


def learning_for(member: Member, day) -> Learning | None:
    """A published learning that is still valid; those near the member's open work come first
    (4 queries, and one learning read).
    """
    published = offered(member.brand, day).exclude(owner=member)
    subjects = set(
        Task.objects.filter(brand=member.brand_id, owner=member, state__in=OPEN)
        .exclude(subject="").order_by().values_list("subject", flat=True)
    )  # fmt: skip
    near = published.filter(evidence__ref__in=subjects).distinct()
    chosen = _ids(near) or _ids(published)
    if not chosen:
        return None
    return published.get(pk=chosen[day.toordinal() % len(chosen)])


def _ids(learnings) -> list[str]:
    return list(learnings.order_by("-pk").values_list("pk", flat=True))
