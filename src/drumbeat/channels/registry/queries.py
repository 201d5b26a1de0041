"""What channel screens read."""

from itertools import groupby

from django.db.models import Count, Q

from drumbeat.channels.registry import kinds
from drumbeat.channels.registry.models import Channel

RUNNING = ("booked", "armed", "live", "paused")


def channels_by_kind(brand) -> list[tuple[str, list[Channel]]]:
    """(name of the kind, its channels), in the order of the table of kinds.

    Each channel knows `placement_count` and `running_count` (one query).
    """
    channels = (
        Channel.objects.of(brand)
        .current()
        .annotate(
            placement_count=Count("placements"),
            running_count=Count("placements", filter=Q(placements__state__in=RUNNING)),
        )
    )
    order = list(kinds.KINDS)
    ordered = sorted(channels, key=lambda channel: (order.index(channel.kind), channel.key))
    return [
        (kinds.KINDS[kind][0], list(group))
        for kind, group in groupby(ordered, key=lambda channel: channel.kind)
    ]
