"""What the pages of collections read."""

from django.db.models import OuterRef

from drumbeat.content.assets.models import Asset
from drumbeat.content.collections.models import Collected, Collection
from drumbeat.people.members.models import Brand, Member
from drumbeat.people.records import number_of


def collections_of(brand: Brand):
    """Current collections, the newest first, each with `size` (a lazy queryset)."""
    inside = Collected.objects.filter(collection=OuterRef("pk"), asset__archived_at=None)
    found = Collection.objects.of(brand).current().select_related("owner__person")
    return found.annotate(size=number_of(inside, "collection"))


def editable_by(member: Member) -> list[Collection]:
    """The collections that the member may put something into (1 query)."""
    found = Collection.objects.of(member.brand).current()
    return [one for one in found if member.may("asset.edit", one)]


def assets_in(collection: Collection):
    """Its current assets, in their order by hand (a lazy queryset)."""
    inside = Asset.objects.current().filter(places__collection=collection)
    return inside.order_by("places__position", "places__pk")
