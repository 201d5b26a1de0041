"""What the library shows: current assets as filtered, a page at a time by key."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from drumbeat.content.assets.models import EXPIRY_WARNING_DAYS, Asset, Right, Version
from drumbeat.content.assets.queries import with_newest
from drumbeat.content.media.models import FAMILIES, FileFacts
from drumbeat.people.members.models import Brand

A_PAGE = 48
# Width over height, from and below.
SHAPES = {"portrait": (0, 0.95), "square": (0.95, 1.05), "landscape": (1.05, 1e9)}


@dataclass
class Piece:
    """An asset on a page of the library, with its newest version and how its rights stand."""

    asset: Asset
    version: Version | None
    rights: str = ""
    facts: FileFacts | None = field(default=None)


def library(brand: Brand, today: date, **chosen):
    """Current assets as filtered, the newest first (a lazy queryset, with `newest_*`).

    words: each has to be in the names, in pinyin or its initials. kind, message, owner; state: of
    the newest version. family, shape, hue: of its file. rights: expired, soon, none.
    """
    assets = Asset.objects.of(brand).current().order_by("-pk")
    for word in chosen.get("words", "").casefold().split():
        assets = assets.filter(spelled__contains=word)
    exact = {name: chosen[name] for name in ("kind", "message", "owner") if chosen.get(name)}
    assets = with_newest(assets.filter(**exact))
    if chosen.get("state"):
        assets = assets.filter(newest_state=chosen["state"])
    if asked := _of_the_file(brand, chosen):
        assets = assets.filter(asked)
    if chosen.get("rights"):
        assets = assets.filter(_by_rights(chosen["rights"], today))
    return assets


def _of_the_file(brand, chosen):
    family, shape, hue = (chosen.get(name) for name in ("family", "shape", "hue"))
    if family == "words":
        return Q(newest_number__isnull=False, newest_file=None)
    facts = FileFacts.objects.filter(brand=brand)
    if family:
        facts = facts.filter(media_type__in=FAMILIES[family][1])
    if shape:
        least, below = SHAPES[shape]
        facts = facts.filter(ratio__gte=least, ratio__lt=below)
    if hue:
        facts = facts.filter(hues__contains=f"|{hue}|")
    asked = family or shape or hue
    return Q(newest_file__in=facts.values("pk")) if asked else None


def _by_rights(rights, today):
    held = Right.objects.current().filter(asset=OuterRef("pk"))
    if rights == "none":
        return ~Exists(held)
    if rights == "expired":
        return Exists(held.filter(ends_on__lt=today))
    last = today + timedelta(days=EXPIRY_WARNING_DAYS)
    return Exists(held.filter(ends_on__gte=today, ends_on__lte=last))


def page_of(assets, today: date, after: str = "") -> tuple[list[Piece], str]:
    """A page of the queryset, and the key after which the next one begins ("" at the end).

    Three queries however long the library is.
    """
    if after:
        assets = assets.filter(pk__lt=after)
    found = list(assets[: A_PAGE + 1])
    shown = found[:A_PAGE]
    pieces = _pieces(shown, today)
    return pieces, shown[-1].pk if len(found) > A_PAGE else ""


def _pieces(assets, today):
    newest = Version.objects.filter(pk__in=[one.newest_id for one in assets if one.newest_id])
    versions = {one.asset_id: one for one in newest.select_related("file__facts")}
    ends: dict[str, list[Right]] = {}
    for right in Right.objects.current().filter(asset__in=[one.pk for one in assets]):
        ends.setdefault(right.asset_id, []).append(right)
    pieces = []
    for asset in assets:
        version = versions.get(asset.pk)
        file = version.file if version else None
        rights = ends.get(asset.pk, [])
        pieces.append(Piece(asset, version, _standing(rights, today), getattr(file, "facts", None)))
    return pieces


def _standing(rights, today):
    if any(right.is_expired(today) for right in rights):
        return "expired"
    return "soon" if any(right.expires_soon(today) for right in rights) else ""
