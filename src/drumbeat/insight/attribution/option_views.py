from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.insight.attribution.options import OptionsForm, told
from drumbeat.insight.behaviour import frame
from drumbeat.people.access import door


def _form(request):
    return OptionsForm(request.GET or None, brand=request.brand, today=timezone.localdate())


@door("attribution.view")
def options(request):
    """Markov with a longer memory, Shapley of rates: beside the plain form of each."""
    return frame.page(
        request,
        _form(request),
        partial(told, request.brand),
        template="insight/attribution/options.html",
        title=_("Model options"),
        lead=_("The two models that read whole paths, with other settings than the plain ones."),
        at=lambda part, *about: reverse(f"insight:attribution_options_{part}", args=about),
    )


@door("attribution.view")
def options_file(request, kind):
    asked = _form(request).asked()
    answer = told(request.brand, asked)
    return frame.file(answer, asked, kind, name="model-options", title=_("Model options"))


@door("attribution.view")
def options_figure(request, metric):
    asked = _form(request).asked()
    return frame.figure(request, told(request.brand, asked), asked, metric)
