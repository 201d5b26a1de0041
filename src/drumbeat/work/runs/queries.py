"""What the screens of runs read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q

from drumbeat.people.models import Brand
from drumbeat.science.calendar import by_key
from drumbeat.work.gates.models import GateDecision
from drumbeat.work.playbooks.models import PlaybookVersion
from drumbeat.work.runs.models import Run
from drumbeat.work.runs.plan import PlannedTask, RunPlan, plan
from drumbeat.work.tasks.models import Dependency, Task
from drumbeat.work.tasks.states import CLOSED


def plan_of(run: Run) -> RunPlan:
    """The schedule of a run as its pinned version and its anchor give it; no query."""
    zone = ZoneInfo(run.brand.time_zone)
    return plan(run.version.body, run.parameters, run.anchor_at, run.calendar, zone)


def runs_of(brand: Brand):
    """Runs, the newest first."""
    return Run.objects.of(brand).current()


def in_full(found) -> list[Run]:
    """The runs of a page of a queryset in its order, with their owners, counts of tasks and first
    and last dates (2 queries)."""
    ids = list(found.values_list("pk", flat=True))
    runs = (
        Run.objects.filter(pk__in=ids)
        .select_related("owner__person", "version__playbook")
        .defer("version__body", "parameters")
        .annotate(
            task_count=Count("tasks"),
            closed_count=Count("tasks", filter=Q(tasks__state__in=CLOSED)),
            starts_at=Min("tasks__start_at"),
            ends_at=Max("tasks__due_at"),
        )
    )
    by_id = {run.pk: run for run in runs}
    return [by_id[pk] for pk in ids if pk in by_id]


def run_tasks(run: Run) -> list[Task]:
    """The run's tasks in order of time, with their people (1 query)."""
    return list(run.tasks.select_related("owner__person", "accountable__person"))


def links_of(run: Run) -> dict[str, list[Dependency]]:
    """The dependencies of the run by the id of the task that waits (1 query)."""
    found: dict[str, list[Dependency]] = {}
    for each in Dependency.objects.filter(task__run=run):
        found.setdefault(each.task_id, []).append(each)
    return found


def conditional_gates(run: Run) -> set[str]:
    """Ids of the gates whose standing decision is a conditional pass (1 query)."""
    standing = GateDecision.objects.filter(gate__run=run, superseded_by=None)
    return set(standing.filter(decision="conditional").values_list("gate_id", flat=True))


def pinned_version(run: Run) -> PlaybookVersion:
    """The version the run was started from, with its playbook and, as `newest_number`, the number
    of the playbook's newest version (1 query)."""
    versions = PlaybookVersion.objects.select_related("playbook")
    return versions.annotate(newest_number=Max("playbook__versions__number")).get(pk=run.version_id)


def newer_version(run: Run) -> PlaybookVersion | None:
    """The playbook's newest version, when the run is pinned to an older one (1 query)."""
    newest = PlaybookVersion.objects.filter(
        playbook=run.version.playbook_id, number__gt=run.version.number
    ).order_by("-number")
    return newest.first()


@dataclass(frozen=True)
class Progress:
    """Where a run stands. `next_gate`: the first gate not yet passed."""

    total: int
    closed: int
    overdue: int
    blocked: int
    waived: int
    next_gate: Task | None
    worst_slip_days: int

    @property
    def share(self):
        return self.closed / self.total if self.total else 0


def progress(run: Run, tasks: list[Task], now: datetime) -> Progress:
    """Counts over the run's tasks; no query. Slip: days an open critical task is past its due."""
    late = [task for task in tasks if task.is_open and task.due_at < now]
    gates = [task for task in tasks if task.kind == "gate" and task.is_open]
    return Progress(
        total=len(tasks),
        closed=sum(not task.is_open for task in tasks),
        overdue=len(late),
        blocked=sum(task.state == "blocked" for task in tasks),
        waived=sum(task.state == "waived" for task in tasks),
        next_gate=min(gates, key=lambda gate: gate.due_at, default=None),
        worst_slip_days=max(
            ((now - task.due_at).days for task in late if task.is_critical), default=0
        ),
    )


@dataclass(frozen=True)
class Move:
    """A task whose due date changes. days: working days later, or earlier when negative."""

    task: Task
    old: datetime
    new: datetime
    days: float


def moves(run: Run, pairs: list[tuple[Task, PlannedTask]]) -> list[Move]:
    """The difference that a new anchor makes, task by task; no query."""
    table, zone = by_key(run.calendar), ZoneInfo(run.brand.time_zone)

    def days(old, new):
        if run.calendar == "24x7":
            return round((new - old) / timedelta(days=1), 2)
        return table.working_days_between(old.astimezone(zone).date(), new.astimezone(zone).date())

    return [
        Move(task, task.due_at, planned.due_at, days(task.due_at, planned.due_at))
        for task, planned in pairs
    ]
