from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.people.matrix import MODULES
from drumbeat.people.steps import ReasonForm
from drumbeat.ui.tables import KINDS, table_file
from drumbeat.work.files.actions import keep_upload
from drumbeat.work.gates.actions import latest_decision, may_decide
from drumbeat.work.tasks import actions, queries
from drumbeat.work.tasks.exports import task_sheet
from drumbeat.work.tasks.forms import (
    AloneForm,
    DeliveryForm,
    OwnerForm,
    TaskEditForm,
    TaskForm,
    team,
)
from drumbeat.work.tasks.models import Dependency, Task
from drumbeat.work.tasks.states import TASK


@door("task.view")
def mine(request):
    work = queries.my_work(request.member, timezone.now())
    return render(request, "work/tasks/mine.html", {"work": work})


@door("task.view")
def tasks(request):
    filters = queries.Filters.read(request.GET)
    found = queries.found(request.brand, filters, timezone.now())
    if request.GET.get("as") in KINDS:
        return table_file(request.GET["as"], _("Tasks"), *task_sheet(found))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    page.object_list = queries.in_full(page.object_list)
    return render(
        request,
        "work/tasks/list.html",
        {
            "page": page,
            "filters": filters,
            "states": TASK.choices,
            "modules": MODULES.items(),
            "members": team(request.member),
            "runs": queries.runs_to_choose(request.brand, filters.run),
            "query": _kept_query(request),
        },
    )


def _kept_query(request):
    kept = request.GET.copy()
    for name in ("page", "as"):
        kept.pop(name, None)
    return f"&{kept.urlencode()}" if kept else ""


@door("task.view", Task)
def task(request, task):
    decision = latest_decision(task) if task.kind == "gate" else None
    return render(
        request,
        "work/tasks/detail.html",
        {
            "task": task,
            "needs": queries.needs_of(task),
            "awaited": queries.awaited_by(task),
            "deliveries": queries.deliveries_of(task),
            "states": queries.states_of(task),
            "raci": queries.raci_of(task),
            "decision": decision,
            "former": task.decisions.exclude(superseded_by=None).select_related("by__person")
            if decision
            else [],
            "may_answer": task.state == "submitted" and actions.may_answer(task, request.member),
            "may_decide": task.kind == "gate" and may_decide(task, request.member),
        },
    )


@door("task.create", methods=["GET", "POST"])
def new(request):
    now = timezone.now()
    blank = Task(
        brand=request.brand,
        owner=request.member,
        accountable=request.member,
        module=request.member.module,
        start_at=now,
        due_at=now + timedelta(days=7),
    )
    form = TaskForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: actions.create_task(form.save(commit=False), by=request.member),
        template="ui/form.html",
        title=_("New task"),
        submit=_("Create the task"),
    )


@door("task.edit", Task, methods=["GET", "POST"])
def edit(request, task):
    form = TaskEditForm(request.POST or None, instance=task, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="ui/form.html",
        title=_("Edit task"),
        back=task,
        submit=_("Save"),
    )


@door("task.edit", Task, methods=["POST"])
def start(request, task):
    actions.start(task, by=request.member)
    return redirect(task.get_absolute_url())


@door("task.edit", Task, methods=["GET", "POST"])
def submit(request, task):
    form = DeliveryForm(
        request.POST or None,
        request.FILES or None,
        member=request.member,
        initial={"delivered_ref": task.delivered_ref},
    )

    def hand_in():
        typed = form.cleaned_data
        with transaction.atomic():
            file = keep_upload(typed["file"], by=request.member) if typed["file"] else None
            actions.submit(
                task, by=request.member, ref=typed["delivered_ref"], file=file, note=typed["note"]
            )
        return task

    return edit_page(
        request,
        form,
        hand_in,
        template="work/tasks/submit.html",
        title=_("Hand in: %(task)s") % {"task": task},
        back=task,
        task=task,
        submit=_("Hand in"),
        done=_("Handed in; it waits for acceptance."),
    )


@door("task.create", Task, methods=["GET", "POST"], own_check=False)
def acceptance(request, task):
    """POST accepts. Who would accept their own work is first asked to say that nobody else can."""
    form = AloneForm(request.POST if "alone" in request.POST or "asked" in request.POST else None)
    if request.method == "GET" or (form.is_bound and not form.is_valid()):
        return _ask_alone(request, task, form, 422 if form.is_bound else 200)
    delivery = task.deliveries.filter(answered_at=None).last()
    is_own = delivery is not None and delivery.by_id == request.member.pk
    if is_own and not form.is_bound and not actions.somebody_else_accepts(task, request.member):
        return redirect("work:task_accept", task.pk)
    actions.accept(task, by=request.member, alone=form.is_bound)
    messages.success(request, _("Accepted."))
    return redirect(task.get_absolute_url())


def _ask_alone(request, task, form, status):
    context = {
        "form": form,
        "title": _("Accept your own work?"),
        "back": task,
        "submit": _("Accept"),
    }
    return render(request, "work/tasks/alone.html", context, status=status)


@door("task.create", Task, methods=["GET", "POST"], own_check=False)
def return_(request, task):
    return _with_reason(
        request,
        task,
        _("Send back: %(task)s") % {"task": task},
        _("Send back"),
        lambda reason: actions.return_(task, by=request.member, reason=reason),
    )


@door("task.approve", Task, methods=["GET", "POST"])
def waiver(request, task):
    return _with_reason(
        request,
        task,
        _("Do without: %(task)s") % {"task": task},
        _("Waive"),
        lambda reason: actions.waive(task, by=request.member, reason=reason),
    )


@door("task.approve", Task, methods=["GET", "POST"])
def dependency_waiver(request, task, dependency):
    link = Dependency.objects.filter(task=task, pk=dependency).select_related("needs").first()
    if link is None:
        return redirect(task.get_absolute_url())
    title = _("Start without waiting for: %(task)s") % {"task": link.needs}
    return _with_reason(
        request,
        task,
        title,
        _("Waive the dependency"),
        lambda reason: actions.waive_dependency(link, by=request.member, reason=reason),
    )


def _with_reason(request, task, title, label, act):
    form = ReasonForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if form.is_valid() and attempt(form, lambda: act(form.cleaned_data["reason"])):
        messages.success(request, label)
        return redirect(task.get_absolute_url())
    context = {"form": form, "title": title, "back": task, "submit": label}
    return render(request, "ui/form.html", context, status=status)


@door("task.edit", Task, methods=["GET", "POST"])
def owner(request, task):
    people = {"owner": task.owner_id, "accountable": task.accountable_id}
    form = OwnerForm(request.POST or None, member=request.member, initial=people)
    return edit_page(
        request,
        form,
        lambda: actions.reassign(task, by=request.member, **form.cleaned_data),
        template="ui/form.html",
        title=_("Reassign: %(task)s") % {"task": task},
        back=task,
        submit=_("Reassign"),
        done=_("Reassigned."),
    )
