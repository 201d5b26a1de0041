from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.audit.trail import recorded
from drumbeat.people.desk import edit_page
from drumbeat.strategy.rates.forms import RateForm
from drumbeat.strategy.rates.models import FxRate
from drumbeat.strategy.rates.queries import pairs, rates_of
from drumbeat.ui.tables import table_file, table_links

KINDS = (gettext_noop("fx rate"),)


@door("budget_line.view")
def rates(request):
    found = rates_of(request.brand)
    context = {
        "rates": found,
        "pairs": pairs(found, timezone.localdate()),
        "exports": table_links("strategy:rates_table"),
    }
    return render(request, "strategy/rates/list.html", context)


@door("budget_line.approve", methods=["GET", "POST"])
def new(request):
    blank = FxRate(
        brand=request.brand,
        owner=request.member,
        against=request.brand.currency,
        on=timezone.localdate(),
    )
    return _page(request, blank, "created", _("New rate"))


@door("budget_line.approve", FxRate, methods=["GET", "POST"])
def edit(request, rate):
    return _page(request, rate, "edited", _("Edit rate"))


@door("budget_line.approve", FxRate, methods=["POST"])
def removal(request, rate):
    """A rate may go: what was planned by it keeps its own copy."""
    with recorded(request.member, "removed", rate):
        FxRate.objects.filter(pk=rate.pk).delete()
    messages.success(request, _("The rate is gone. What was planned by it stays as it is."))
    return redirect("strategy:rates")


def _page(request, rate, verb, title):
    form = RateForm(request.POST or None, instance=rate, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="strategy/rates/form.html",
        title=title,
    )


@door("budget_line.view")
def rates_table(request, kind):
    columns = [
        Column("currency", _("Currency")),
        Column("against", _("In")),
        Column("on", _("Valid from"), "date"),
        Column("rate", _("Rate")),
        Column("source", _("Source")),
        Column("owner", _("Who")),
    ]
    rows = [
        {
            "currency": rate.currency,
            "against": rate.against,
            "on": rate.on,
            "rate": f"{rate.rate.normalize():f}",
            "source": rate.source,
            "owner": str(rate.owner),
        }
        for rate in rates_of(request.brand)
    ]
    return table_file(kind, _("Exchange rates"), columns, rows)
