from django.core.paginator import Paginator
from django.shortcuts import render

from drumbeat.people.access import door
from drumbeat.people.audit.words import (
    kind_in_words,
    machine_of,
    state_in_words,
    verb_in_words,
)
from drumbeat.people.models import AuditEvent, Member


@door("audit_log.view")
def audit(request):
    """The brand's trail, newest first; filtered by person and kind of object."""
    events = AuditEvent.objects.filter(brand=request.brand).select_related("by__person")
    who, kind = request.GET.get("who", ""), request.GET.get("kind", "")
    if who:
        events = events.filter(by_id=who)
    if kind:
        events = events.filter(kind=kind)
    people = Member.objects.filter(brand=request.brand).select_related("person")
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    for event in page:
        machine = machine_of(event.kind)
        event.verb_words = verb_in_words(machine, event.verb)
        event.kind_words = kind_in_words(event.kind)
        event.states = [state_in_words(machine, s) for s in (event.from_state, event.to_state)]
    context = {
        "page": page,
        "people": people,
        "who": who,
        "kind": kind,
        "query": f"&who={who}&kind={kind}",
    }
    return render(request, "people/audit/list.html", context)
