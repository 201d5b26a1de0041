"""What the screens of tasks read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from drumbeat.people.models import AuditEvent, Brand, Member
from drumbeat.work.handoffs.models import Handoff
from drumbeat.work.runs.models import Run
from drumbeat.work.tasks.flow import decides, is_met
from drumbeat.work.tasks.models import Delivery, Dependency, Task
from drumbeat.work.tasks.states import OPEN

RUNS_TO_CHOOSE = 50


def tasks_in(brand: Brand):
    """Tasks of the brand with their people and run; those of aborted runs are left out."""
    # Not `run__state`: a join would be walked for every task of the brand, only to count them.
    aborted = Run.objects.of(brand).filter(state="aborted")
    return (
        Task.objects.of(brand)
        .current()
        .exclude(run__in=aborted)
        .select_related("owner__person", "accountable__person", "run")
        .defer("run__parameters")
    )


def open_tasks(brand: Brand):
    return tasks_in(brand).filter(state__in=OPEN)


def orphaned(brand: Brand):
    """Open tasks whose owner no longer works here (I-01)."""
    return open_tasks(brand).filter(
        Q(owner__left_at__isnull=False) | Q(owner__person__is_active=False)
    )


@dataclass(frozen=True)
class MyWork:
    """One member's day: each list in order of urgency."""

    overdue: list[Task]
    due_today: list[Task]
    to_accept: list[Task]
    to_decide: list[Task]
    handoffs: list[Handoff]
    coming: list[Task]
    blocked: list[Task]
    orphaned: list[Task]

    @property
    def is_empty(self):
        return not any(vars(self).values())


def my_work(member: Member, now: datetime) -> MyWork:
    """What the member has to do, decide and accept now (5 queries)."""
    mine = _by_due_date(
        open_tasks(member.brand)
        .filter(owner=member)
        .exclude(state="submitted")
        .exclude(kind="gate")
    )
    active = [task for task in mine if task.state != "blocked"]
    today = timezone.localdate(now)
    overdue = [task for task in active if task.due_at < now]
    due_today = [
        task for task in active if task not in overdue and timezone.localdate(task.due_at) == today
    ]
    return MyWork(
        overdue=overdue,
        due_today=due_today,
        to_accept=to_accept(member),
        to_decide=to_decide(member),
        handoffs=_my_handoffs(member),
        coming=[task for task in active if task not in overdue and task not in due_today],
        blocked=[task for task in mine if task.state == "blocked"],
        orphaned=list(orphaned(member.brand)) if "lead" in member.roles else [],
    )


def to_accept(member: Member) -> list[Task]:
    """Handed in and waiting for this member's answer (1 query)."""
    return _by_due_date(open_tasks(member.brand).filter(state="submitted", accountable=member))


def to_decide(member: Member) -> list[Task]:
    """Open gates that this member's role decides (1 query)."""
    gates = open_tasks(member.brand).filter(kind="gate", state__in=("ready", "returned"))
    return [gate for gate in _by_due_date(gates) if decides(gate) in member.roles]


def _by_due_date(tasks) -> list[Task]:
    """Few tasks in order. Not ordered by the database, which would walk all tasks of the brand by
    their due date to find the open ones."""
    return sorted(tasks.order_by(), key=lambda task: (task.due_at, task.key))


def _my_handoffs(member):
    return list(
        Handoff.objects.of(member.brand)
        .filter(state="offered", receiver=member)
        .select_related("owner__person", "receiver__person")
    )


@dataclass(frozen=True)
class Filters:
    """What the list of all tasks was asked for; empty means all."""

    state: str = ""
    module: str = ""
    owner: str = ""
    run: str = ""
    words: str = ""

    @classmethod
    def read(cls, query):
        return cls(
            *(query.get(name, "").strip() for name in ("state", "module", "owner", "run", "q"))
        )


def found(brand: Brand, filters: Filters, now: datetime):
    """The tasks that fit the filters, by due date."""
    if filters.state == "orphaned":
        tasks = orphaned(brand)
    elif filters.state == "overdue":
        tasks = open_tasks(brand).filter(due_at__lt=now)
    elif filters.state == "open":
        tasks = open_tasks(brand)
    else:
        tasks = tasks_in(brand)
        if filters.state:
            tasks = tasks.filter(state=filters.state)
    for column in ("module", "owner", "run"):
        if value := getattr(filters, column):
            tasks = tasks.filter(**{column: value})
    if filters.words:
        tasks = tasks.filter(
            Q(title_en__icontains=filters.words)
            | Q(title_zh__icontains=filters.words)
            | Q(key__iexact=filters.words)
        )
    return tasks.order_by("due_at", "key", "id")


def in_full(found) -> list[Task]:
    """The tasks of a page in its order, with their people and run (2 queries): what a row names is
    joined to fifty tasks, not to all that come before them."""
    ids = list(found.values_list("pk", flat=True))
    tasks = Task.objects.filter(pk__in=ids).select_related(
        "owner__person", "accountable__person", "run"
    )
    by_id = {task.pk: task for task in tasks.defer("run__parameters")}
    return [by_id[pk] for pk in ids if pk in by_id]


def runs_to_choose(brand: Brand, chosen: str) -> list[Run]:
    """The newest runs, and the chosen one however old it is (2 queries)."""
    runs = Run.objects.of(brand).current().defer("parameters").order_by("-created_at", "id")
    newest = list(runs[:RUNS_TO_CHOOSE])
    known = {run.pk for run in newest}
    return newest + ([] if chosen in known else list(runs.filter(pk=chosen)))


@dataclass(frozen=True)
class Need:
    """Something the task waits for, or that waits for it, as the page shows it."""

    dependency: Dependency
    task: Task
    is_met: bool


def needs_of(task: Task) -> list[Need]:
    """What the task waits for (1 query)."""
    links = task.dependencies.select_related("needs__owner__person", "waived_by__person")
    return [Need(link, link.needs, is_met(link)) for link in links.order_by("needs__start_at")]


def awaited_by(task: Task) -> list[Need]:
    """What waits for the task (1 query)."""
    links = task.dependants.select_related("task__owner__person", "needs", "waived_by__person")
    return [Need(link, link.task, is_met(link)) for link in links.order_by("task__start_at")]


def deliveries_of(task: Task) -> list[Delivery]:
    """Every hand-in with its answer, newest first (1 query)."""
    return list(
        task.deliveries.select_related("by__person", "answered_by__person", "file").order_by("-at")
    )


def states_of(task: Task) -> list[tuple[str, datetime, Member | None]]:
    """Each state with when it began and who brought it about, from the audit trail (I-29; 1 query)."""
    events = (
        AuditEvent.objects.filter(brand=task.brand_id, kind="task", object_id=task.pk)
        .select_related("by__person")
        .order_by("at", "pk")
    )
    return [(e.to_state, e.at, e.by) for e in events if e.to_state and e.to_state != e.from_state]


def raci_of(task: Task) -> list[tuple[str, list[str]]]:
    """The RACI letters with the names of the roles behind them."""
    letters = []
    for letter in "RACI":
        roles = task.raci.get(letter, [])
        letters.append((letter, [roles] if isinstance(roles, str) else list(roles)))
    return letters
