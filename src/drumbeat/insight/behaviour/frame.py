"""What every question page has around its pictures: picker, figures, table, files, origin."""

from collections.abc import Callable
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render

from drumbeat.insight.attribution.views import is_empty
from drumbeat.insight.behaviour.asking import Question, QuestionForm
from drumbeat.insight.behaviour.exports import told_file
from drumbeat.insight.behaviour.told import Told
from drumbeat.insight.conversions.queries import being_recounted
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.asked import Origin, counted_share
from drumbeat.insight.results.intake import intake_of
from drumbeat.insight.sources.queries import first_source
from drumbeat.ui.tables import KINDS, file_answer

EXACT = "exact"
"""In the address: the reader has the estimate and waits for what everybody did."""
At = Callable[..., str]
"""(part of the page, what it is about) → its address, without a query."""


def page(
    request, form: QuestionForm, tell: Callable[[Question], Told], *, template: str, title, at: At, **context
):  # fmt: skip
    """The whole page, or the first steps where no event ever arrived."""
    if is_empty(lake_of(request.brand)):
        source = first_source(request.brand)
        empty = {"source": source, "title": title}
        return render(request, "insight/behaviour/empty.html", empty | context)
    question = replace(form.asked(), waits=EXACT in request.GET)
    told, query = tell(question), question.query()
    context |= {
        "form": form,
        "asked": question,
        "told": told,
        "title": title,
        "presets": _links(question, "period", form.presets, question.preset),
        "tabs": {
            name: _links(question, name, dict(form.fields[name].choices), question.choices[name])
            for name in form.tabs
        },
        "exports": [
            {"label": kind.upper(), "url": f"{at('file', kind)}?{query}"} for kind in KINDS
        ],
        "figures": [
            {
                "label": figure.metric.name,
                "value": figure.said(request.brand.currency),
                "url": f"{at('figure', figure.key)}?{query}",
                "note": figure.aside,
            }
            for figure in told.figures
        ],
        "exact_url": f"?{query}&{EXACT}=1",
        "intake": intake_of(request.brand),
        "recounting": being_recounted(request.brand),
        **told.page,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, template, context, status=status)


def file(told: Told, question: Question, kind: str, *, name: str, title: str) -> HttpResponse:
    period = question.period
    name = f"{name}-{period.start}-{period.end}"
    return file_answer(kind, name, told_file(told, question, kind, title=title))


def figure(request, told: Told, question: Question, key: str):
    """Fragment: where one number of the page comes from."""
    found = next((one for one in told.figures if one.key == key), None)
    if found is None:
        raise Http404
    intake = intake_of(request.brand)
    said = found.said(request.brand.currency)
    context = {
        "origin": Origin(found.metric, said, found.answer, counted_share(intake)),
        "asked": question,
        "fresh": intake.fresh_until,
        "rows_url": "",
    }
    return render(request, "insight/results/_asked.html", context)


def _links(question: Question, name: str, choices: dict, current: str) -> list[dict]:
    return [
        {"label": label, "url": f"?{question.query(**{name: key})}", "current": key == current}
        for key, label in choices.items()
    ]
