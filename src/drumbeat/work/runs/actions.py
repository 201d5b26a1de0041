"""What people do with runs: start one, move its anchor, abort it."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.matrix import ROLES
from drumbeat.people.models import Member
from drumbeat.people.notices.actions import notify
from drumbeat.science.schedule import ScheduleProblem
from drumbeat.thread.registry import resolve
from drumbeat.work.playbooks.document import consulted
from drumbeat.work.playbooks.models import PlaybookVersion
from drumbeat.work.runs.models import Run
from drumbeat.work.runs.plan import PlannedTask, RunPlan, calendar_for, plan
from drumbeat.work.tasks.models import Dependency, Task
from drumbeat.work.vocabulary import module_key, role_key


def start_run(
    version: PlaybookVersion,
    *,
    by: Member,
    anchor_at: datetime,
    title_en="",
    title_zh="",
    calendar="",
    parameters: dict | None = None,
    subject="",
    owners: dict[str, Member] | None = None,
) -> Run:
    """Set a playbook version to real dates: a task for each of its steps, all owned from the start.

    anchor_at: aware moment of the anchor task; day playbooks take its day in the brand's zone.
    calendar: a key of science.calendar, by default the brand's (round the clock for hours).
    subject: ref of the object whose work this is. owners: role (as in the matrix or the playbook)
    → member; a role left out goes to who holds it, else to the lead. Raises NotAllowed, Refused.
    """
    by.must("run.create")
    brand, body = by.brand, version.body
    _must_exist(brand, subject)
    calendar = calendar or calendar_for(body, brand)
    planned = planned_or_refused(body, parameters or {}, anchor_at, calendar, brand)
    run = Run(
        brand=brand,
        owner=by,
        version=version,
        subject=subject,
        anchor_at=anchor_at,
        calendar=calendar,
        parameters=parameters or {},
        title_en=title_en or ("" if title_zh else body["title_en"]),
        title_zh=title_zh,
    )
    people = roster(brand, by, owners or {})
    with recorded(by, "started", run):
        run.save()
        tasks = {each.key: _task(run, each, people, by) for each in planned.tasks}
        Dependency.objects.bulk_create(
            Dependency(task=tasks[each.key], needs=tasks[d.id], lag=Decimal(str(d.lag)))
            for each in planned.tasks
            for d in each.depends_on
        )
        _tell_owners(run, tasks.values(), by)
    return run


def _must_exist(brand, subject):
    if subject and subject not in resolve(brand, [subject]):
        raise Refused(Problem(_("This object is not there any more."), "subject"))


def planned_or_refused(body, parameters, anchor_at, calendar, brand) -> RunPlan:
    """The plan of a run. Raises Refused on the anchor when it cannot be laid on the calendar."""
    try:
        return plan(body, parameters, anchor_at, calendar, ZoneInfo(brand.time_zone))
    except (ScheduleProblem, OverflowError) as error:
        raise Refused(Problem(str(error), "anchor")) from error


def roster(brand, by: Member, chosen: dict[str, Member]) -> dict[str, Member]:
    """Who stands for each role: as chosen, else who holds it first, else the lead, else `by`."""
    chosen = {role_key(name): member for name, member in chosen.items()}
    holders: dict[str, Member] = {}
    active = Member.objects.active().filter(brand=brand).order_by("joined_at", "pk")
    for member in active.select_related("person").prefetch_related("grants"):
        for grant in member.grants.all():
            holders.setdefault(grant.role, member)
    lead = chosen.get("lead") or holders.get("lead") or by
    return {role: chosen.get(role) or holders.get(role) or lead for role in ROLES if role != "gst"}


def _task(run: Run, planned: PlannedTask, people, by) -> Task:
    body = planned.body
    owner = people[role_key(body["role"])]
    gates = {gate["task"]: gate for gate in run.version.body["gates"]}
    task = Task(
        brand=run.brand,
        owner=owner,
        run=run,
        key=planned.key,
        kind=body["type"],
        accountable=_accountable(owner, people, role_key(body["raci"]["A"])),
        phase=body["phase"],
        module=module_key(body["module"], body["role"]),
        role=role_key(body["role"]),
        subject=run.subject,
        title_en=body["title_en"],
        title_zh=body["title_zh"],
        duration=Decimal(str(body["duration"])),
        start_at=planned.start_at,
        due_at=planned.due_at,
        baseline_due_at=planned.due_at,
        slack=Decimal(str(planned.slack)),
        is_critical=planned.is_critical,
        deliverable_en=body["deliverable"]["en"],
        deliverable_zh=body["deliverable"]["zh"],
        acceptance_en=body["acceptance_en"],
        acceptance_zh=body["acceptance_zh"],
        raci=_raci(run, planned),
        gate_rule=gates.get(planned.key, {}) if body["type"] == "gate" else {},
        state="blocked" if planned.depends_on else "ready",
    )
    with recorded(by, "created", task):
        task.save()
    return task


def _raci(run, planned):
    asked = consulted(run.version.body, run.parameters).get(planned.key, [])
    raci = planned.body["raci"]
    return {**raci, "C": list(dict.fromkeys([*raci["C"], *asked]))}


def _accountable(owner: Member, people: dict[str, Member], role: str) -> Member:
    """The A of the task; somebody else than the owner as long as there is somebody (four eyes)."""
    others = (people[role], people["lead"], people["brand"], *people.values())
    return next((member for member in others if member != owner), people[role])


def _tell_owners(run, tasks, by):
    counts: dict[Member, int] = {}
    for task in tasks:
        counts[task.owner] = counts.get(task.owner, 0) + 1
    for member, count in counts.items():
        if member != by:
            words = gettext_lazy("{run}: {count} tasks are yours.")
            notify(
                member,
                "assigned",
                format_lazy(words, run=run, count=count),
                url=run.get_absolute_url(),
            )


def replanned(run: Run, anchor_at: datetime) -> list[tuple[Task, PlannedTask]]:
    """The tasks whose dates an anchor at that moment would change, with their new dates.

    Tasks that are done keep what really happened (I-15). Raises Refused.
    """
    body = run.version.body
    planned = planned_or_refused(body, run.parameters, anchor_at, run.calendar, run.brand)
    tasks = {task.key: task for task in run.tasks.select_related("owner__person")}
    return [
        (tasks[each.key], each)
        for each in planned.tasks
        if each.key in tasks
        and tasks[each.key].is_open
        and (tasks[each.key].start_at, tasks[each.key].due_at) != (each.start_at, each.due_at)
    ]


@transaction.atomic
def shift_anchor(run: Run, anchor_at: datetime, *, by: Member, reason="") -> int:
    """Move the anchor and with it every date that is still open; returns how many tasks moved.

    Raises NotAllowed, WrongState for a run that is over, Refused.
    """
    by.must("run.edit", run)
    if run.state != "running":
        raise WrongState(_("This run is over; its dates stand."))
    moved = replanned(run, anchor_at)
    if not moved:
        raise Refused(Problem(_("No date changes with this anchor."), "anchor"))
    now = timezone.now()
    with recorded(by, "moved the anchor", run, reason=reason):
        run.anchor_at, run.row_version = anchor_at, run.row_version + 1
        run.save(update_fields=["anchor_at", "row_version", "updated_at"])
        for task, planned in moved:
            with recorded(by, "moved", task, reason=reason):
                task.start_at, task.due_at = planned.start_at, planned.due_at
                task.row_version, task.updated_at = task.row_version + 1, now
                task.save(update_fields=["start_at", "due_at", "row_version", "updated_at"])
    for member in {task.owner for task, _planned in moved} - {by}:
        words = gettext_lazy("{run}: the anchor moved and your due dates with it.")
        notify(member, "moved", format_lazy(words, run=run), url=run.get_absolute_url())
    return len(moved)
