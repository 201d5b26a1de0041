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
from drumbeat.people.access import door
from drumbeat.ui.tables import table_file, table_links


def _asked(request) -> RollUp:
    """The roll-up of the year asked for, this one by default."""
    text, today = request.GET.get("year", ""), timezone.localdate()
    is_year = text.isdecimal() and len(text) == 4 and text > "1900"
    return roll_up(request.brand, int(text) if is_year else today.year, today)


@door("spend.view")
def rollup(request):
    found = _asked(request)
    return render(
        request,
        "channels/rollup/page.html",
        {
            "found": found,
            "targets": targets_of(request.brand, found.year),
            "currency": request.brand.currency,
            "picture": picture([_period(quarter) for quarter in found.quarters]),
            "tabs": _tabs(found),
            "exports": table_links("channels:rollup_table", query=f"year={found.year}"),
        },
    )


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
