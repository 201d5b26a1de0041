"""Which files are everybody's who may see the work."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef

from drumbeat.people.models import Brand
from drumbeat.work.files.models import StoredFile


def open_files(brand: Brand):
    """Files handed in with a task, or held by no other room (a lazy queryset).

    A contract, a spend report or a file of orders is shown by its own room, to whom that room's
    row of the matrix lets in: it does not come out here by the back door.
    """
    ours, theirs = _holders(inside=True), _holders(inside=False)
    files = StoredFile.objects.filter(brand=brand)
    return files.filter(reduce(or_, ours) | ~reduce(or_, theirs))


def _holders(*, inside):
    """For each column of this room (or of all others) that names a file: does a row name it?"""
    return [
        Exists(link.related_model._base_manager.filter(**{link.field.name: OuterRef("pk")}))
        for link in StoredFile._meta.get_fields(include_hidden=True)
        if link.one_to_many and (link.related_model._meta.app_label == "work") is inside
    ]
