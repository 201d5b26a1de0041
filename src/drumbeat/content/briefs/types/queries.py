"""What the page of types reads."""

from django.db.models import Count, Q

from drumbeat.content.briefs.kinds import CHOICES
from drumbeat.content.briefs.types.models import BriefType
from drumbeat.people.members.models import Brand


def types_of(brand: Brand) -> list[BriefType]:
    """The brand's own types, those in use first, with how many briefs are of each (one query)."""
    briefs = Count("briefs", filter=Q(briefs__archived_at=None))
    found = BriefType.objects.of(brand).select_related("owner__person")
    return sorted(found.annotate(brief_count=briefs), key=lambda one: one.archived_at is not None)


def type_choices(brand: Brand, *, also=None) -> list[tuple[str, str]]:
    """All types that a brief can be of: the key of one of everybody's, or the id of an own one
    (one query). also: the id of one that stays in the list though it is out of use."""
    own = BriefType.objects.of(brand).filter(Q(archived_at=None) | Q(pk=also))
    return [*CHOICES, *((one.pk, str(one)) for one in own)]
