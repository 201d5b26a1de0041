"""What learning screens, and plans that must answer learnings, read."""

from dataclasses import dataclass

from django.db.models import Count, Q

from drumbeat.knowledge.learnings.figures import in_words
from drumbeat.knowledge.learnings.models import Evidence, Learning
from drumbeat.thread.registry import Kind, kind, resolve


@dataclass(frozen=True)
class Exhibit:
    """A piece of evidence with the object behind it; `object` is None when it may not be seen."""

    evidence: Evidence
    kind: Kind
    object: object | None

    @property
    def figures(self) -> list[tuple[str, str]]:
        return in_words(self.evidence.figures)


def offered(brand, today):
    """Published learnings still valid on `today`: what every new plan must answer (I-18)."""
    return (
        Learning.objects.of(brand)
        .current()
        .filter(state="published", expires_on__gte=today)
        .select_related("owner__person")
        .order_by("created_at", "id")
    )


def found(brand, *, text="", kind="", state="", scope=""):
    """Learnings that match every filter given, with `evidence_count` (one query).

    text: words looked for in claim, detail and scope, all of which must occur.
    """
    rows = Learning.objects.of(brand).current().select_related("owner__person")
    for word in text.split()[:6]:
        rows = rows.filter(
            Q(title_en__icontains=word)
            | Q(title_zh__icontains=word)
            | Q(detail__icontains=word)
            | Q(scope__icontains=word)
        )
    exact = {name: value for name, value in (("kind", kind), ("state", state)) if value}
    rows = rows.filter(**exact)
    if scope:
        rows = rows.filter(scope__icontains=scope)
    # Grouping drops the model's own order.
    return rows.annotate(evidence_count=Count("evidence")).order_by("-created_at", "-id")


def exhibits(learning: Learning, member) -> list[Exhibit]:
    """The learning's evidence with the objects it names (1 query, plus one a kind)."""
    pieces = list(learning.evidence.select_related("owner__person"))
    objects = resolve(learning.brand, [piece.ref for piece in pieces])
    return [_exhibit(piece, objects.get(piece.ref), member) for piece in pieces]


def _exhibit(piece, found_object, member):
    its_kind = kind(piece.ref.partition(":")[0])
    seen = found_object is not None and member.may(its_kind.view, found_object)
    return Exhibit(piece, its_kind, found_object if seen else None)
