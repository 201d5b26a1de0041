from django.shortcuts import render
from django.utils import timezone

from drumbeat.insight.attribution.asking import ChangeForm
from drumbeat.insight.attribution.change import EFFECTS, Change, change_of
from drumbeat.insight.attribution.change_exports import change_file
from drumbeat.insight.attribution.views import is_empty
from drumbeat.insight.attribution.waterfall import waterfall
from drumbeat.insight.attribution.words import NAMES, headline, reasons
from drumbeat.insight.conversions.queries import being_recounted
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.asking import PRESETS
from drumbeat.insight.results.intake import intake_of
from drumbeat.insight.sources.queries import first_source
from drumbeat.people.access import door
from drumbeat.ui.tables import file_answer, table_links


def _form(request):
    today = timezone.localdate()
    return ChangeForm(request.GET or None, brand=request.brand, today=today)


def _change(request, form) -> Change:
    asked = form.asked()
    return change_of(request.brand, asked, asked.earlier)


@door("attribution.view")
def change(request):
    """Why revenue is not what it was in the period before."""
    form = _form(request)
    if is_empty(lake_of(request.brand)):
        source = first_source(request.brand)
        return render(request, "insight/attribution/empty.html", {"source": source})
    asked, found = form.asked(), _change(request, form)
    context = {
        "form": form,
        "asked": asked,
        "change": found,
        "headline": headline(found),
        "reasons": reasons(found),
        "waterfall": waterfall(found),
        "effects": [(name, NAMES[name]) for name in EFFECTS],
        "intake": intake_of(request.brand),
        "recounting": being_recounted(request.brand),
        "presets": [
            {"label": label, "url": f"?{asked.query(period=key)}", "current": key == asked.preset}
            for key, label in PRESETS.items()
        ],
        "exports": table_links("insight:change_file", query=asked.query()),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "insight/attribution/change.html", context, status=status)


@door("attribution.view")
def change_download(request, kind):
    found = _change(request, _form(request))
    name = f"change-{found.later.start}-{found.later.end}"
    return file_answer(kind, name, change_file(found, kind))
