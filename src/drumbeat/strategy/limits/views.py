from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.people.matrix import ROLES, carries
from drumbeat.strategy.limits import actions
from drumbeat.strategy.limits.forms import LimitsForm, ReleaseForm
from drumbeat.strategy.limits.pages import releases_as_table
from drumbeat.strategy.limits.queries import SPENDING, limits_of
from drumbeat.strategy.plans.models import BudgetLine, Plan
from drumbeat.ui.tables import table_file, table_links


@door("budget_line.view")
def limits(request):
    context = {
        "rows": _rows(limits_of(request.brand)),
        "currency": request.brand.currency,
        "exports": table_links("strategy:limits_table"),
    }
    return render(request, "strategy/limits/list.html", context)


@door("budget_line.approve", methods=["GET", "POST"])
def edit(request):
    form = LimitsForm(
        request.POST or None, limits=limits_of(request.brand), currency=request.brand.currency
    )
    if request.method == "POST" and form.is_valid():
        actions.set_limits(form.values, by=request.member)
        messages.success(request, _("The limits hold from now on."))
        return redirect("strategy:limits")
    status = 422 if request.method == "POST" else 200
    return render(request, "strategy/limits/form.html", {"form": form}, status=status)


@door("budget_line.view")
def limits_table(request, kind):
    money = {"kind": "money", "currency": request.brand.currency}
    columns = [
        Column("role", _("Role")),
        Column("commit", _("Commits alone up to"), **money),
        Column("approve", _("Releases up to"), **money),
        Column("releases", _("Releases without a limit set")),
        Column("owner", _("Who")),
        Column("at", _("When"), "date"),
    ]
    rows = [
        {
            "role": str(row["role"]),
            "commit": row["held"] and row["held"].commit_minor,
            "approve": row["held"] and row["held"].approve_minor,
            "releases": _("any amount") if row["releases_any"] else pgettext("limit", "nothing"),
            "owner": str(row["held"].owner) if row["held"] else "",
            "at": row["held"] and row["held"].updated_at.date(),
        }
        for row in _rows(limits_of(request.brand))
    ]
    return table_file(kind, _("Limits"), columns, rows)


def _rows(found):
    return [
        {
            "role": ROLES[role],
            "held": found.by_role.get(role),
            "releases_any": carries([role], "budget_line.approve", own=False),
        }
        for role in SPENDING
    ]


@door("budget_release.view", Plan)
def releases_table(request, plan, kind):
    columns, rows = releases_as_table(plan)
    return table_file(kind, _("Above a limit: %(plan)s") % {"plan": plan}, columns, rows)


@door("budget_release.create", BudgetLine, methods=["GET", "POST"])
def new_release(request, line):
    typed = request.GET.get("amount", "")
    initial = {
        "kind": request.GET.get("kind"),
        "amount": int(typed) if typed.isdecimal() and len(typed) < 16 else None,
    }
    form = ReleaseForm(request.POST or None, line=line, initial=initial)

    def save():
        given = form.cleaned_data
        return actions.ask(
            line,
            kind=given["kind"],
            amount_minor=given["amount"],
            what_for=given["what_for"],
            by=request.member,
        )

    return edit_page(
        request,
        form,
        save,
        template="ui/form.html",
        title=_("Ask for release: %(line)s") % {"line": line},
        back=line.plan,
        submit=pgettext("release", "Ask"),
        done=_("Asked. Who may release it is told."),
    )
