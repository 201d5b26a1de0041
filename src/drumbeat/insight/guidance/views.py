from functools import partial

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.models import GuidancePath
from drumbeat.content.paths.queries import steps_of
from drumbeat.insight.behaviour import frame
from drumbeat.insight.funnels.views import seen_lately
from drumbeat.insight.guidance.forms import GuidanceForm
from drumbeat.insight.guidance.measuring import QUIET_DAYS, is_askable, untracked
from drumbeat.insight.guidance.telling import told
from drumbeat.people.access import door


def _form(request, path):
    today = timezone.localdate()
    return GuidanceForm(
        request.GET or None, brand=request.brand, campaign=path.campaign, today=today
    )


@door("metric.view", GuidancePath)
def guidance(request, path):
    steps = steps_of(path)
    if not is_askable(steps):
        return redirect(path)
    form = _form(request, path)
    return frame.page(
        request,
        form,
        partial(told, path),
        template="insight/guidance/detail.html",
        title=str(path),
        at=lambda part, *about: reverse(f"insight:guidance_{part}", args=(path.pk, *about)),
        path=path,
        dead=[step for step in steps if step.problem],
        untracked=untracked(path, steps, timezone.localdate()),
        quiet_days=QUIET_DAYS,
    )


@door("metric.view", GuidancePath)
def guidance_file(request, path, kind):
    asked = _form(request, path).asked()
    title = _("%s: measured") % path
    return frame.file(told(path, asked), asked, kind, name="path", title=title)


@door("metric.view", GuidancePath)
def guidance_figure(request, path, metric):
    asked = _form(request, path).asked()
    return frame.figure(request, told(path, asked), asked, metric)


@door("metric.view")
def seen(request):
    """Fragment: what a step can be counted by, as it was really seen lately."""
    return render(request, "insight/guidance/_seen.html", {"seen": seen_lately(request.brand)})
