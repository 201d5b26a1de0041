from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.paths import actions, queries
from drumbeat.content.paths.drawing import maps, planned
from drumbeat.content.paths.exports import paths_file, steps_file
from drumbeat.content.paths.forms import PathForm, StepForm
from drumbeat.content.paths.links import check
from drumbeat.content.paths.models import GuidancePath, PathStep
from drumbeat.content.paths.readiness import gaps, problems
from drumbeat.knowledge.fragments import fragment
from drumbeat.people.access import door, visible
from drumbeat.people.desk import edit_page
from drumbeat.strategy.archiving import archive
from drumbeat.strategy.models import Campaign
from drumbeat.ui.tables import table_links


@door("brief.view")
def paths(request):
    context = {
        "paths": list(queries.paths(request.brand)),
        "exports": table_links("content:paths_table"),
    }
    return render(request, "content/paths/list.html", context)


@door("brief.view")
def paths_table(request, kind):
    return paths_file(kind, queries.paths(request.brand))


@door("brief.view", GuidancePath)
def path(request, path):
    steps = queries.steps_of(path)
    line = queries.line_of(steps)
    last = line[-1] if line else None
    context = {
        "path": path,
        "steps": [(step, gaps(step, is_last=step is last)) for step in steps],
        "maps": maps(steps, planned(steps)),
        "problems": list(problems(path)) if path.state == "draft" else [],
        "versions": queries.versions_of(path),
        "has_successor": path.successors.current().exists(),
        "measured_url": fragment(f"insight/guidance/{path.pk}/"),
        "exports": table_links("content:path_table", path.pk),
    }
    return render(request, "content/paths/detail.html", context)


@door("brief.view", GuidancePath)
def path_table(request, path, kind):
    return steps_file(kind, path, queries.steps_of(path))


@door("brief.create", methods=["GET", "POST"])
def new_path(request):
    asked = request.GET.get("campaign")
    campaign = visible(request, Campaign, asked) if asked else None
    blank = GuidancePath(brand=request.brand, owner=request.member, campaign=campaign)
    return _path_form(request, blank, "created", _("New guidance path"))


@door("brief.edit", GuidancePath, methods=["GET", "POST"])
def edit_path(request, path):
    actions.must_be_draft(path)
    return _path_form(request, path, "edited", _("Edit: %(name)s") % {"name": path}, back=path)


def _path_form(request, path, verb, title, back=None):
    form = PathForm(request.POST or None, instance=path, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="ui/form.html",
        title=title,
        back=back,
    )


@door("brief.archive", GuidancePath, methods=["POST"])
def archiving(request, path):
    archive(path, "brief.archive", by=request.member)
    messages.success(request, _("Archived. Its campaign does not show it any more."))
    return redirect("content:paths")


@door("brief.create", GuidancePath, methods=["POST"])
def new_version(request, path):
    return redirect(actions.new_version(path, by=request.member))


@door("brief.edit", GuidancePath, methods=["GET", "POST"])
def new_step(request, path):
    actions.must_be_draft(path)
    blank = PathStep(brand=request.brand, owner=request.member, path=path)
    form = StepForm(request.POST or None, instance=blank, member=request.member)

    def save():
        return actions.add_step(form.save(commit=False), by=request.member)

    return _step_form(request, form, save, path, _("New step"))


@door("brief.edit", PathStep, methods=["GET", "POST"])
def edit_step(request, step):
    actions.must_be_draft(step.path)
    form = StepForm(request.POST or None, instance=step, member=request.member)
    title = _("Edit: %(name)s") % {"name": step}
    return _step_form(
        request, form, lambda: form.save_recorded(request.member, "edited"), step.path, title
    )


def _step_form(request, form, save, path, title):
    return edit_page(
        request,
        form,
        save,
        template="content/paths/step.html",
        title=title,
        back=path,
        seen_url=fragment("insight/guidance/seen/"),
    )


@door("brief.edit", PathStep, methods=["POST"])
def step_place(request, step):
    """Another place: `to` counts from 0."""
    to = request.POST.get("to", "")
    if to.isdigit():
        actions.move(step, by=request.member, to=int(to[:4]))
    return redirect(step)


@door("brief.edit", PathStep, methods=["POST"])
def step_check(request, step):
    """Ask its address now."""
    if step.url and not check(step, timezone.now()):
        messages.error(request, step.problem_in_words)
    return redirect(step)


@door("brief.edit", PathStep, methods=["POST"])
def step_end(request, step):
    actions.remove(step, by=request.member)
    undo = reverse("content:path_step_back", args=[step.pk])
    messages.success(request, _("“%s” is taken out.") % step, extra_tags=f"undo={undo}")
    return redirect(step.path)


@door("brief.edit", PathStep, methods=["POST"])
def step_back(request, step):
    actions.put_back(step, by=request.member)
    return redirect(step)
