from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.insight.sources import actions, queries
from drumbeat.insight.sources.forms import SourceForm
from drumbeat.insight.sources.models import Source
from drumbeat.insight.sources.snippets import snippets
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page


@door("source.view")
def sources(request):
    context = {
        "standings": queries.sources_page(request.brand, timezone.localdate()),
    }
    return render(request, "insight/sources/list.html", context)


@door("source.view", Source)
def source(request, source):
    context = {
        "source": source,
        "seen": queries.seen_of(source, timezone.localdate()),
        "snippets": snippets(settings.BASE_URL, source.write_key),
    }
    return render(request, "insight/sources/detail.html", context)


@door("source.view", Source)
def pulse(request, source):
    """Fragment: the last event of the source; asks again by itself until the first one is here."""
    context = {"source": source, "seen": queries.seen_of(source, timezone.localdate())}
    return render(request, "insight/sources/_pulse.html", context)


@door("source.create", methods=["GET", "POST"])
def new(request):
    blank = Source(brand=request.brand, owner=request.member)
    form = SourceForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="insight/form.html",
        title=_("New source"),
        back_url="insight:sources",
    )


@door("source.edit", Source, methods=["GET", "POST"])
def edit(request, source):
    form = SourceForm(request.POST or None, instance=source, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "renamed"),
        template="insight/form.html",
        title=_("Rename the source"),
        back=source,
    )


@door("source.edit", Source, methods=["POST"])
def revocation(request, source):
    actions.revoke(source, by=request.member)
    messages.success(request, _("Revoked. Its key is refused from now on."))
    return redirect(source)
