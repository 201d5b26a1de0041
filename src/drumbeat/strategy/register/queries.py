"""What register screens read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.models import AuditEvent
from drumbeat.strategy.register.changes import Change, changes
from drumbeat.strategy.register.models import SwotEvidence, SwotItem
from drumbeat.thread.registry import Kind, kind, resolve


@dataclass(frozen=True)
class Exhibit:
    """A piece of evidence with the object behind it; None when the reader may not see it."""

    evidence: SwotEvidence
    kind: Kind
    object: object | None


def items(brand, state="open"):
    """Current items, the highest score first, with `evidence_count` and `plan_count` (one query)."""
    found = SwotItem.objects.of(brand).current().filter(state=state).select_related("owner__person")
    counted = found.annotate(
        evidence_count=Count("evidence", distinct=True), plan_count=Count("plans", distinct=True)
    )
    return counted.order_by((F("impact") * F("likelihood")).desc(), "id")


_QUADRANTS = {
    "strength": _("Strengths"),
    "weakness": _("Weaknesses"),
    "opportunity": _("Opportunities"),
    "threat": _("Threats"),
}


def quadrants(found: Iterable[SwotItem]) -> list[tuple[str, str, list[tuple[int, SwotItem]]]]:
    """The four of SWOT as (kind, label, numbered items), numbers as in the picture."""
    numbered = list(enumerate(found, start=1))
    return [
        (key, label, [(number, item) for number, item in numbered if item.kind == key])
        for key, label in _QUADRANTS.items()
    ]


def changed_since(brand, day: date) -> list[Change]:
    """What is new, moved or ended since the day began in the brand's zone (2 queries)."""
    since = timezone.make_aware(datetime.combine(day, time()))
    everything = list(SwotItem.objects.of(brand).select_related("owner__person"))
    events = AuditEvent.objects.filter(brand=brand, kind="swotitem", at__gte=since)
    return changes(everything, events.order_by("at", "id"), since)


def moved_from(found: list[Change]) -> dict[str, tuple[int, int]]:
    """Where the items that moved stood before, by id."""
    return {one.item.pk: one.before for one in found if one.before and one.before != one.now}


def exhibits(item: SwotItem, member) -> list[Exhibit]:
    """The item's evidence with the objects it names (1 query, plus one a kind)."""
    pieces = list(item.evidence.select_related("owner__person"))
    objects = resolve(item.brand, [piece.ref for piece in pieces])
    return [_exhibit(piece, objects.get(piece.ref), member) for piece in pieces]


def _exhibit(piece, found, member):
    its_kind = kind(piece.ref.partition(":")[0])
    seen = found is not None and member.may(its_kind.view, found)
    return Exhibit(piece, its_kind, found if seen else None)


def resting_on(brand, ref: str) -> list[SwotItem]:
    """The current items that an object is evidence for (one query)."""
    found = SwotItem.objects.of(brand).current().filter(evidence__ref=ref)
    return list(found.select_related("owner__person"))
