"""What waits for what: when a task may start, and whom its end sets free (I-14)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from drumbeat.people.matrix import ROLES
from drumbeat.people.models import Member
from drumbeat.people.notices.actions import notify
from drumbeat.work.runs.models import Run
from drumbeat.work.runs.plan import after_lag
from drumbeat.work.runs.states import RUN
from drumbeat.work.tasks.models import Dependency, Task
from drumbeat.work.tasks.states import CLOSED, OPEN, TASK
from drumbeat.work.vocabulary import role_key


def is_met(dependency: Dependency) -> bool:
    """Is what the task waits for done, waived, or, with a lead, at least under way?"""
    needs = dependency.needs
    if dependency.waived_at or needs.state in CLOSED:
        return True
    return dependency.lag < 0 and needs.state in ("doing", "submitted")


def unmet(task: Task) -> list[Dependency]:
    """The dependencies that keep the task blocked (one query)."""
    return [each for each in task.dependencies.select_related("needs") if not is_met(each)]


def not_before(task: Task) -> datetime | None:
    """The moment until which a lag or a lead of a dependency still holds the task, if any."""
    moments = [_released_at(each) for each in task.dependencies.select_related("needs") if each.lag]
    return max((moment for moment in moments if moment), default=None)


def _released_at(dependency: Dependency) -> datetime | None:
    needs, run = dependency.needs, dependency.task.run
    if dependency.waived_at or needs.state == "waived":
        return None
    if dependency.lag < 0 and needs.state in CLOSED:
        return None
    ended = needs.finished_at or needs.due_at
    unit = run.version.body["duration_unit"] if run else "working_day"
    calendar = run.calendar if run else needs.brand.calendar
    zone = ZoneInfo(needs.brand.time_zone)
    return after_lag(ended, float(dependency.lag), unit, calendar, zone)


def release(needs: Task) -> list[Task]:
    """Unblock the dependants for which nothing is left to wait for; returns them.

    They are held first: of two that end in the same moment, the second sees the first as ended.
    """
    waiting = Dependency.objects.filter(needs=needs).values("task")
    blocked = Task.objects.filter(pk__in=waiting, state="blocked").order_by("pk")
    freed = [task for task in blocked.select_for_update() if unblock(task)]
    if needs.run_id and needs.state in CLOSED:
        _finish(needs.run)
    return freed


def unblock(task: Task) -> bool:
    """Make a blocked task ready if it waits for nothing any more; tells who has to act."""
    if task.state != "blocked" or unmet(task):
        return False
    TASK.take(task, "unblock", None)
    if task.kind == "gate":
        words = gettext_lazy("A gate waits for your decision: {task}")
        for member in deciders(task):
            notify(
                member, "gate waiting", format_lazy(words, task=task), url=task.get_absolute_url()
            )
    else:
        words = gettext_lazy("You can start: {task}")
        notify(task.owner, "ready", format_lazy(words, task=task), url=task.get_absolute_url())
    return True


def block_again(needs: Task) -> None:
    """A gate that was passed has failed after all: what has not started yet waits again."""
    for task in Task.objects.filter(dependencies__needs=needs, state="ready").distinct():
        if unmet(task):
            TASK.take(task, "block", None)


def _finish(run) -> None:
    run.state = Run.objects.select_for_update().get(pk=run.pk).state
    if run.state == "running" and not run.tasks.filter(state__in=OPEN).exists():
        RUN.take(run, "finish", None)


def decides(gate: Task) -> str:
    """The role key that decides the gate; a gate without a rule of its own is the lead's."""
    role = role_key(gate.gate_rule.get("decides", "lead"))
    return role if role in ROLES else "lead"


def deciders(gate: Task) -> list[Member]:
    """The active members in the deciding role, or the leads where nobody holds it."""
    members = Member.objects.filter(brand=gate.brand)
    in_role = list(members.in_role(decides(gate)).select_related("person", "brand"))
    return in_role or list(members.in_role("lead").select_related("person", "brand"))
