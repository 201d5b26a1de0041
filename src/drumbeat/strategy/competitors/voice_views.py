"""Share of voice: three measures, each by itself."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.strategy.competitors import actions, queries
from drumbeat.strategy.competitors.export import voice_file
from drumbeat.strategy.competitors.forms import VoiceForm
from drumbeat.ui.tables import table_links


@door("research.view")
def voice(request):
    found = queries.competitors(request.brand)
    context = {
        "competitors": found,
        "voices": queries.voices(request.brand, found, timezone.localdate()),
        "exports": table_links("strategy:voice_table"),
    }
    return render(request, "strategy/competitors/voice.html", context)


@door("research.view")
def voice_table(request, kind):
    found = queries.competitors(request.brand)
    return voice_file(kind, queries.voices(request.brand, found, timezone.localdate()), found)


@door("research.create", methods=["GET", "POST"])
def measuring(request):
    """One measure of one month for all brands."""
    found = queries.competitors(request.brand)
    first = timezone.localdate().replace(day=1)
    form = VoiceForm(
        request.POST or None,
        competitors=found,
        initial={"month": first, "kind": request.GET.get("kind")},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.measure(
            said["kind"], said["month"], form.values, by=request.member, source=said["source"]
        )
        messages.success(request, _("Measured."))
        return redirect("strategy:voice")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": _("Measure a month")}
    return render(request, "strategy/form.html", context, status=status)
