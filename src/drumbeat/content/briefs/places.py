"""Where a brief runs: records of rooms above that it names, besides what it says in free words.

A room above ties its records to briefs and adds them here by the name that a brief has them under.
"""

from django.db.models import Q
from django.utils.functional import Promise

from drumbeat.content.briefs.models import Brief
from drumbeat.people.members.models import Brand

_LABELS: dict[str, str | Promise] = {}


def add_places(name: str, label: str | Promise) -> None:
    """name: of a relation to many, from a brief to records."""
    _LABELS[name] = label


def kinds_of_places() -> dict[str, str | Promise]:
    """By name of the relation, what its field is called."""
    return dict(_LABELS)


def places_of(brief: Brief) -> list:
    """The records that a brief names (a query a kind)."""
    return [place for name in _LABELS for place in getattr(brief, name).all()]


def choosable(brand: Brand, name: str, brief: Brief):
    """What a brief can name: what is in use, and what it names already (a queryset)."""
    model = Brief._meta.get_field(name).related_model
    return model.objects.of(brand).filter(Q(archived_at=None) | Q(briefs=brief.pk)).distinct()
