"""Pictures that look like another one, whatever their size, format or weight."""

from functools import reduce
from operator import or_

import numpy as np
from django.db.models import Q

from drumbeat.content.assets.models import Version
from drumbeat.content.media.models import FileFacts
from drumbeat.content.media.reading import unsigned
from drumbeat.science.pictures import ALIKE_BITS, distances, near_bands

MOST = 6


def same_bytes(version: Version) -> list[Version]:
    """The newest versions of other assets that hold exactly this file (1 query)."""
    if not version.file_id:
        return []
    found = (
        Version.objects.filter(brand_id=version.brand_id, file=version.file_id)
        .exclude(asset=version.asset_id)
        .filter(asset__archived_at=None)
        .select_related("asset")
        .order_by("-created_at")
    )
    return _one_an_asset(found[: MOST * 4])


def look_alikes(version: Version, facts: FileFacts | None) -> list[Version]:
    """Versions of other assets whose picture looks the same, the nearest first (2 queries)."""
    if facts is None or facts.fingerprint is None:
        return []
    rows = list(_candidates(facts).exclude(pk=facts.pk).values_list("pk", "fingerprint"))
    if not rows:
        return []
    prints = np.array([kept for _pk, kept in rows], np.int64).view(np.uint64)
    apart = distances(unsigned(facts.fingerprint), prints)
    near = [n for n in np.argsort(apart, kind="stable")[: MOST * 4] if apart[n] <= ALIKE_BITS]
    order = {rows[n][0]: place for place, n in enumerate(near)}
    found = (
        Version.objects.filter(file__in=order, asset__archived_at=None)
        .exclude(asset=version.asset_id)
        .select_related("asset")
    )
    return _one_an_asset(sorted(found, key=lambda one: (order[one.file_id], -one.number)))


def _candidates(facts):
    """Every picture that may be near enough, and about one in 120 of the others."""
    wanted = enumerate(near_bands(unsigned(facts.fingerprint)))
    some_band = reduce(or_, (Q(**{f"band_{number}__in": values}) for number, values in wanted))
    return FileFacts.objects.filter(some_band, brand_id=facts.brand_id)


def _one_an_asset(versions):
    kept = {}
    for version in versions:
        kept.setdefault(version.asset_id, version)
    return list(kept.values())[:MOST]
