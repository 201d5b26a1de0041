from datetime import date, timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.errors import Refused
from drumbeat.ui.gantt import Task, gantt
from drumbeat.work.playbooks import actions, queries
from drumbeat.work.playbooks.document import changes, schedule_of
from drumbeat.work.playbooks.editions import edition_for, take_in
from drumbeat.work.playbooks.forms import VersionForm
from drumbeat.work.playbooks.models import Playbook
from drumbeat.work.runs.models import Run


@door("playbook.view")
def playbooks(request):
    return render(request, "work/playbooks/list.html", {"shelf": queries.shelf(request.brand)})


@door("playbook.create", methods=["POST"])
def installation(request):
    installed = actions.install_playbooks(request.brand, request.member)
    messages.success(request, _("%(count)d playbooks installed.") % {"count": len(installed)})
    return redirect("work:playbooks")


@door("playbook.view", Playbook)
def playbook(request, playbook):
    versions = list(playbook.versions.select_related("owner__person"))
    asked = request.GET.get("version", "")
    version = next((v for v in versions if str(v.number) == asked), versions[0])
    return render(
        request,
        "work/playbooks/detail.html",
        {
            "playbook": playbook,
            "version": version,
            "versions": versions,
            "newest": versions[0],
            "edition": edition_for(playbook, versions),
            "phases": queries.phases(version.body),
            "schedule": schedule_of(version.body),
            "chart": _chart(version.body),
            "runs": Run.objects.filter(version__playbook=playbook).select_related("version")[:10],
        },
    )


def _chart(body):
    """The network without a calendar: a column is one day, or one hour of a crisis."""
    zero = timezone.localdate()
    rows = [row for phase in queries.phases(body) for row in phase.rows]
    ends = range(0, int(max(row.finish for row in rows)) + 1, 5)
    ticks = [(zero + timedelta(days=n), str(n)) for n in ends]
    ordered = sorted(rows, key=lambda row: (row.start, row.finish))
    return gantt([_bar(row, zero) for row in ordered], tick_labels=ticks)


def _bar(row: queries.Row, zero: date) -> Task:
    first = zero + timedelta(days=int(row.start))
    last = zero + timedelta(days=max(int(row.start), int(-(-row.finish // 1)) - 1))
    return Task(
        row.key,
        f"{row.key} {row.title}",
        first,
        last,
        module=row.module,
        after=[d.split("+")[0].split("-")[0] for d in row.body["depends_on"]],
        critical=row.is_critical,
        gate=row.body["type"] != "task",
        state="open",
        float_days=int(row.slack),
    )


@door("playbook.edit", Playbook, methods=["GET", "POST"])
def edit(request, playbook):
    """Edit the rows of the newest version; saving publishes the next one."""
    latest = playbook.versions.first()
    form = VersionForm(request.POST or None, body=latest.body)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.publish_version(
                playbook, form.document(), by=request.member, note=form.cleaned_data["note"]
            )
        except Refused as refusal:
            for problem in refusal.problems:
                form.place(problem)
        else:
            messages.success(
                request, _("Version %(number)d is published.") % {"number": made.number}
            )
            return redirect(playbook.get_absolute_url())
    return render(
        request,
        "work/playbooks/edit.html",
        {"playbook": playbook, "latest": latest, "form": form},
        status=422 if request.method == "POST" else 200,
    )


@door("playbook.view", Playbook)
def comparison(request, playbook):
    """What one version says otherwise than another: by default the newest than the one before."""
    versions = list(playbook.versions.all())
    by_number = {str(version.number): version for version in versions}
    after = by_number.get(request.GET.get("after"), versions[0])
    before = by_number.get(request.GET.get("before"), versions[min(1, len(versions) - 1)])
    return render(
        request,
        "work/playbooks/comparison.html",
        {
            "playbook": playbook,
            "versions": versions,
            "before": before,
            "after": after,
            "changes": changes(before.body, after.body),
        },
    )


@door("playbook.edit", Playbook, methods=["GET", "POST"])
def edition(request, playbook):
    """The product's newer edition against the brand's newest version, and taking it in."""
    versions = list(playbook.versions.all())
    body = edition_for(playbook, versions)
    if body is None:
        messages.info(request, _("This playbook is as new as the product's."))
        return redirect(playbook.get_absolute_url())
    if request.method == "POST":
        made = take_in(playbook, body, by=request.member, note=_("The product's newer edition"))
        messages.success(request, _("Version %(number)d is published.") % {"number": made.number})
        return redirect(playbook.get_absolute_url())
    context = {
        "playbook": playbook,
        "latest": versions[0],
        "is_edited": len(versions) > 1,
        "changes": changes(versions[0].body, body),
    }
    return render(request, "work/playbooks/edition.html", context)
