"""Whom it concerns when a message or an audience of placements changes."""

from drumbeat.channels.placements.models import Placement
from drumbeat.strategy.models import KeyMessage

OVER = ("ended", "reconciled", "cancelled")


def who_shows_it(sender, obj, **_more):
    """Owners of the placements that are not over, with the addresses of these."""
    carries = {"message": obj} if sender is KeyMessage else {"audience": obj}
    placed = Placement.objects.current().filter(**carries).exclude(state__in=OVER)
    return [
        (placement.owner, placement.get_absolute_url())
        for placement in placed.select_related("owner__brand")
    ]
