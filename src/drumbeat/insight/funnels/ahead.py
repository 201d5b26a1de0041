"""Saved funnels over long logs, counted ahead: while nobody waits for them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from drumbeat.insight.funnels.models import Funnel
from drumbeat.insight.funnels.queries import current_funnels
from drumbeat.insight.lake import lake_of
from drumbeat.people.models import Brand
from drumbeat.warehouse.questions import SavedFunnel, count_ahead
from drumbeat.warehouse.questions.saved import counted_when, keep_only

AT_ONCE = 5_000_000  # events that a funnel counts in half a second


def saved(funnel: Funnel) -> SavedFunnel:
    """As the lake keeps it: in the brand's local days."""
    return SavedFunnel(funnel.asked, funnel.window_hours, funnel.brand.time_zone)


def count_due(now: datetime) -> None:
    """Count one funnel of a long log that was not counted since midnight; forget the sums of those
    that are archived or edited."""
    for brand in Brand.objects.all():
        lake = lake_of(brand)
        funnels = [saved(one) for one in current_funnels(brand)]
        keep_only(lake, funnels)
        if sum(lake.manifest().event_rows.values()) <= AT_ONCE:
            continue
        midnight = now.astimezone(ZoneInfo(brand.time_zone)).replace(hour=0, minute=0, second=0)
        for one in funnels:
            when = counted_when(lake, one)
            if when is None or when < midnight:
                count_ahead(lake, one)
                return
