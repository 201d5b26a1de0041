"""Deciding a gate: pass, conditional pass, fail (domain.md §4, I-13)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed, Problem, Refused
from drumbeat.people.models import Member
from drumbeat.work.gates.models import GateDecision
from drumbeat.work.handoffs.batons import pass_on
from drumbeat.work.tasks.actions import tell
from drumbeat.work.tasks.flow import block_again, decides, release, unmet
from drumbeat.work.tasks.models import Dependency, Task
from drumbeat.work.tasks.states import TASK


@dataclass(frozen=True)
class Condition:
    """What still has to happen after a conditional pass: it becomes a task."""

    text: str
    owner: Member
    due_at: datetime


@transaction.atomic
def decide(
    gate: Task,
    *,
    by: Member,
    decision: str,
    reason: str,
    conditions: list[Condition] = (),
    may_start: list[Task] = (),
) -> GateDecision:
    """Decide an open gate, or decide it anew: the earlier decision stands, superseded.

    pass: successors go on. conditional: each condition becomes a task; only `may_start` go on,
    the others wait for the conditions. fail: successors stay blocked.
    Raises NotAllowed, WrongState, Refused.
    """
    must_decide(gate, by)
    # Of two who decide at once, the second supersedes what the first decided.
    gate.state = Task.objects.select_for_update().get(pk=gate.pk).state
    _check(gate, decision, reason, conditions)
    verb = "fail" if decision == "fail" else "pass"
    # A pass that replaces a pass takes the gate through no new step; its record is the new one.
    with _taken(gate, verb, by, reason):
        _lift_conditions(gate)
        tasks = [
            _condition_task(gate, number, each, by)
            for number, each in enumerate(conditions, 1 + _conditions_so_far(gate))
        ]
        record = GateDecision.objects.create(
            brand=gate.brand,
            owner=by,
            gate=gate,
            by=by,
            decision=decision,
            reason=reason,
            conditions=[_stored(each, task) for each, task in zip(conditions, tasks, strict=True)],
            snapshot=snapshot(gate),
            supersedes=latest_decision(gate),
        )
        if decision == "conditional":
            _hold(gate, tasks, may_start)
    if decision == "fail":
        block_again(gate)
        tell(
            gate.owner,
            "gate failed",
            gettext_lazy("The gate was not passed: {task}"),
            gate,
            is_urgent=True,
        )
    else:
        release(gate)
        pass_on(gate, by)
    return record


def _taken(gate, verb, by, reason):
    if verb == "pass" and gate.state == "accepted":
        return recorded(by, "decided again", gate, reason=reason[:500])
    finished = None if verb == "fail" else timezone.now()
    return TASK.step(gate, verb, by, reason=reason[:500], finished_at=finished)


def may_decide(gate: Task, by: Member) -> bool:
    """The matrix lets the member decide gates, and this gate is of the member's role, or theirs
    who lead."""
    return by.may("gate_decision.approve", gate) and bool({decides(gate), "lead"} & by.roles)


def must_decide(gate: Task, by: Member) -> None:
    if not may_decide(gate, by):
        raise NotAllowed(_("This gate is decided by another role."))


def latest_decision(gate: Task) -> GateDecision | None:
    """The decision that stands: the one no other supersedes (one query)."""
    return gate.decisions.filter(superseded_by=None).select_related("by__person").first()


def _check(gate, decision, reason, conditions):
    problems = []
    if decision not in dict(GateDecision.DECISIONS):
        problems.append(Problem(_("Choose pass, conditional pass or fail."), "decision"))
    if not reason.strip():
        problems.append(Problem(_("Say why: the reason goes on the record."), "reason"))
    if decision == "conditional" and not conditions:
        problems.append(Problem(_("A conditional pass needs a condition."), "conditions"))
    if decision != "conditional" and conditions:
        problems.append(Problem(_("Only a conditional pass has conditions."), "conditions"))
    if gate.state == "blocked" and unmet(gate):
        names = ", ".join(str(each.needs) for each in unmet(gate))
        problems.append(
            Problem(_("The gate is closed: it waits for %(tasks)s.") % {"tasks": names})
        )
    if problems:
        raise Refused(*problems)


def snapshot(gate: Task) -> dict:
    """The checklist as it stands now: rule, and each thing the gate waits for."""
    needed = gate.dependencies.select_related("needs__accountable__person", "needs__owner__person")
    return {
        "pass_if_en": gate.gate_rule.get("pass_if_en", gate.acceptance_en),
        "pass_if_zh": gate.gate_rule.get("pass_if_zh", gate.acceptance_zh),
        "items": [
            {
                "key": each.needs.key,
                "title_en": each.needs.title_en,
                "title_zh": each.needs.title_zh,
                "state": each.needs.state,
                "owner": each.needs.owner.name,
                "delivered": each.needs.delivered_ref,
                "acceptance_en": each.needs.acceptance_en,
                "acceptance_zh": each.needs.acceptance_zh,
                "finished_at": each.needs.finished_at and each.needs.finished_at.isoformat(),
                "waived_because": each.waived_because,
            }
            for each in needed
        ],
    }


def _conditions_so_far(gate):
    return sum(len(each.conditions) for each in gate.decisions.all())


def _condition_task(gate, number, condition, by):
    now = timezone.now()
    task = Task(
        brand=gate.brand,
        owner=condition.owner,
        accountable=by,
        run=gate.run,
        key=f"{gate.key}-{number}" if gate.run_id else "",
        phase=gate.phase,
        module=condition.owner.module,
        role=gate.role,
        subject=gate.subject,
        title_en=condition.text[:160],
        start_at=min(now, condition.due_at),
        due_at=condition.due_at,
        baseline_due_at=condition.due_at,
        deliverable_en=condition.text,
        acceptance_en=condition.text,
        is_critical=gate.is_critical,
    )
    with recorded(by, "created", task):
        task.save()
    tell(condition.owner, "assigned", gettext_lazy("A gate's condition is yours: {task}"), task)
    return task


def _stored(condition, task):
    return {
        "text": condition.text,
        "owner": condition.owner.name,
        "due_at": condition.due_at.isoformat(),
        "task": task.pk,
    }


def _hold(gate, tasks, may_start):
    """Successors that were not named wait for the conditions like for any other task."""
    named = {task.pk for task in may_start}
    waiting = Task.objects.filter(dependencies__needs=gate).exclude(pk__in=named)
    Dependency.objects.bulk_create(
        Dependency(task=successor, needs=condition) for successor in waiting for condition in tasks
    )


def _lift_conditions(gate):
    """A new decision brings its own conditions; nothing waits for the former ones any more."""
    former = [stored["task"] for each in gate.decisions.all() for stored in each.conditions]
    successors = Task.objects.filter(dependencies__needs=gate)
    Dependency.objects.filter(needs__in=former, task__in=successors).delete()
