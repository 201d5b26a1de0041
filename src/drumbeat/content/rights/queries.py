"""The register of rights: what ends next stands first."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Case, Q, Sum, Value, When

from drumbeat.content.rights.models import EXPIRY_WARNING_DAYS, Right
from drumbeat.people.members.models import Brand

SOON, LATER, ENDED = 0, 1, 2


def register(brand: Brand, today: date, *, kind="", ends="", words=""):
    """Current rights of current assets, each with `order`: those that end within 30 days first,
    then the later ones, then the expired (a lazy queryset).
    """
    rights = Right.objects.of(brand).current().filter(asset__archived_at=None)
    if kind:
        rights = rights.filter(kind=kind)
    if words:
        rights = rights.filter(
            Q(licensor__icontains=words) | Q(asset__spelled__contains=words.casefold())
        )
    last = today + timedelta(days=EXPIRY_WARNING_DAYS)
    order = Case(
        When(ends_on__lt=today, then=Value(ENDED)),
        When(ends_on__lte=last, then=Value(SOON)),
        default=Value(LATER),
    )
    rights = rights.annotate(order=order).select_related("asset", "owner__person")
    if ends in ("soon", "later", "expired"):
        rights = rights.filter(order={"soon": SOON, "later": LATER, "expired": ENDED}[ends])
    return rights.order_by("order", "ends_on", "pk")


def ends_of(assets: list[str], today: date) -> dict[str, list[Right]]:
    """Asset → the right that each of its licences ends with, the first to end first; assets
    without rights are missing (1 query)."""
    licences: defaultdict[tuple, list[Right]] = defaultdict(list)
    rights = Right.objects.current().filter(asset__in=assets).select_related("asset")
    for right in rights.order_by("starts_on", "pk"):
        given = (right.kind, right.licensor, right.territory, *sorted(right.channel_kinds))
        licences[right.asset_id, given].append(right)
    found: defaultdict[str, list[Right]] = defaultdict(list)
    for (asset, _given), rights in licences.items():
        found[asset].append(_last_of(rights, today))
    return {
        asset: sorted(ends, key=lambda one: (one.ends_on, one.pk)) for asset, ends in found.items()
    }


def _last_of(rights: list[Right], today: date) -> Right:
    """What a licence ends with: it was renewed by what began before it was over, or by now."""
    last, *later = rights
    for right in later:
        follows = right.starts_on <= max(today, last.ends_on + timedelta(days=1))
        if follows and right.ends_on > last.ends_on:
            last = right
    return last


def costs(rights) -> list[tuple[str, int]]:
    """(currency, minor units) of the rights of a queryset; never one sum over two currencies."""
    known = rights.exclude(cost_minor=None).order_by("currency")
    return [
        (row["currency"], row["sum"])
        for row in known.values("currency").annotate(sum=Sum("cost_minor"))
    ]
