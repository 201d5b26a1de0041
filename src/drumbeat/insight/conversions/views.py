from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.insight.conversions import actions
from drumbeat.insight.conversions.forms import ConversionForm
from drumbeat.insight.conversions.models import Conversion
from drumbeat.insight.conversions.queries import being_recounted, current_conversions
from drumbeat.insight.lake import lake_of
from drumbeat.insight.seen import event_names
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page

LATELY = timedelta(days=90)


def _names(request):
    return event_names(lake_of(request.brand), timezone.localdate() - LATELY)


@door("metric.view")
def conversions(request):
    defined = current_conversions(request.brand)
    names = _names(request)
    listened = {name for one in defined for name in (one.event_name, one.refund_event)}
    context = {
        "conversions": defined,
        "seen": {name.name: name for name in names},
        "unused": [name for name in names if name.name not in listened],
        "recounting": being_recounted(request.brand),
    }
    return render(request, "insight/conversions/list.html", context)


@door("metric.create", methods=["GET", "POST"])
def new(request):
    blank = Conversion(brand=request.brand, owner=request.member)
    form = ConversionForm(
        request.POST or None,
        instance=blank,
        member=request.member,
        names=_names(request),
        initial={"event_name": request.GET.get("event", "")},
    )
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "defined"),
        template="insight/conversions/form.html",
        title=_("New conversion"),
        done=_("Defined. Results are counted again with it, the past included."),
    )


@door("metric.edit", Conversion, methods=["GET", "POST"])
def edit(request, conversion):
    form = ConversionForm(
        request.POST or None, instance=conversion, member=request.member, names=_names(request)
    )
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "redefined"),
        template="insight/conversions/form.html",
        title=_("Edit: %(name)s") % {"name": conversion},
        conversion=conversion,
        done=_("Saved. Results are counted again with it, the past included."),
    )


@door("metric.archive", Conversion, methods=["POST"])
def archiving(request, conversion):
    actions.archive(conversion, by=request.member)
    messages.success(request, _("Archived. It counts no more."))
    return redirect("insight:conversions")
