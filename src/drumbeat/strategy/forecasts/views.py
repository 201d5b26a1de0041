"""Views in which one line is re-forecast. What comes of it is shown by `channels`."""

from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.people.errors import WrongState
from drumbeat.strategy.forecasts import actions, queries
from drumbeat.strategy.forecasts.forms import ReforecastForm
from drumbeat.strategy.plans.ledger import SPENDABLE
from drumbeat.strategy.plans.models import BudgetLine


@door("budget_line.edit", BudgetLine, methods=["GET", "POST"])
def reforecast_line(request, line):
    plan = line.plan
    if plan.state not in SPENDABLE:
        raise WrongState(_("Only a plan in force is re-forecast."))
    expected = queries.expected_by_month([line], plan.goal)[line.pk]
    approved = {frozen.id: frozen.by_month for frozen in queries.frozen_lines(plan)}
    form = ReforecastForm(
        request.POST or None,
        line=line,
        months=queries.months_of(line, plan.goal, expected),
        expected=expected,
        approved=approved.get(line.pk, {}),
    )

    def save():
        return actions.reforecast(
            plan,
            {line.pk: form.said},
            by=request.member,
            reason=form.cleaned_data["reason"],
            seen={line.pk: form.cleaned_data["row_version"]},
        )

    return edit_page(
        request,
        form,
        save,
        template="strategy/forecasts/form.html",
        title=_("Re-forecast %(line)s") % {"line": line},
        back=plan,
        done=_("Re-forecast. The baseline stays as approved."),
        line=line,
    )
