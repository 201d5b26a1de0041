"""Views of a plan's lines, moves and costs."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy.limits.holding import held_on_form
from drumbeat.strategy.limits.queries import limits_of
from drumbeat.strategy.plans import actions, pages, queries
from drumbeat.strategy.plans.forms import CostForm, LineForm, MoveForm
from drumbeat.strategy.plans.models import BudgetLine, Plan


@door("budget_line.create", Plan, methods=["GET", "POST"])
def new_line(request, plan):
    actions.must_be_draft(plan)
    actions.must_hold_money(plan)
    blank = BudgetLine(
        brand=request.brand, owner=request.member, plan=plan, position=plan.lines.count()
    )
    return _line_page(request, plan, blank, _("New budget line"))


@door("budget_line.edit", BudgetLine, methods=["GET", "POST"])
def edit_line(request, line):
    actions.must_be_draft(line.plan)
    return _line_page(request, line.plan, line, _("Edit budget line"))


def _line_page(request, plan, line, title):
    sum_url = f"{reverse('strategy:line_sum', args=[plan.pk])}?line={line.pk}"
    form = LineForm(request.POST or None, instance=line, member=request.member, sum_url=sum_url)
    return edit_page(
        request,
        form,
        lambda: actions.save_line(form, plan, by=request.member),
        template="strategy/plans/line_form.html",
        title=title,
        back=plan,
        plan=plan,
    )


@door("budget_line.view", Plan)
def line_sum(request, plan):
    """What the lines would add up to with the amount being typed."""
    return render(request, "strategy/plans/_line_sum.html", pages.line_sum(plan, request.GET))


@door("budget_line.edit", BudgetLine, methods=["POST"])
def line_rank(request, line):
    actions.shift_line(line, by=request.member, up=request.POST.get("way") == "up")
    return redirect(f"{line.plan.get_absolute_url()}#budget")


@door("budget_line.edit", BudgetLine, methods=["POST"])
def line_removal(request, line):
    plan = actions.remove_line(line, by=request.member)
    messages.success(request, _("The line is gone."))
    return redirect(f"{plan.get_absolute_url()}#budget")


@door("budget_move.create", Plan, methods=["GET", "POST"])
def new_move(request, plan):
    form = MoveForm(request.POST or None, plan=plan, initial={"source": request.GET.get("from")})

    def save():
        given = dict(form.cleaned_data)
        with held_on_form(form):
            actions.move(
                given.pop("source"),
                given.pop("target"),
                given.pop("amount"),
                by=request.member,
                **given,
            )
        return plan

    return edit_page(
        request,
        form,
        save,
        template="strategy/limits/money_form.html",
        title=_("Move budget"),
        back=plan,
        submit=_("Move"),
        done=_("Moved. The total stays as approved."),
    )


@door("budget_line.create", BudgetLine, methods=["GET", "POST"])
def new_cost(request, line):
    form = CostForm(
        request.POST or None,
        currency=line.currency or line.plan.currency,
        initial={"on": timezone.localdate()},
    )

    def save():
        given = dict(form.cleaned_data)
        with held_on_form(form):
            actions.book_cost(line, given.pop("amount"), by=request.member, **given)
        return line.plan

    return edit_page(
        request,
        form,
        save,
        template="strategy/limits/money_form.html",
        title=_("Book a cost on %(line)s") % {"line": line},
        back=line.plan,
        submit=_("Book it"),
        done=_("Booked."),
    )


@door("budget_line.view", BudgetLine)
def ledger(request, line):
    return render(
        request,
        "strategy/plans/ledger.html",
        {
            "line": line,
            "plan": line.plan,
            "entries": pages.ledger(line),
            "balance": queries.line_balances([line])[line.pk],
            "asks_here": limits_of(request.brand).commits(request.member) is not None,
        },
    )


@door("budget_line.view", Plan)
def budget_table(request, plan, kind):
    return pages.budget_file(kind, plan)
