from functools import partial

from django.urls import path, reverse
from django.utils import timezone

from drumbeat.insight.behaviour import frame
from drumbeat.insight.behaviour.pages import PAGES
from drumbeat.people.access import door


def _asked(request, name):
    shown = PAGES[name]
    form = shown.form(request.GET or None, brand=request.brand, today=timezone.localdate())
    return shown, form


@door("metric.view")
def question(request, name):
    shown, form = _asked(request, name)
    return frame.page(
        request,
        form,
        partial(shown.tell, request.brand),
        template=shown.template,
        title=shown.title,
        lead=shown.lead,
        at=lambda part, *about: reverse(f"insight:{name}_{part}", args=about),
    )


@door("metric.view")
def question_file(request, name, kind):
    shown, form = _asked(request, name)
    asked = form.asked()
    told = shown.tell(request.brand, asked)
    return frame.file(told, asked, kind, name=name, title=str(shown.title))


@door("metric.view")
def question_figure(request, name, metric):
    shown, form = _asked(request, name)
    asked = form.asked()
    return frame.figure(request, shown.tell(request.brand, asked), asked, metric)


# Three addresses a page: itself, its table as a file, where one of its numbers comes from.
urls = [
    made
    for name in PAGES
    for made in (
        path(f"{name}/", question, {"name": name}, name=name),
        path(f"{name}.<table:kind>", question_file, {"name": name}, name=f"{name}_file"),
        path(f"{name}/ask/<str:metric>/", question_figure, {"name": name}, name=f"{name}_figure"),
    )
]
