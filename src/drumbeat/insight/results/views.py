from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.insight.attribution.chain import chain_page
from drumbeat.insight.conversions.queries import being_recounted
from drumbeat.insight.metrics.dictionary import METRICS
from drumbeat.insight.results.ahead import NOW, PATHS, PEOPLE, waiting, waits_of
from drumbeat.insight.results.asked import SPENDING, origin
from drumbeat.insight.results.asking import CUTS, PRESETS, AskForm
from drumbeat.insight.results.exports import results_file
from drumbeat.insight.results.intake import intake_of
from drumbeat.insight.results.outcomes import outcome_page
from drumbeat.insight.results.pictures import pictures
from drumbeat.insight.results.reading import Reading
from drumbeat.insight.sources.queries import first_source
from drumbeat.people.access import door
from drumbeat.ui.tables import file_answer, table_links
from drumbeat.warehouse.questions import MARKOV


def _form(request):
    today = timezone.localdate()
    return AskForm(request.GET or None, brand=request.brand, today=today)


@door("metric.view")
def results(request):
    form = _form(request)
    asked = form.asked()
    reading = Reading(request.brand, asked, waits_of(request.GET))
    if reading.lake.events_version() < 0:
        source = first_source(request.brand)
        return render(request, "insight/results/empty.html", {"source": source})
    context = {
        "form": form,
        "asked": asked,
        "reading": reading,
        "with_money": request.member.may("spend.view"),
        "board": reading.board,
        "pictures": pictures(reading),
        "intake": intake_of(request.brand),
        "recounting": being_recounted(request.brand),
        "presets": _links(asked, "period", PRESETS),
        "cuts": _links(asked, "by", CUTS),
        "exports": table_links("insight:results_file", query=asked.query()),
        "people_url": waiting(f"?{asked.query()}", PEOPLE),
        "now_url": waiting(f"?{asked.query()}", NOW),
        "asks": {key: waiting(_at("ask", asked, key), reading.waits_for) for key in METRICS},
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "insight/results/page.html", context, status=status)


def _links(asked, name, choices):
    """The choices as tabs that keep everything else that was asked."""
    current = asked.preset if name == "period" else getattr(asked, name)
    return [
        {"label": label, "url": f"?{asked.query(**{name: key})}", "current": key == current}
        for key, label in choices.items()
    ]


def _at(route, asked, *args):
    return f"{reverse(f'insight:{route}', args=args)}?{asked.query()}"


@door("metric.view")
def results_download(request, kind):
    board = Reading(request.brand, _form(request).asked(), PATHS).board
    name = f"results-{board.asked.by}-{board.asked.period.start}-{board.asked.period.end}"
    return file_answer(
        kind, name, results_file(board, kind, with_money=request.member.may("spend.view"))
    )


@door("metric.view")
def ask(request, metric):
    """Fragment: where one number comes from."""
    if metric not in METRICS:
        raise Http404
    if metric in SPENDING:
        request.member.must("spend.view")
    asked = _form(request).asked()
    reading = Reading(request.brand, asked, waits_of(request.GET))
    found = origin(metric, reading)
    context = {
        "origin": found,
        "paths_until": found.answer.paths_until if found.answer else None,
        "asked": asked,
        "fresh": intake_of(request.brand).fresh_until,
        "rows_url": _at("outcomes", asked) if found.metric.rows else "",
    }
    return render(request, "insight/results/_asked.html", context)


@door("metric.view")
def outcomes(request):
    """The rows behind a number: of one row of the table, or of all.

    Markov credits no single outcome: behind its numbers stands the chain.
    """
    asked = _form(request).asked()
    if asked.model == MARKOV:
        context = chain_page(request.brand, asked, request.GET)
        context["title"] = _("What the number is made of")
        context["list_query"] = asked.query(model="last_non_direct")
        return render(request, "insight/attribution/chain.html", context)
    context = outcome_page(request.brand, asked, request.GET)
    context["title"] = _("The rows behind it")
    return render(request, "insight/results/outcomes.html", context)
