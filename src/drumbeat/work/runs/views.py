from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import attempt
from drumbeat.people.errors import Refused
from drumbeat.ui.tables import KINDS, table_file
from drumbeat.work.beat import beat_of_run
from drumbeat.work.playbooks.document import changes, left_out
from drumbeat.work.playbooks.models import PlaybookVersion
from drumbeat.work.runs import charts, queries
from drumbeat.work.runs.actions import planned_or_refused, replanned, shift_anchor, start_run
from drumbeat.work.runs.forms import RunForm, ShiftForm, asked_for
from drumbeat.work.runs.models import Run
from drumbeat.work.runs.plan import calendar_for
from drumbeat.work.tasks.board import columns
from drumbeat.work.tasks.exports import task_sheet

A_PAGE = 50


@door("run.view")
def runs(request):
    page = Paginator(queries.runs_of(request.brand), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "runs": queries.in_full(page.object_list)}
    return render(request, "work/runs/list.html", context)


@door("run.view", Run)
def run(request, run):
    tasks = _tasks(request, run)
    if request.GET.get("as") in KINDS:
        return table_file(request.GET["as"], str(run), *task_sheet(tasks))
    exports = [{"label": kind.upper(), "url": f"?as={kind}"} for kind in KINDS]
    return _page(
        request,
        run,
        tasks,
        "work/runs/detail.html",
        view="run",
        exports=exports,
        line=_line(run, tasks),
    )


@door("run.view", Run)
def board(request, run):
    tasks = _tasks(request, run)
    return _page(
        request,
        run,
        tasks,
        "work/runs/board.html",
        view="run_board",
        columns=columns(tasks, request.member),
    )


@door("run.view", Run)
def gantt(request, run):
    tasks = _tasks(request, run)
    chart = charts.run_chart(
        run, tasks, queries.links_of(run), queries.conditional_gates(run), timezone.now()
    )
    return _page(request, run, tasks, "work/runs/gantt.html", view="run_gantt", chart=chart)


def _tasks(request, run):
    """The run's tasks; the run itself gets what every view of it shows."""
    run.brand = request.brand
    run.version = queries.pinned_version(run)
    return queries.run_tasks(run)


def _line(run, tasks):
    now = timezone.now()
    return None if run.calendar == "24x7" else beat_of_run(run, tasks, now).line(now)


def _page(request, run, tasks, template, **context):
    return render(
        request,
        template,
        {
            "run": run,
            "tasks": tasks,
            "progress": queries.progress(run, tasks, timezone.now()),
            "plan": queries.plan_of(run),
            "left_out": left_out(run.version.body, run.parameters),
            **context,
        },
    )


@door("run.create", PlaybookVersion, methods=["GET", "POST"], own_check=False)
def new(request, version):
    """The form of a run with its schedule under it; nothing is written before “start”."""
    form = RunForm(
        request.POST or None,
        member=request.member,
        body=version.body,
        initial=asked_for(version.body, request.GET),
    )
    if request.method == "POST" and form.is_valid() and "start" in request.POST:
        started = attempt(form, lambda: start_run(version, by=request.member, **form.chosen()))
        if started:
            messages.success(request, _("Started. Everybody with a task has been told."))
            return redirect(started.get_absolute_url())
    plan, chart, without = _preview(request, version, form)
    refused = request.method == "POST" and not (form.is_valid() and plan)
    return render(
        request,
        "work/runs/new.html",
        {
            "version": version,
            "form": form,
            "parts": form.parts(),
            "plan": plan,
            "chart": chart,
            "left_out": without,
            "is_past": plan and plan.starts_at.date() < timezone.localdate(),
        },
        status=422 if refused else 200,
    )


def _preview(request, version, form):
    """(plan, chart, what is left out) of the run as it stands in the form."""
    if form.is_bound and not form.is_valid():
        return None, None, []
    if form.is_bound:
        anchor, parameters = form.anchor_at, form.chosen()["parameters"]
    else:
        anchor, parameters = form.first_look()
    calendar = calendar_for(version.body, request.brand)
    try:
        plan = planned_or_refused(version.body, parameters, anchor, calendar, request.brand)
    except Refused as refusal:
        if form.is_bound:
            form.add_error("anchor", str(refusal))
        return None, None, []
    chart = charts.plan_chart(plan, calendar, anchor, timezone.now())
    return plan, chart, left_out(version.body, parameters)


@door("run.edit", Run, methods=["GET", "POST"])
def anchor(request, run):
    """Move the anchor: first the difference is shown, then it is applied."""
    now = timezone.localtime(run.anchor_at)
    form = ShiftForm(
        request.POST or None,
        body=run.version.body,
        brand=request.brand,
        initial={"anchor": now if run.calendar == "24x7" else now.date()},
    )
    moves = None
    if form.is_valid():
        if "apply" in request.POST:
            count = attempt(
                form,
                lambda: shift_anchor(
                    run, form.anchor_at, by=request.member, reason=form.cleaned_data["reason"]
                ),
            )
            if count:
                messages.success(request, _("%(count)d tasks have new dates.") % {"count": count})
                return redirect(run.get_absolute_url())
        else:
            moves = attempt(form, lambda: queries.moves(run, replanned(run, form.anchor_at)))
    status = 422 if request.method == "POST" and form.errors else 200
    return render(
        request, "work/runs/anchor.html", {"run": run, "form": form, "moves": moves}, status=status
    )


@door("run.view", Run)
def upgrade(request, run):
    """What the playbook's newest version would do otherwise; the run stays pinned to its own."""
    newer = queries.newer_version(run)
    return render(
        request,
        "work/runs/upgrade.html",
        {
            "run": run,
            "newer": newer,
            "changes": changes(run.version.body, newer.body) if newer else [],
        },
    )
