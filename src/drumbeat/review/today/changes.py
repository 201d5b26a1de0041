"""What others did to this member's things since they last looked."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps

from drumbeat.people.audit.words import verb_in_words
from drumbeat.people.models import AuditEvent, Member
from drumbeat.people.records import person_of
from drumbeat.thread.registry import kinds

MOST, LOOKED_AT = 10, 150


@dataclass(frozen=True)
class Change:
    """is_new: since the member was last here."""

    event: AuditEvent
    object: object
    verb: str
    is_new: bool

    @property
    def url(self):
        return self.object.get_absolute_url()


def changes_for(member: Member, since: datetime | None) -> list[Change]:
    """The newest acts of others on objects the member owns (one query, and one for each kind)."""
    events = list(
        AuditEvent.objects.filter(brand=member.brand_id, by__isnull=False)
        .exclude(by=member)
        .select_related("by__person")
        .only("at", "verb", "kind", "object_id", *person_of("by"))
        .order_by("-at", "-id")[:LOOKED_AT]
    )
    mine = _owned(member, events)
    found = [event for event in events if (event.kind, event.object_id) in mine][:MOST]
    return [
        Change(
            event,
            mine[event.kind, event.object_id],
            _verb(mine[event.kind, event.object_id], event.verb),
            since is None or event.at > since,
        )
        for event in found
    ]


def _owned(member, events) -> dict[tuple[str, str], object]:
    wanted: dict[str, set[str]] = {}
    for event in events:
        wanted.setdefault(event.kind, set()).add(event.object_id)
    models = {kind.model_class._meta.model_name: kind.model_class for kind in kinds()}
    return {
        (name, obj.pk): obj
        for name, ids in wanted.items()
        if name in models
        for obj in models[name].objects.filter(pk__in=ids, owner=member, archived_at=None)
    }


def _verb(obj, verb) -> str:
    return verb_in_words(apps.get_app_config("people").machines.get(obj._meta.label_lower), verb)
