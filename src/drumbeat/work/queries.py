"""What other rooms ask about the work on one object of the thread.

`subject` is always that object (a campaign, a plan, …); its brand bounds every answer.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from drumbeat.people.models import AuditEvent, Member
from drumbeat.people.records import name_of
from drumbeat.science.calendar import by_key
from drumbeat.thread.registry import ref
from drumbeat.work.gates.models import GateDecision
from drumbeat.work.handoffs.queries import Waiting, open_handoffs
from drumbeat.work.runs.models import Run
from drumbeat.work.tasks.models import Dependency, Task

__all__ = [
    "GateStanding",
    "Slip",
    "Waiting",
    "Waiver",
    "gates",
    "open_handoffs",
    "run_of",
    "slipped",
    "slips_among",
    "standings",
    "tasks_of",
    "waivers",
    "waivers_among",
]


def tasks_of(subject) -> QuerySet[Task]:
    """The tasks for an object with their people, in order of time; aborted runs left out."""
    return (
        Task.objects.of(subject.brand_id)
        .current()
        .filter(subject=ref(subject))
        .exclude(run__state="aborted")
        .select_related("owner__person", "accountable__person", "run", "brand")
        .defer("run__parameters")
    )


def run_of(subject) -> Run | None:
    """The object's newest run that was not aborted (1 query)."""
    runs = Run.objects.of(subject.brand_id).current().filter(subject=ref(subject))
    return (
        runs.exclude(state="aborted")
        .select_related("version__playbook")
        .only("version__number", *name_of("version__playbook"))
        .first()
    )


@dataclass(frozen=True)
class Slip:
    """A task that ended, or still stands, later than first planned. working_days: by how much."""

    task: Task
    planned: datetime
    actual: datetime
    working_days: int


def slipped(subject, now: datetime) -> list[Slip]:
    """The tasks on an object that are later than first planned (1 query); see `slips_among`."""
    return slips_among(tasks_of(subject), now)


def slips_among(tasks, now: datetime) -> list[Slip]:
    """The tasks later than their first due date, worst first; open ones count up to now or to
    their new due date, whichever is later. tasks: with run and brand along."""
    found = [
        _slip(task, now)
        for task in tasks
        if task.state != "waived"
        and task.baseline_due_at
        and _ended(task, now) > task.baseline_due_at
    ]
    return sorted(
        (each for each in found if each.working_days > 0), key=lambda each: -each.working_days
    )


def _ended(task, now):
    return task.finished_at or max(now, task.due_at)


def _slip(task, now):
    actual = _ended(task, now)
    zone = ZoneInfo(task.brand.time_zone)
    calendar = by_key(task.run.calendar if task.run else task.brand.calendar)
    first, last = (moment.astimezone(zone).date() for moment in (task.baseline_due_at, actual))
    return Slip(task, task.baseline_due_at, actual, calendar.working_days_between(first, last))


@dataclass(frozen=True)
class Waiver:
    """A task done without, or (`needs`) a dependency not waited for. Both are legal, and red."""

    task: Task
    needs: Task | None
    by: Member | None
    at: datetime
    reason: str


def waivers(subject) -> list[Waiver]:
    """What was waived in the work on the object, oldest first (3 queries)."""
    return waivers_among(list(tasks_of(subject)))


def waivers_among(found: list[Task]) -> list[Waiver]:
    """What was waived of these tasks, oldest first (2 queries, none without tasks)."""
    if not found:
        return []
    tasks = {task.pk: task for task in found}
    events = (
        AuditEvent.objects.filter(
            brand=found[0].brand_id, kind="task", verb="waive", object_id__in=list(tasks)
        )
        .select_related("by__person")
        .order_by()
    )
    links = Dependency.objects.filter(task__in=list(tasks), waived_at__isnull=False).select_related(
        "needs", "waived_by__person"
    )
    found = [Waiver(tasks[e.object_id], None, e.by, e.at, e.reason) for e in events]
    found += [
        Waiver(tasks[each.task_id], each.needs, each.waived_by, each.waived_at, each.waived_because)
        for each in links
    ]
    return sorted(found, key=lambda each: each.at)


@dataclass(frozen=True)
class GateStanding:
    """A gate with the decision that stands (None: not decided yet) and those it superseded."""

    gate: Task
    decision: GateDecision | None
    superseded: tuple[GateDecision, ...]


def gates(subject) -> list[GateStanding]:
    """The gates of the work on the object, in order of time (2 queries)."""
    return standings(list(tasks_of(subject).filter(kind="gate")))


def standings(found: list[Task]) -> list[GateStanding]:
    """Each gate with its decisions (1 query)."""
    made: dict[str, list[GateDecision]] = {}
    decisions = GateDecision.objects.filter(gate__in=found).select_related("by__person")
    for decision in decisions.order_by("-at"):
        made.setdefault(decision.gate_id, []).append(decision)
    return [GateStanding(gate, *_standing(made.get(gate.pk, []))) for gate in found]


def _standing(decisions):
    replaced = {each.supersedes_id for each in decisions}
    latest = next((each for each in decisions if each.pk not in replaced), None)
    return latest, tuple(each for each in decisions if each is not latest)
