"""Views in which a plan answers learnings (I-18)."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.knowledge.learnings.models import Learning
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy.plans import actions, queries
from drumbeat.strategy.plans.forms import AnswerForm, NoneFoundForm
from drumbeat.strategy.plans.models import Plan


@door("plan.view", Plan)
def learnings(request, plan):
    asked = queries.learnings_to_answer(plan, timezone.localdate())
    return render(request, "strategy/plans/learnings.html", {"plan": plan, "asked": asked})


@door("plan.edit", Plan, methods=["GET", "POST"])
def answer(request, plan, learning):
    learning = get_object_or_404(Learning, brand=request.brand, pk=learning)
    given = plan.answers.filter(learning=learning).first()
    form = AnswerForm(request.POST or None, instance=given)

    def save():
        actions.answer(
            plan,
            learning,
            by=request.member,
            answer=form.cleaned_data["answer"],
            why=form.cleaned_data["why"],
        )
        return plan

    return edit_page(
        request,
        form,
        save,
        template="strategy/plans/answer.html",
        title=_("Answer a learning"),
        back=plan,
        learning=learning,
    )


@door("plan.edit", Plan, methods=["GET", "POST"])
def none_found(request, plan):
    form = NoneFoundForm(request.POST or None)

    def save():
        actions.none_found(plan, by=request.member, why=form.cleaned_data["why"])
        return plan

    return edit_page(
        request, form, save, template="ui/form.html", title=_("No learning found"), back=plan
    )
