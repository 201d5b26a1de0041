"""Batons that pass by themselves: what is accepted here is awaited in another module."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from drumbeat.people.audit.trail import recorded
from drumbeat.people.models import Member
from drumbeat.people.notices.actions import notify
from drumbeat.thread.registry import ref
from drumbeat.work.handoffs.models import Handoff
from drumbeat.work.tasks.models import Task

# Working hours in which a baton is answered; a crisis has no time for a working day.
ANSWER_WITHIN, ANSWER_WITHIN_CRISIS = 8, 1


def pass_on(task: Task, by: Member) -> list[Handoff]:
    """Offer one handoff to each other module whose tasks waited for this one."""
    waiting = (
        Task.objects.filter(dependencies__needs=task)
        .exclude(module=task.module)
        .select_related("owner__person")
        .order_by("start_at", "key")
    )
    receivers: dict[str, Member] = {}
    for dependant in waiting:
        receivers.setdefault(dependant.module, dependant.owner)
    return [_offer(task, by, module, receiver) for module, receiver in receivers.items()]


def _offer(task, by, module, receiver):
    hours = ANSWER_WITHIN_CRISIS if task.run and task.run.calendar == "24x7" else ANSWER_WITHIN
    handoff = Handoff(
        brand=task.brand,
        owner=task.owner,
        from_module=task.module,
        to_module=module,
        receiver=receiver,
        ref=task.delivered_ref or ref(task),
        subject=task.subject,
        task=task,
        title_en=task.title_en,
        title_zh=task.title_zh,
        note=task.delivered_note,
        answer_within_hours=hours,
    )
    with recorded(by, "offered", handoff):
        handoff.save()
    announce(handoff)
    return handoff


def announce(handoff: Handoff) -> None:
    """Tell the receiver that a baton is on its way."""
    if handoff.receiver:
        words = gettext_lazy("A handoff for you: {handoff}")
        notify(
            handoff.receiver,
            "handoff",
            format_lazy(words, handoff=handoff),
            url=handoff.get_absolute_url(),
        )
