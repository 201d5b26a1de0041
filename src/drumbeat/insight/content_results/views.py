from functools import partial

from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.behaviour import frame
from drumbeat.insight.content_results.asking import PiecesForm
from drumbeat.insight.content_results.page import told
from drumbeat.people.access import door

TITLE = _("Content results")
LEAD = _("What every piece brought, held against others of its kind.")


def _form(request):
    return PiecesForm(request.GET or None, brand=request.brand, today=timezone.localdate())


def _tell(request):
    return partial(
        told,
        request.brand,
        with_money=request.member.may("spend.view"),
        page=request.GET.get("page", "1"),
    )


@door("metric.view")
def content_results(request):
    form = _form(request)
    return frame.page(
        request,
        form,
        _tell(request),
        template="insight/content_results/page.html",
        title=TITLE,
        lead=LEAD,
        at=lambda part, *about: reverse(f"insight:content_results_{part}", args=about),
    )


@door("metric.view")
def content_results_file(request, kind):
    asked = _form(request).asked()
    return frame.file(_tell(request)(asked), asked, kind, name="content", title=str(TITLE))


@door("metric.view")
def content_results_figure(request, metric):
    asked = _form(request).asked()
    return frame.figure(request, _tell(request)(asked), asked, metric)


urls = [
    path("content/", content_results, name="content_results"),
    path("content.<table:kind>", content_results_file, name="content_results_file"),
    path("content/ask/<str:metric>/", content_results_figure, name="content_results_figure"),
]
