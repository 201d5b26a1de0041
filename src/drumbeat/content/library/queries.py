"""What the library shows: current assets as filtered, a page at a time by key."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from drumbeat.content.assets.models import Asset, Version
from drumbeat.content.assets.queries import with_newest
from drumbeat.content.media.models import FAMILIES, FileFacts
from drumbeat.content.rights.models import EXPIRY_WARNING_DAYS, Right
from drumbeat.content.tags.models import Tag
from drumbeat.content.tags.queries import on_each, tagged_with
from drumbeat.people.members.models import Brand

A_PAGE = 48
# Width over height, from and below.
SHAPES = {"portrait": (0, 0.95), "square": (0.95, 1.05), "landscape": (1.05, 1e9)}


def shape_of(ratio: float | None) -> str:
    """The shape that the library files this ratio under; "" of none."""
    if ratio is None:
        return ""
    return next(name for name, (least, below) in SHAPES.items() if least <= ratio < below)


@dataclass
class Piece:
    """An asset on a page of the library, with its newest version and how its rights stand."""

    asset: Asset
    version: Version | None
    rights: str = ""
    facts: FileFacts | None = field(default=None)
    tags: list[Tag] = field(default_factory=list)


def library(brand: Brand, today: date, **chosen):
    """Current assets as filtered, the newest first (a lazy queryset).

    words: each has to be in the names or a tag, in pinyin or its initials. tag: one of them. kind, message, owner; state: of
    the newest version. family, shape, hue: of its file. rights: expired, soon, none.
    """
    assets = Asset.objects.of(brand).current().order_by("-pk")
    for word in chosen.get("words", "").casefold().split():
        tagged = tagged_with(brand, word)
        assets = assets.filter(Q(spelled__contains=word) | Q(pk__in=tagged))
    if chosen.get("tag"):
        assets = assets.filter(tags=chosen["tag"])
    exact = {name: chosen[name] for name in ("kind", "message", "owner") if chosen.get(name)}
    assets = assets.filter(**exact)
    if asked := _of_the_newest(chosen):
        # One question an asset in the order of the page, which ends as soon as the page is full.
        newer = Version.objects.filter(asset=OuterRef("asset"), number__gt=OuterRef("number"))
        newest = Version.objects.filter(~Exists(newer), asset=OuterRef("pk"), **asked)
        assets = assets.filter(Exists(newest))
    if chosen.get("rights"):
        assets = assets.filter(_by_rights(chosen["rights"], today))
    return assets


def _of_the_newest(chosen):
    """What is asked of the newest version and of its file."""
    asked = {"state": chosen["state"]} if chosen.get("state") else {}
    family = chosen.get("family")
    if family == "words":
        asked["file"] = None
    elif family:
        asked["file__facts__media_type__in"] = FAMILIES[family][1]
    if chosen.get("shape"):
        least, below = SHAPES[chosen["shape"]]
        asked |= {"file__facts__ratio__gte": least, "file__facts__ratio__lt": below}
    if chosen.get("hue"):
        asked["file__facts__hues__contains"] = f"|{chosen['hue']}|"
    return asked


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

    Five queries however long the library is: the keys of the page first, so that nothing more is
    asked of the rows that are not on it.
    """
    if after:
        assets = assets.filter(pk__lt=after)
    found = list(assets.values_list("pk", flat=True)[: A_PAGE + 1])
    shown = with_newest(Asset.objects.filter(pk__in=found[:A_PAGE]).order_by("-pk"))
    return pieces_of(list(shown), today), found[A_PAGE - 1] if len(found) > A_PAGE else ""


def pieces_of(assets: list[Asset], today: date) -> list[Piece]:
    """What is shown of assets that are `with_newest`, in their order (3 queries)."""
    newest = Version.objects.filter(pk__in=[one.newest_id for one in assets if one.newest_id])
    versions = {one.asset_id: one for one in newest.select_related("file__facts")}
    ends: dict[str, list[Right]] = {}
    for right in Right.objects.current().filter(asset__in=[one.pk for one in assets]):
        ends.setdefault(right.asset_id, []).append(right)
    tags = on_each(assets)
    pieces = []
    for asset in assets:
        version = versions.get(asset.pk)
        file = version.file if version else None
        rights = ends.get(asset.pk, [])
        facts, standing = getattr(file, "facts", None), _standing(rights, today)
        pieces.append(Piece(asset, version, standing, facts, tags.get(asset.pk, [])))
    return pieces


def _standing(rights, today):
    if any(right.is_expired(today) for right in rights):
        return "expired"
    return "soon" if any(right.expires_soon(today) for right in rights) else ""
