from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.insight.behaviour import frame
from drumbeat.insight.funnels import actions
from drumbeat.insight.funnels.forms import FunnelForm, FunnelPeriodForm
from drumbeat.insight.funnels.models import Funnel
from drumbeat.insight.funnels.queries import current_funnels
from drumbeat.insight.funnels.telling import told
from drumbeat.insight.lake import lake_of
from drumbeat.insight.seen import event_names, page_paths
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page

LATELY = timedelta(days=90)


def seen_lately(brand) -> list[str]:
    """What a step can be: events and paths that were really seen."""
    lake, since = lake_of(brand), timezone.localdate() - LATELY
    return [*(name.name for name in event_names(lake, since)), *page_paths(lake, since)]


def _form(request):
    return FunnelPeriodForm(request.GET or None, brand=request.brand, today=timezone.localdate())


@door("metric.view")
def funnels(request):
    context = {"funnels": current_funnels(request.brand)}
    return render(request, "insight/funnels/list.html", context)


@door("metric.create", methods=["GET", "POST"])
def new(request):
    blank = Funnel(brand=request.brand, owner=request.member)
    form = FunnelForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "made"),
        template="insight/funnels/form.html",
        title=_("New funnel"),
        seen=seen_lately(request.brand),
    )


@door("metric.edit", Funnel, methods=["GET", "POST"])
def edit(request, funnel):
    form = FunnelForm(request.POST or None, instance=funnel, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="insight/funnels/form.html",
        title=_("Edit: %(name)s") % {"name": funnel},
        funnel=funnel,
        seen=seen_lately(request.brand),
    )


@door("metric.view", Funnel)
def funnel(request, funnel):
    return frame.page(
        request,
        _form(request),
        partial(told, funnel),
        template="insight/funnels/detail.html",
        title=str(funnel),
        at=lambda part, *about: reverse(f"insight:funnel_{part}", args=(funnel.pk, *about)),
        funnel=funnel,
    )


@door("metric.view", Funnel)
def funnel_file(request, funnel, kind):
    asked = _form(request).asked()
    return frame.file(told(funnel, asked), asked, kind, name="funnel", title=str(funnel))


@door("metric.view", Funnel)
def funnel_figure(request, funnel, metric):
    asked = _form(request).asked()
    return frame.figure(request, told(funnel, asked), asked, metric)


@door("metric.archive", Funnel, methods=["POST"])
def archiving(request, funnel):
    actions.archive(funnel, by=request.member)
    messages.success(request, _("Archived. The funnel is not in the list any more."))
    return redirect("insight:funnels")
