"""After a freeze: what ran before it goes on, many in one act and each by its own checks.

Lifting a freeze starts nothing again (docs/decisions/0011). The lead looks through what ran and
says with one reason what goes on; each placement takes its own step, with its own line in the
trail, and what its checks hold back stays paused and says why.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from drumbeat.channels.freezes.actions import RESUMES
from drumbeat.channels.freezes.holding import one_at_a_time
from drumbeat.channels.freezes.models import Hold
from drumbeat.channels.placements.models import Placement
from drumbeat.channels.placements.preflight import flights, lights
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.people.errors import DomainError, Problem, Refused
from drumbeat.people.models import AuditEvent
from drumbeat.strategy.crisis.log import log


@dataclass(frozen=True)
class Waiting:
    """A placement that ran before the freeze; problems: why it cannot go on yet."""

    placement: Placement
    problems: list[str]


@dataclass(frozen=True)
class Resumed:
    """gone_on: how many run again. kept: those that their checks held back, and why."""

    gone_on: int
    kept: list[Waiting]


def waiting(crisis):
    """Placements that this crisis paused and that were let go on, but do not run yet, the soonest
    to end first (a lazy queryset). Who was resumed since and is paused again waits for another
    reason.
    """
    resumed = AuditEvent.objects.filter(
        brand=OuterRef("placement__brand"),
        kind="placement",
        object_id=OuterRef("placement"),
        verb="resume",
        at__gte=OuterRef("let_go_at"),
    )
    let_go = Hold.objects.filter(
        ~Exists(resumed),
        freeze__crisis=crisis,
        state_was="live",
        let_go_at__isnull=False,
        placement__state="paused",
    )
    found = Placement.objects.filter(pk__in=let_go.order_by().values("placement"))
    return found.order_by("ends_on", "pk")


def looked_at(placements) -> list[Waiting]:
    """Each with what its checks say now (a fixed number of queries)."""
    return [
        Waiting(
            flight.placement,
            [f"{light.label}: {light.reason}" for light in lights(flight) if light.state != "ok"],
        )
        for flight in flights(placements, rereads=False)
    ]


def resume_many(crisis, placement_ids, *, by, reason: str) -> Resumed:
    """The lead lets these go on in one act. Raises NotAllowed, Refused."""
    by.must(RESUMES, crisis)
    if not reason.strip():
        raise Refused(Problem(_("Say why: the reason goes on the record."), "reason"))
    gone_on, kept = 0, []
    with one_at_a_time(crisis.brand_id):
        for placement in waiting(crisis).filter(pk__in=placement_ids):
            try:
                with transaction.atomic():
                    PLACEMENT.take(placement, "resume", by, reason=reason)
                gone_on += 1
            except DomainError as refusal:
                kept.append(Waiting(placement, [str(refusal)]))
        if gone_on:
            words = ngettext_lazy(
                "{count} placement runs again: {reason}",
                "{count} placements run again: {reason}",
                gone_on,
            )
            log(crisis, "freeze", format_lazy(words, count=gone_on, reason=reason), by=by)
    return Resumed(gone_on, kept)
