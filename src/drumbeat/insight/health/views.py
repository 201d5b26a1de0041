from datetime import date
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.insight.health import message, standing
from drumbeat.insight.health.exports import health_file
from drumbeat.insight.health.feed import arrivals
from drumbeat.insight.metrics.dictionary import METRICS
from drumbeat.insight.results.asking import AskForm
from drumbeat.insight.results.intake import intake_of
from drumbeat.insight.results.reading import Reading
from drumbeat.insight.sources.models import Source
from drumbeat.people.access import door, visible
from drumbeat.ui.tables import file_answer, table_links


@door("source.view")
def health(request):
    now = timezone.now()
    asked = AskForm(brand=request.brand, today=timezone.localdate()).asked()
    context = {
        "reading": Reading(request.brand, asked),
        "with_money": request.member.may("spend.view"),
        "asks": {key: reverse("insight:ask", args=[key]) for key in METRICS},
        "intake": intake_of(request.brand),
        "standings": standing.standings(request.brand, now),
        "refusals": standing.refusals(request.brand, now),
        "keyless": standing.keyless(now),
        "exports": table_links("insight:health_file"),
        **_feed(request, now),
    }
    return render(request, "insight/health/page.html", context)


@door("source.view")
def health_download(request, kind):
    found = standing.standings(request.brand, timezone.now())
    return file_answer(kind, "data-health", health_file(found, kind))


@door("source.view")
def live(request):
    """Fragment: the last messages, taken and set aside; asks again by itself."""
    return render(request, "insight/health/_feed.html", _feed(request, timezone.now()))


@door("source.view")
def full(request):
    """Fragment: one message in full."""
    return render(request, "insight/health/_message.html", {"message": _message(request)})


def _feed(request, now):
    """What came in, as the address asks for it: ?source=, ?only=taken or aside."""
    pk, only = request.GET.get("source", ""), request.GET.get("only", "")
    only = only if only in ("taken", "aside") else ""
    source = visible(request, Source, pk) if pk else None
    choices = {"": _("All"), "taken": _("Taken"), "aside": _("Set aside")}
    return {
        "arrivals": arrivals(request.brand, now, source=source, only=only),
        "source": source,
        "again": _query(source=pk, only=only),
        "choices": [
            {"label": label, "query": _query(source=pk, only=key), "current": key == only}
            for key, label in choices.items()
        ],
    }


def _query(**asked):
    return urlencode({name: value for name, value in asked.items() if value})


def _message(request):
    given = request.GET
    if given.get("aside"):
        found = message.set_aside(request.brand, given["aside"])
    else:
        try:
            day = date.fromisoformat(given.get("day", ""))
        except ValueError:
            raise Http404 from None
        found = message.taken(request.brand, day, given.get("message", ""))
    if found is None:
        raise Http404
    return found
