"""What pages of shares read, inside and outside."""

from datetime import date

from django.conf import settings

from drumbeat.content.collections.handing import Handed, handed
from drumbeat.content.collections.queries import assets_in
from drumbeat.content.sharing.models import Share
from drumbeat.people.members.models import Brand


def shares_of(brand: Brand):
    """All shares, the newest first, with what they show (a lazy queryset)."""
    return Share.objects.of(brand).select_related("collection", "asset", "owner__person")


def address_of(share: Share) -> str:
    """What people outside open; it names neither brand nor content."""
    return f"{settings.BASE_URL}/share/{share.code}/"


def open_share(code: str) -> Share | None:
    """The share of this address, unless it or what it shows was put away (1 query)."""
    found = Share.objects.current().select_related("brand", "collection", "asset")
    share = found.filter(code=code).first()
    return share if share and share.shown.archived_at is None else None


def shown_in(share: Share, today: date, version: str = "") -> list[Handed]:
    """What goes out through it on that day: approved versions within their rights (3 queries).

    version: the id of the only one that is asked for.
    """
    if share.collection_id:
        assets = assets_in(share.collection)
        assets = list(assets.filter(versions=version) if version else assets)
    else:
        assets = [share.asset]
    found = [one for one in handed(assets, today) if one.is_out]
    return [one for one in found if one.version.pk == version] if version else found
