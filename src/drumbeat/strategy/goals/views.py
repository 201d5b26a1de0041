from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy.goals import actions, queries
from drumbeat.strategy.goals.export import goals_file
from drumbeat.strategy.goals.forms import CheckInForm, GoalForm, KeyResultForm
from drumbeat.strategy.goals.models import Goal, KeyResult
from drumbeat.ui.tables import table_links

A_PAGE = 20
"""Goals at the top of the tree on one page, each with all its parts."""


@door("goal.view")
def goals(request):
    page = Paginator(queries.top_goals(request.brand), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "tree": queries.goal_tree(request.brand, page.object_list),
        "exports": table_links("strategy:goals_table"),
    }
    return render(request, "strategy/goals/list.html", context)


@door("goal.view")
def goals_table(request, kind):
    return goals_file(kind, queries.goal_tree(request.brand))


@door("goal.view", Goal)
def goal(request, goal):
    return render(request, "strategy/goals/detail.html", queries.goal_page(goal))


@door("goal.archive", Goal, methods=["POST"])
def archive(request, goal):
    actions.archive(goal, by=request.member)
    messages.success(request, _("Archived."))
    return redirect("strategy:goals")


@door("goal.create", methods=["GET", "POST"])
def new(request):
    """`?parent=…` begins a part of that goal: a level below, in its days."""
    today = timezone.localdate()
    whole = Goal.objects.of(request.brand).current().filter(pk=request.GET.get("parent")).first()
    blank = Goal(
        brand=request.brand,
        owner=request.member,
        parent=whole,
        level=whole.level_below if whole else "company",
        starts_on=whole.starts_on if whole else today,
        ends_on=whole.ends_on if whole else today + timedelta(days=90),
    )
    form = GoalForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="strategy/form.html",
        title=_("New goal"),
        back=whole,
    )


@door("goal.edit", Goal, methods=["GET", "POST"])
def edit(request, goal):
    form = GoalForm(request.POST or None, instance=goal, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="strategy/form.html",
        title=_("Edit goal"),
        back=goal,
    )


@door("goal.edit", Goal, methods=["GET", "POST"])
def new_key_result(request, goal):
    blank = KeyResult(brand=request.brand, owner=request.member, goal=goal, due_on=goal.ends_on)
    form = KeyResultForm(
        request.POST or None,
        instance=blank,
        member=request.member,
        initial={"kpi_node": request.GET.get("part")},
    )
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="strategy/form.html",
        title=_("New key result"),
        back=goal,
    )


@door("goal.edit", KeyResult, methods=["GET", "POST"])
def edit_key_result(request, key_result):
    form = KeyResultForm(request.POST or None, instance=key_result, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="strategy/form.html",
        title=_("Edit key result"),
        back=key_result.goal,
    )


@door("check_in.edit", KeyResult, methods=["GET", "POST"])
def new_check_in(request, key_result):
    form = CheckInForm(request.POST or None)

    def save():
        actions.check_in(key_result, by=request.member, **form.cleaned_data)
        return key_result

    return edit_page(
        request,
        form,
        save,
        template="strategy/form.html",
        title=_("Check in: %(name)s") % {"name": key_result},
        back=key_result.goal,
        done=_("Checked in."),
    )
