"""What the screens of handoffs read, this room's and others'."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import timezone

from drumbeat.people.models import Brand
from drumbeat.people.records import columns_of, person_of
from drumbeat.thread.registry import ref, resolve
from drumbeat.work.handoffs.actions import answer_due, hours_waited
from drumbeat.work.handoffs.models import Handoff, HandoffAnswer


@dataclass(frozen=True)
class Waiting:
    """An open handoff with its clock. hours: working hours since it was offered."""

    handoff: Handoff
    thing: object | None
    hours: Decimal
    due_at: datetime

    @property
    def is_late(self):
        return self.hours > self.handoff.answer_within_hours


def open_handoffs(brand: Brand, subject=None, *, now: datetime | None = None) -> list[Waiting]:
    """Handoffs not yet accepted, oldest first; of one object's work where `subject` is given.

    subject: an object of the thread. Costs one query, plus one for each kind of object passed.
    """
    handoffs = Handoff.objects.of(brand).current().filter(state__in=("offered", "returned"))
    if subject is not None:
        handoffs = handoffs.filter(subject=ref(subject))
    return with_clock(_with_people(handoffs).order_by("offered_at"), brand, now or timezone.now())


def answered_handoffs(brand: Brand):
    """Handoffs that are over, newest first."""
    done = Handoff.objects.of(brand).current().filter(state__in=("accepted", "withdrawn"))
    return (
        _with_people(done)
        .prefetch_related(Prefetch("answers", HandoffAnswer.objects.order_by("-at")))
        .order_by("-offered_at")
    )


def _with_people(handoffs):
    return handoffs.select_related("owner__person", "receiver__person", "task__run").only(
        *columns_of(Handoff), *person_of("owner", "receiver"), "task__run__calendar"
    )


def with_clock(handoffs, brand, now) -> list[Waiting]:
    """Each handoff with the object it passes and its working-hours clock at `now`."""
    found = list(handoffs)
    for handoff in found:
        handoff.brand = brand
    things = resolve(brand, {handoff.ref for handoff in found if handoff.ref})
    return [
        Waiting(each, things.get(each.ref), hours_waited(each, now), answer_due(each))
        for each in found
    ]
