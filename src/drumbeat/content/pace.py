"""How long things stand in a state, read from the audit trail (I-29): nobody types a duration."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from drumbeat.people.audit.models import AuditEvent
from drumbeat.people.members.models import Member


@dataclass(frozen=True)
class Stay:
    """One stay in one state: since when, until when (None: still there), who brought it there."""

    state: str
    since: datetime
    until: datetime | None
    by: Member | None

    def hours(self, now):
        """Hours spent in the state up to `now`, on the clock on the wall."""
        return ((self.until or now) - self.since).total_seconds() / 3600


def stays(obj) -> list[Stay]:
    """All stays of one object, first to last (one query)."""
    return stays_of([obj]).get(obj.pk, [])


def stays_of(objects) -> dict[str, list[Stay]]:
    """All stays of many objects of one kind and brand, by id, first to last (one query)."""
    objects = list(objects)
    if not objects:
        return {}
    moves: dict[str, list[AuditEvent]] = {}
    for event in _moves(objects):
        moves.setdefault(event.object_id, []).append(event)
    return {object_id: _stays(events) for object_id, events in moves.items()}


def _moves(objects):
    return (
        AuditEvent.objects.filter(
            brand=objects[0].brand,
            kind=objects[0]._meta.model_name,
            object_id__in=[obj.pk for obj in objects],
        )
        .exclude(to_state=F("from_state"))
        .select_related("by__person")
        .order_by("at", "id")
    )


def _stays(events):
    ends = [event.at for event in events[1:]] + [None]
    return [
        Stay(event.to_state, event.at, end, event.by)
        for event, end in zip(events, ends, strict=True)
    ]
