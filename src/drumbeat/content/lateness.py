"""What has run past its time is told of once, whichever clock saw it first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

AT_ONCE = 100
# What has been overdue for longer is an old story, and no reason to read all there ever was.
REMEMBERED = timedelta(days=30)


def tell_past_their_day(waiting: QuerySet, now: datetime, tell: Callable) -> int:
    """Tell of what still waits though its `due_on` has passed in its brand's time zone, and of which
    nobody was told (`late_told_at`); returns of how many. tell: takes one of them."""
    today = timezone.localdate(now)
    late = waiting.filter(late_told_at=None, due_on__gt=today - REMEMBERED, due_on__lte=today)
    return sum(
        tell_once(waiting.model.objects.filter(pk=one.pk, late_told_at=None), now, tell, one)
        for one in late.order_by("due_on")[:AT_ONCE]
        if one.due_on < now.astimezone(ZoneInfo(one.brand.time_zone)).date()
    )


def tell_once(untold: QuerySet, now: datetime, tell: Callable, one) -> int:
    """untold: the row of `one`, as long as nobody was told of it; returns whether it still was."""
    with transaction.atomic():
        # Conditionally, so that of two clocks one tells.
        if not untold.update(late_told_at=now):
            return 0
        tell(one)
    return 1
