from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.rollup.targets import targets_of
from drumbeat.channels.rollup.views import year_asked
from drumbeat.insight.key_results.due import due_table, with_standing
from drumbeat.insight.key_results.values import measured, words
from drumbeat.people.access import door
from drumbeat.strategy.goals.models import FROM_WAVES
from drumbeat.strategy.models import KeyResult
from drumbeat.ui.tables import table_file, table_links

# What grows with the days, so that the share of days gone by is a fair mark beside it.
GROWING = ("revenue", "outcomes", "sessions", "visitors", "touches", "spend")


@door("metric.view", KeyResult)
def now(request, key_result):
    """Fragment: the measured value of a key result, with its way to go."""
    found = measured([key_result], timezone.localdate())[0]
    context = {"measured": found, "result": key_result, "shown": words(found)}
    context |= {"pace": found.pace if key_result.metric in GROWING else None}
    context |= {"from_waves": key_result.metric in FROM_WAVES}
    return render(request, "insight/key_results/_now.html", context)


@door("metric.view")
def due(request):
    """Fragment: the targets of a year, each beside where it stands."""
    year, today = year_asked(request), timezone.localdate()
    targets = targets_of(request.brand, year)
    context = {
        "year": year,
        "targets": targets,
        "quarters": with_standing(targets, today),
        "exports": table_links("insight:due_table", query=f"year={year}"),
    }
    return render(request, "insight/key_results/_due.html", context)


@door("metric.view")
def due_file(request, kind):
    year, today = year_asked(request), timezone.localdate()
    columns, rows = due_table(with_standing(targets_of(request.brand, year), today))
    return table_file(kind, _("Targets of %(year)d") % {"year": year}, columns, rows)
