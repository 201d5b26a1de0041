"""Plan and actual beside each other: the page, and its tables as files."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.outlook.exports import EFFECT_NAMES, by_effect, by_line_and_month
from drumbeat.channels.outlook.outlook import grain_for, outlook, periods
from drumbeat.channels.outlook.picture import picture
from drumbeat.people.access import door
from drumbeat.strategy.forecasts.queries import amounts_of, versions
from drumbeat.strategy.models import Plan
from drumbeat.strategy.plans.queries import last_approval
from drumbeat.ui.tables import table_file, table_links

VERSIONS_SHOWN = 10


@door("spend.view", Plan)
def outlook_page(request, plan):
    if plan.state == "superseded" or last_approval(plan) is None:
        later = plan.amendments.exclude(state__in=("draft", "in_review")).first()
        context = {"plan": plan, "later": later}
        return render(request, "channels/outlook/none.html", context)
    found = outlook(plan, timezone.localdate())
    chosen = next((row for row in found.rows if row.key == request.GET.get("line")), None)
    grain = grain_for(found.months, request.GET.get("by", ""))
    shown = periods([chosen] if chosen else found.rows, grain)
    lines = [row.line for row in found.rows if row.line]
    page = Paginator(versions(lines), VERSIONS_SHOWN).get_page(request.GET.get("page"))
    said = amounts_of(page.object_list)
    return render(
        request,
        "channels/outlook/page.html",
        {
            "plan": plan,
            "found": found,
            "exchange": found.exchange,
            "chosen": chosen,
            "grain": grain,
            "periods": shown,
            "total": chosen.total if chosen else found.total,
            "picture": picture(shown),
            "tabs": _tabs(plan, grain, chosen),
            "effects": [(name, getattr(found.effects, key)) for key, name in EFFECT_NAMES.items()],
            "versions": [(one, said[one.pk]) for one in page.object_list],
            "page": page,
            "spendable": plan.state in ("approved", "active"),
            "exports": table_links("channels:outlook_table", plan.pk),
            "effect_exports": table_links("channels:variance_table", plan.pk),
        },
    )


def _tabs(plan, grain, chosen):
    kept = f"&line={chosen.key}" if chosen else ""
    here = reverse("channels:outlook", args=[plan.pk])
    return [
        {"label": label, "url": f"{here}?by={key}{kept}#periods", "current": key == grain}
        for key, label in (("month", _("By month")), ("quarter", _("By quarter")))
    ]


@door("spend.view", Plan)
def outlook_table(request, plan, kind):
    columns, rows = by_line_and_month(outlook(plan, timezone.localdate()))
    return table_file(kind, _("Plan and actual"), columns, rows)


@door("spend.view", Plan)
def variance_table(request, plan, kind):
    columns, rows = by_effect(outlook(plan, timezone.localdate()))
    return table_file(kind, _("Why it differs"), columns, rows)
