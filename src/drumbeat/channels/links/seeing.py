"""Has somebody come through the link? The lake knows; the link remembers the newest touch."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from drumbeat.channels.links.models import TrackingLink
from drumbeat.people.models import Brand
from drumbeat.warehouse.lake import Lake
from drumbeat.warehouse.questions import verified

LOOK_BACK = timedelta(days=7)


def look(brand: Brand, links, now: datetime) -> int:
    """Ask the lake for touches of the last seven days; returns how many links have newer ones."""
    codes = [link.code for link in links]
    if not codes:
        return 0
    lake = Lake(settings.LAKE_ROOT).brand(brand.pk)
    return remember(brand, verified(lake, codes, since=now - LOOK_BACK))


@transaction.atomic
def remember(brand: Brand, touches: dict[str, datetime]) -> int:
    """Keep the newest touch of each code ({code: aware moment}); returns how many moved on."""
    links = TrackingLink.objects.of(brand).filter(code__in=touches)
    newer = [link for link in links if link.seen_at is None or link.seen_at < touches[link.code]]
    for link in newer:
        TrackingLink.objects.filter(pk=link.pk).update(seen_at=touches[link.code])
    return len(newer)
