from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy.horizons.forms import YearForm
from drumbeat.strategy.horizons.models import PlanYear
from drumbeat.strategy.horizons.queries import YEARS, days_of_year
from drumbeat.strategy.plans import actions
from drumbeat.strategy.plans.models import Plan
from drumbeat.ui.templatetags.format import daterange

KINDS = (gettext_noop("plan year"),)


@door("plan.edit", Plan, methods=["GET", "POST"])
def edit_year(request, plan, number):
    """One of the years of a draft of a three-year plan."""
    actions.must_be_draft(plan)
    if not plan.looks_ahead or number not in YEARS:
        raise Http404
    year = plan.years.filter(number=number).first()
    verb = "edited" if year else "created"
    year = year or PlanYear(brand=plan.brand, owner=request.member, plan=plan, number=number)
    form = YearForm(request.POST or None, instance=year, member=request.member)

    def save():
        with actions.changed(plan, request.member, "edited"):
            return form.save_recorded(request.member, verb)

    return edit_page(
        request,
        form,
        save,
        template="strategy/form.html",
        title=_("Year %(number)d: %(days)s")
        % {"number": number, "days": daterange(*days_of_year(plan, number))},
        back=plan,
    )
