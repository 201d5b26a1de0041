from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from drumbeat.insight.attribution.asked import ASKABLE, origin
from drumbeat.insight.attribution.asking import KEYS, MEASURES, CompareForm
from drumbeat.insight.attribution.counting import STORY, Counted, counted
from drumbeat.insight.attribution.exports import comparison_file
from drumbeat.insight.attribution.picture import picture
from drumbeat.insight.attribution.table import table, totals
from drumbeat.insight.conversions.queries import being_recounted
from drumbeat.insight.metrics.models import CREDIT_MODELS
from drumbeat.insight.results.ahead import PATHS, waiting, waits_of
from drumbeat.insight.results.asking import PRESETS
from drumbeat.insight.results.intake import intake_of
from drumbeat.insight.results.reading import Reading
from drumbeat.insight.sources.queries import first_source
from drumbeat.people.access import door
from drumbeat.ui.tables import file_answer, table_links
from drumbeat.warehouse.questions import MARKOV

# Seconds that the first answer works on what nobody asked before; a person sees progress in between.
# Each turn takes twice as long as the one before, so it ends also where new events come all the time.
A_WHILE = 0.4
LAST_TURN = 6


def is_empty(lake) -> bool:
    """Whether no event ever arrived. What was derived once needs no look at the events."""
    return lake.manifest().events_version < 0 and lake.events_version() < 0


def _form(request):
    today = timezone.localdate()
    return CompareForm(request.GET or None, brand=request.brand, today=today)


@door("attribution.view")
def attribution(request):
    """All models side by side. What takes long the first time is fetched, with its progress."""
    form = _form(request)
    reading = Reading(request.brand, form.asked(), waits_of(request.GET))
    if is_empty(reading.lake):
        source = first_source(request.brand)
        return render(request, "insight/attribution/empty.html", {"source": source})
    context = {
        "form": form,
        "recounting": being_recounted(request.brand),
        "presets": _links(reading.asked, "period", PRESETS, reading.asked.preset),
        **_so_far(request, counted(reading, A_WHILE), turn=0),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "insight/attribution/page.html", context, status=status)


@door("attribution.view")
def counting(request):
    """Fragment: the comparison, or how far it is and the way to go on."""
    reading = Reading(request.brand, _form(request).asked(), waits_of(request.GET))
    given = request.GET.get("turn", "")
    turn = min(int(given), LAST_TURN) if given.isdecimal() else 0
    context = _so_far(request, counted(reading, A_WHILE * 2**turn), turn=turn)
    return render(request, "insight/attribution/_compared.html", context)


def _so_far(request, so_far: Counted, turn: int) -> dict:
    asked, waits = so_far.reading.asked, so_far.reading.waits_for
    context = {"asked": asked, "reading": so_far.reading, "so_far": so_far}
    if not so_far.is_complete:
        at = f"{_at('attribution_counting', asked)}&turn={turn + 1}"
        again = _at("attribution", asked)
        return context | {"go_on": waiting(at, waits), "again": waiting(again, waits)}
    comparison = so_far.comparison()
    return context | {
        "comparison": comparison,
        "shown": table(comparison),
        "totals": totals(comparison),
        "picture": picture(comparison),
        "facts": so_far.facts,
        "intake": intake_of(request.brand),
        "paths_until": so_far.answers[MARKOV].paths_until,
        "now_url": waiting(_at("attribution", asked), PATHS),
        "models": [CREDIT_MODELS[model] for model in STORY],
        "keys": _links(asked, "by", KEYS, asked.by),
        "measures": _links(asked, "measure", MEASURES, asked.measure),
        "choices": {model: f"?{asked.query(model=model)}" for model in STORY},
        "exports": table_links("insight:attribution_file", query=asked.query()),
        "asks": {key: waiting(_at("attribution_ask", asked, key), waits) for key in ASKABLE},
    }


def _links(asked, name, choices, current):
    """The choices as links that keep everything else that was asked."""
    return [
        {"label": label, "url": f"?{asked.query(**{name: key})}", "current": key == current}
        for key, label in choices.items()
    ]


def _at(route, asked, *args):
    return f"{reverse(f'insight:{route}', args=args)}?{asked.query()}"


@door("attribution.view")
def ask(request, metric):
    """Fragment: where one number of the page comes from."""
    if metric not in ASKABLE:
        raise Http404
    reading = Reading(request.brand, _form(request).asked(), waits_of(request.GET))
    so_far = counted(reading, float("inf"))
    asked = reading.asked
    context = {
        "origin": origin(metric, so_far),
        "paths_until": so_far.answers[MARKOV].paths_until,
        "asked": asked,
        "fresh": intake_of(request.brand).fresh_until,
        "rows_url": _at("outcomes", asked),
    }
    return render(request, "insight/results/_asked.html", context)


@door("attribution.view")
def attribution_download(request, kind):
    reading = Reading(request.brand, _form(request).asked(), PATHS)
    comparison = counted(reading, float("inf")).comparison()
    asked = comparison.asked
    name = f"attribution-{asked.by}-{asked.period.start}-{asked.period.end}"
    return file_answer(kind, name, comparison_file(comparison, kind))
