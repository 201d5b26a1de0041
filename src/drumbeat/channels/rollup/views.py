"""A brand's year rolled up: the page, and its table as a file."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.outlook.outlook import Cell, Period
from drumbeat.channels.outlook.picture import picture
from drumbeat.channels.rollup.exports import by_level
from drumbeat.channels.rollup.rollup import RollUp, roll_up
from drumbeat.channels.rollup.targets import targets_of
from drumbeat.knowledge.fragments import fragment
from drumbeat.people.access import door
from drumbeat.ui.tables import KINDS, table_file, table_links


def year_asked(request) -> int:
    """The year in the address, this one by default."""
    text = request.GET.get("year", "")
    is_year = text.isdecimal() and len(text) == 4 and text > "1900"
    return int(text) if is_year else timezone.localdate().year


def _asked(request) -> RollUp:
    return roll_up(request.brand, year_asked(request), timezone.localdate())


@door("spend.view")
def rollup(request):
    found = _asked(request)
    return render(
        request,
        "channels/rollup/page.html",
        {
            "found": found,
            "targets": targets_of(request.brand, found.year),
            **_measured(request, found.year),
            "currency": request.brand.currency,
            "picture": picture([_period(quarter) for quarter in found.quarters]),
            "tabs": _tabs(found),
            "exports": table_links("channels:rollup_table", query=f"year={found.year}"),
        },
    )


def _measured(request, year) -> dict:
    """Where the targets are told beside what is measured, for whoever may see that."""
    if not request.member.may("metric.view"):
        return {}
    kinds = {kind: fragment(f"insight/due-targets.{kind}") for kind in KINDS}
    return {
        "measured_url": f"{fragment('insight/due-targets/')}?year={year}",
        "target_exports": [
            {"label": kind.upper(), "url": f"{url}?year={year}"} for kind, url in kinds.items()
        ],
    }


def _period(quarter) -> Period:
    """A quarter as Plan and actual draws it; what is planned stands where the baseline does."""
    money = quarter.money
    cell = Cell(money.planned, money.forecast, money.committed, money.actual)
    return Period(quarter.starts_on, "quarter", cell)


def _tabs(found):
    here = reverse("channels:rollup")
    return [
        {"label": str(year), "url": f"{here}?year={year}", "current": year == found.year}
        for year in sorted({*found.years, found.year})
    ]


@door("spend.view")
def rollup_table(request, kind):
    found = _asked(request)
    columns, rows = by_level(found, request.brand.currency)
    return table_file(kind, _("Roll-up %(year)d") % {"year": found.year}, columns, rows)
