"""The board of a run. Moving a card takes the step that leads from its column to the other."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door, visible
from drumbeat.people.errors import DomainError, Refused
from drumbeat.work.runs.charts import day_label
from drumbeat.work.runs.models import Run
from drumbeat.work.tasks.actions import accept, may_answer, start
from drumbeat.work.tasks.models import Task
from drumbeat.work.tasks.states import TASK

# What can be acted on stands first; waived tasks stand with the done ones.
COLUMNS = ("ready", "doing", "submitted", "returned", "accepted", "blocked")


def columns(tasks: Iterable[Task], member) -> list[dict]:
    """What `c-board` shows. Cards that no step of this member can move are fixed."""
    cards: dict[str, list[dict]] = {column: [] for column in COLUMNS}
    for task in tasks:
        column = "accepted" if task.state == "waived" else task.state
        cards[column].append(_card(task, member))
    return [{"id": key, "label": TASK.label(key), "cards": cards[key]} for key in COLUMNS]


def _card(task, member):
    due = day_label(timezone.localtime(task.due_at).date())
    return {
        "id": task.pk,
        "title": f"{task.key} {task}".strip(),
        "url": task.get_absolute_url(),
        "note": _("waived") if task.state == "waived" else due,
        "late": task.is_overdue,
        "module": task.module,
        "owner": task.owner.name,
        "fixed": not _can_move(task, member),
    }


def _can_move(task, member):
    if task.kind == "gate" or task.state in ("blocked", "accepted", "waived"):
        return False
    if task.state == "submitted":
        return may_answer(task, member)
    return member.may("task.edit", task)


@door("task.create", Run, methods=["POST"], own_check=False)
def move(request, run):
    """Answers 204, or the refusal as plain text: the card then goes back."""
    task = visible(request, Task, request.POST.get("card", ""))
    try:
        take(task, request.POST.get("column", ""), by=request.member)
    except DomainError as refusal:
        return HttpResponse(
            str(refusal), status=refusal.status, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse(status=204)


def take(task: Task, column: str, *, by) -> None:
    """The step from the task's state to that column. Raises Refused where words are needed."""
    if column == task.state:
        return
    if column == "doing":
        start(task, by=by)
    elif column == "accepted":
        accept(task, by=by)
    elif column == "submitted":
        raise Refused(_("A task is handed in with its deliverable. Open it to attach one."))
    elif column == "returned":
        raise Refused(_("Sending back takes a reason. Open the task to write it."))
    else:
        raise Refused(_("What a task waits for decides about this column."))
