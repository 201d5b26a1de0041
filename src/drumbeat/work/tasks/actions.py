"""What people do with tasks. Every function raises NotAllowed, WrongState or Refused."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed, Problem, Refused, WrongState
from drumbeat.people.models import Member
from drumbeat.people.notices.actions import notify
from drumbeat.thread.registry import resolve
from drumbeat.work.files.models import StoredFile
from drumbeat.work.handoffs.batons import pass_on
from drumbeat.work.tasks.flow import not_before, release, unblock, unmet
from drumbeat.work.tasks.models import Delivery, Dependency, Task
from drumbeat.work.tasks.states import CLOSED, TASK


@transaction.atomic
def create_task(task: Task, *, by: Member) -> Task:
    """Put a single task on the table: owner, due date, deliverable and acceptance rule are set."""
    by.must("task.create")
    task.baseline_due_at = task.due_at
    with recorded(by, "created", task):
        task.save()
    if task.owner != by:
        tell(task.owner, "assigned", gettext_lazy("A task for you: {task}"), task)
    return task


@transaction.atomic
def start(task: Task, *, by: Member) -> Task:
    """The owner begins. Not before what the task waits for is done and its lag is over (I-14)."""
    _must_be_free(task)
    TASK.take(task, "start", by, started_at=task.started_at or timezone.now())
    release(task)
    return task


def _must_be_free(task):
    waits = unmet(task)
    if waits:
        names = ", ".join(str(each.needs) for each in waits)
        raise Refused(
            _("This waits for %(tasks)s. The lead can waive that, with a reason.")
            % {"tasks": names}
        )
    moment = not_before(task)
    if moment and timezone.now() < moment:
        when = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
        raise Refused(
            _("This may start on %(when)s: the playbook leaves time in between.") % {"when": when}
        )


@transaction.atomic
def submit(task: Task, *, by: Member, ref="", file: StoredFile | None = None, note="") -> Delivery:
    """Hand the deliverable in: an object of the thread or a file of the brand."""
    if ref and ref not in resolve(task.brand, [ref]):
        raise Refused(Problem(_("This object is not there any more."), "delivered_ref"))
    task.delivered_ref, task.delivered_file, task.delivered_note = ref, file, note
    handed = {"delivered_ref": ref, "delivered_file": file, "delivered_note": note}
    with TASK.step(task, "submit", by, **handed):
        delivery = Delivery.objects.create(
            brand=task.brand, owner=by, by=by, task=task, ref=ref, file=file, note=note
        )
    if task.accountable != by:
        tell(task.accountable, "to accept", gettext_lazy("Waits for your acceptance: {task}"), task)
    release(task)
    return delivery


@transaction.atomic
def accept(task: Task, *, by: Member, alone=False) -> Task:
    """The accountable member accepts what somebody else handed in (four eyes).

    alone: accept one's own work because nobody else can; it shows on the record. Sets free what
    waited, and offers the baton to other modules.
    """
    delivery = _open_delivery(task)
    is_single = _check_eyes(task, delivery, by, alone)
    now = timezone.now()
    with TASK.step(task, "accept", by, finished_at=now):
        _answer(delivery, by, now, is_accepted=True, is_single_person=is_single)
    release(task)
    pass_on(task, by)
    return task


@transaction.atomic
def return_(task: Task, *, by: Member, reason: str) -> Task:
    """The accountable member sends it back, saying why."""
    delivery = _open_delivery(task)
    _must_be_accountable(task, by)
    with TASK.step(task, "return", by, reason=reason):
        _answer(delivery, by, timezone.now(), is_accepted=False, reason=reason)
    tell(task.owner, "returned", gettext_lazy("Came back to you: {task}"), task, is_urgent=True)
    return task


def _open_delivery(task):
    delivery = task.deliveries.filter(answered_at=None).last()
    if delivery is None:
        raise WrongState(_("Nothing was handed in yet."))
    return delivery


def _answer(delivery, by, now, **fields):
    for name, value in {"answered_by": by, "answered_at": now, **fields}.items():
        setattr(delivery, name, value)
    delivery.save()


def may_answer(task: Task, by: Member) -> bool:
    return by.pk == task.accountable_id or by.may("task.approve", task)


def _must_be_accountable(task, by):
    if not may_answer(task, by):
        raise NotAllowed(
            _("%(name)s is accountable for this and answers it.") % {"name": task.accountable}
        )


def _check_eyes(task, delivery, by, alone) -> bool:
    """True for an acceptance by the one who handed in; only where nobody else could."""
    _must_be_accountable(task, by)
    if delivery.by_id != by.pk:
        return False
    if somebody_else_accepts(task, by):
        raise NotAllowed(_("You handed this in; a second person accepts it."))
    if not alone:
        raise Refused(
            Problem(
                _("You handed this in yourself. Confirm that nobody else can accept it."), "alone"
            )
        )
    return True


def somebody_else_accepts(task: Task, by: Member) -> bool:
    """Is there an active member other than `by` who may accept this?"""
    others = Member.objects.filter(brand=task.brand).exclude(pk=by.pk)
    return (
        others.active().filter(pk=task.accountable_id).exists() or others.in_role("lead").exists()
    )


@transaction.atomic
def waive(task: Task, *, by: Member, reason: str) -> Task:
    """The lead decides to do without; the reason stays on the record, dependants go on."""
    TASK.take(task, "waive", by, reason=reason)
    release(task)
    return task


@transaction.atomic
def waive_dependency(dependency: Dependency, *, by: Member, reason: str) -> Dependency:
    """Let the task start without waiting for another one. Stays red on the retrospective (I-14)."""
    task = dependency.task
    by.must("task.approve", task)
    if not reason.strip():
        raise Refused(Problem(_("Say why: the reason goes on the record."), "reason"))
    if dependency.waived_at or dependency.needs.state in CLOSED or not task.is_open:
        raise WrongState(_("There is nothing to waive here any more."))
    dependency.waived_by, dependency.waived_at = by, timezone.now()
    dependency.waived_because = reason
    named = f"{dependency.needs}: {reason}"[:500]
    with recorded(by, "waived a dependency", task, reason=named):
        dependency.save()
    unblock(task)
    return dependency


@transaction.atomic
def reassign(task: Task, *, by: Member, owner: Member, accountable: Member | None = None) -> Task:
    """Give the task another owner, and another acceptor where one is named."""
    by.must("task.edit", task)
    if not task.is_open:
        raise WrongState(_("This is done; it stays with who did it."))
    for member, field in ((owner, "owner"), (accountable or task.accountable, "accountable")):
        if member.brand_id != task.brand_id or member.left_at:
            raise Refused(Problem(_("%(name)s does not work here.") % {"name": member}, field))
    is_new = task.owner_id != owner.pk
    with recorded(by, "reassigned", task):
        task.owner, task.accountable = owner, accountable or task.accountable
        task.row_version += 1
        task.save(update_fields=["owner", "accountable", "row_version", "updated_at"])
    if is_new and owner != by:
        tell(owner, "assigned", gettext_lazy("A task for you: {task}"), task)
    return task


def tell(member: Member, kind: str, words, task: Task, *, is_urgent=False) -> None:
    notify(
        member,
        kind,
        format_lazy(words, task=task),
        url=task.get_absolute_url(),
        is_urgent=is_urgent,
    )
