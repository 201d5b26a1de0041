"""Making collections, and what goes in and out of them."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.content.assets.models import Asset
from drumbeat.content.collections.models import Collected, Collection
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Refused, WrongState
from drumbeat.people.members.models import Member
from drumbeat.strategy import archiving

VERBS = (
    gettext_noop("put into"),
    gettext_noop("took out of"),
    gettext_noop("reordered"),
)
KINDS = (gettext_noop("collection"),)
MOST = 500


def make(collection: Collection, *, by: Member) -> Collection:
    """Raises NotAllowed."""
    by.must("asset.create")
    with recorded(by, "created", collection):
        collection.save()
    return collection


@transaction.atomic
def put_in(collection: Collection, assets: list[Asset], *, by: Member) -> int:
    """Add assets at the end, in this order; those that are in it stay where they are. Returns how
    many came in. Raises NotAllowed, WrongState, Refused.
    """
    held = _held(collection, by)
    inside = set(held.places.values_list("asset", flat=True))
    new = [asset for asset in assets if asset.pk not in inside]
    if len(inside) + len(new) > MOST:
        raise Refused(_("A collection holds at most %(most)d assets.") % {"most": MOST})
    last = held.places.aggregate(last=Max("position"))["last"] or 0
    if new:
        with recorded(by, "put into", held, reason=" · ".join(map(str, new))[:500]):
            Collected.objects.bulk_create(
                Collected(collection=held, asset=asset, position=last + n)
                for n, asset in enumerate(new, 1)
            )
    return len(new)


@transaction.atomic
def take_out(collection: Collection, assets: list[Asset], *, by: Member) -> None:
    """Raises NotAllowed, WrongState."""
    held = _held(collection, by)
    with recorded(by, "took out of", held, reason=" · ".join(map(str, assets))[:500]):
        held.places.filter(asset__in=assets).delete()


@transaction.atomic
def move(collection: Collection, asset: Asset, to: int, *, by: Member) -> None:
    """Put an asset at place `to` (1 is first; too far is last). Raises NotAllowed, WrongState."""
    held = _held(collection, by)
    places = list(held.places.all())
    moved = next((one for one in places if one.asset_id == asset.pk), None)
    if moved is None:
        raise WrongState(_("It is not in this collection any more."))
    places.remove(moved)
    places.insert(max(to, 1) - 1, moved)
    for n, place in enumerate(places, 1):
        place.position = n
    with recorded(by, "reordered", held, reason=f"{asset} → {to}"):
        Collected.objects.bulk_update(places, ["position"])


def archive(collection: Collection, *, by: Member) -> None:
    """Put it away; its assets stay. Raises NotAllowed."""
    archiving.archive(collection, "asset.archive", by=by)


def _held(collection, by):
    """As it is now, held until the transaction ends. Raises NotAllowed, WrongState."""
    by.must("asset.edit", collection)
    held = Collection.objects.select_for_update().get(pk=collection.pk)
    if held.archived_at is not None:
        raise WrongState(_("This collection was put away."))
    return held
