from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.audit.changes import changes_of
from drumbeat.people.audit.words import (
    kind_in_words,
    machine_of,
    state_in_words,
    verb_in_words,
)
from drumbeat.people.models import AuditEvent, Member
from drumbeat.ui.tables import table_file, table_links
from drumbeat.ui.templatetags.format import moment

MOST_IN_A_FILE = 20_000


@door("audit_log.view")
def audit(request):
    """The brand's trail, newest first; filtered by person and kind of object."""
    asked = _asked(request)
    page = Paginator(_events(request.brand, asked), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "events": _in_words(page.object_list, request.brand),
        "people": Member.objects.filter(brand=request.brand).select_related("person"),
        "who": asked["who"],
        "query": f"&{urlencode(asked)}",
        "exports": table_links("people:audit_table", query=urlencode(asked)),
    }
    return render(request, "people/audit/list.html", context)


@door("audit_log.view")
def audit_table(request, kind):
    """What the page shows, all pages in one file."""
    columns = [
        Column("when", _("When")),
        Column("who", _("Who")),
        Column("did", _("Did")),
        Column("kind", _("Kind")),
        Column("object", _("Object")),
        Column("before", _("State before")),
        Column("after", _("State after")),
        Column("why", _("Why")),
        Column("changes", _("What changed")),
    ]
    events = _events(request.brand, _asked(request))[:MOST_IN_A_FILE]
    return table_file(kind, _("Audit trail"), columns, map(_row, _in_words(events, request.brand)))


def _asked(request):
    return {name: request.GET.get(name, "") for name in ("who", "kind")}


def _events(brand, asked):
    events = AuditEvent.objects.filter(brand=brand).select_related("by__person")
    if asked["who"]:
        events = events.filter(by_id=asked["who"])
    return events.filter(kind=asked["kind"]) if asked["kind"] else events


def _in_words(events, brand):
    """The events with what a reader needs said in words: who, verb, kind, states, changes."""
    events = list(events)
    changes = changes_of(events, brand.currency)
    for event in events:
        machine = machine_of(event.kind)
        event.who = str(event.by) if event.by else _("Drumbeat")
        event.verb_words = verb_in_words(machine, event.verb)
        event.kind_words = kind_in_words(event.kind)
        event.states = [state_in_words(machine, s) for s in (event.from_state, event.to_state)]
        event.changes = changes.get(event.pk, ())
    return events


def _row(event):
    told = (f"{one['label']}: {one['before']} → {one['after']}" for one in event.changes)
    before, after = event.states
    return {
        "when": moment(event.at),
        "who": event.who,
        "did": event.verb_words,
        "kind": event.kind_words,
        "object": event.object_label,
        "before": before,
        "after": after,
        "why": event.reason,
        "changes": "; ".join(told),
    }
