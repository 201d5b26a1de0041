from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.people.steps import ReasonForm
from drumbeat.strategy.limits.pages import budget_releases
from drumbeat.strategy.plans import actions, amendments, pages, queries
from drumbeat.strategy.plans.forms import ApprovalForm, PlanForm
from drumbeat.strategy.plans.models import Plan
from drumbeat.ui.tables import table_links


@door("plan.view")
def plans(request):
    return render(request, "strategy/plans/list.html", pages.plan_list(request.brand))


@door("plan.view", Plan)
def plan(request, plan):
    context = pages.plan_page(plan)
    if request.member.may("budget_release.view"):
        context["releases"] = budget_releases(plan, request.member)
        context["release_exports"] = table_links("strategy:releases_table", plan.pk)
    return render(request, "strategy/plans/detail.html", context)


@door("plan.view", Plan)
def baseline(request, plan):
    return render(request, "strategy/plans/baseline.html", pages.baseline_page(plan))


@door("plan.create", methods=["GET", "POST"])
def new(request):
    blank = Plan(brand=request.brand, owner=request.member, currency=request.brand.currency)
    initial = {name: request.GET.get(name) for name in ("goal", "under")}
    form = PlanForm(request.POST or None, instance=blank, member=request.member, initial=initial)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="strategy/form.html",
        title=_("New plan"),
    )


@door("plan.edit", Plan, methods=["GET", "POST"])
def edit(request, plan):
    actions.must_be_draft(plan)
    form = PlanForm(request.POST or None, instance=plan, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="strategy/form.html",
        title=_("Edit plan"),
        back=plan,
    )


@door("plan.approve", Plan, methods=["GET", "POST"])
def approval(request, plan):
    # The page's button posts no field at all, so the body may be empty.
    form = ApprovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        decided = attempt(
            form, lambda: actions.approve(plan, by=request.member, **form.cleaned_data)
        )
        if decided:
            messages.success(request, _("Approved. The baseline is frozen."))
            return redirect(plan.get_absolute_url())
    return render(
        request,
        "ui/form.html",
        status=422 if form.errors else 200,
        context={
            "form": form,
            "title": _("Approve the plan"),
            "back": plan,
            "submit": _("Approve"),
        },
    )


@door("plan.edit", Plan, methods=["GET", "POST"])
def amendment(request, plan):
    form = ReasonForm(request.POST or None)
    return edit_page(
        request,
        form,
        lambda: amendments.amend(plan, by=request.member, reason=form.cleaned_data["reason"]),
        template="ui/form.html",
        title=_("Amend the plan"),
        back=plan,
        submit=_("Write the next version"),
    )


@door("plan.archive", Plan, methods=["POST"])
def archive(request, plan):
    actions.archive(plan, by=request.member)
    messages.success(request, _("Archived."))
    return redirect("strategy:plans")


@door("learning.view")
def answers(request, id):
    """How plans answered one learning: a fragment for the learning's page."""
    return render(
        request,
        "strategy/plans/_answers_given.html",
        {"answers": queries.answers_to(request.brand, id)},
    )
