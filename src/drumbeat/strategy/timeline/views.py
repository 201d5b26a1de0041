from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.knowledge.fragments import fragment
from drumbeat.people.access import door
from drumbeat.strategy.timeline.road import drawn, road
from drumbeat.ui.tables import table_file, table_links

ALL = "all"


def _asked(request) -> int | None:
    """The year asked for, this one by default; None for all of them."""
    text = request.GET.get("year", "")
    if text == ALL:
        return None
    is_year = text.isdecimal() and len(text) == 4 and text > "1900"
    return int(text) if is_year else timezone.localdate().year


@door("plan.view")
def timeline(request):
    found = road(request.brand, _asked(request))
    return render(
        request,
        "strategy/timeline/page.html",
        {
            "road": found,
            "chart": drawn(found, timezone.localdate()),
            "tabs": _tabs(found),
            "rollup_url": fragment("channels/rollup/"),
            "exports": table_links("strategy:timeline_table", query=f"year={found.year or ALL}"),
        },
    )


def _tabs(found):
    here = reverse("strategy:timeline")
    years = sorted({*found.years, *([found.year] if found.year else [])})
    tabs = [
        {"label": str(year), "url": f"{here}?year={year}", "current": year == found.year}
        for year in years
    ]
    every = {"label": _("All years"), "url": f"{here}?year={ALL}", "current": not found.year}
    return [*tabs, every]


@door("plan.view")
def timeline_table(request, kind):
    """A row an initiative, campaign or due target, by quarter."""
    columns = [
        Column("quarter", _("Quarter")),
        Column("kind", _("Kind")),
        Column("name", _("Name")),
        Column("plan", _("Initiative")),
        Column("starts_on", _("Starts"), "date"),
        Column("ends_on", _("Ends"), "date"),
        Column("owner", _("Owner")),
    ]
    if request.member.may("budget_line.view"):
        columns.append(Column("budget", _("Budget"), "money", currency_key="currency"))
    rows = [
        {
            "quarter": f"{quarter.year}Q{quarter.number}",
            "kind": stop.kind_name,
            "name": str(stop.object),
            "plan": str(stop.plan),
            "starts_on": stop.starts_on,
            "ends_on": stop.ends_on,
            "owner": str(stop.owner),
            "budget": stop.plan.budget_minor if stop.kind == "plan" else None,
            "currency": stop.plan.currency,
        }
        for quarter in road(request.brand, _asked(request)).quarters
        for stop in quarter.stops
    ]
    return table_file(kind, _("Timeline"), columns, rows)
