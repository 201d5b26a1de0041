"""Markov's paths over long logs, counted ahead: while nobody waits for them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from drumbeat.insight.conversions.queries import current_conversions, main_outcomes
from drumbeat.insight.lake import lake_of
from drumbeat.people.models import Brand
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions import Period, SavedMoves, count_moves_ahead
from drumbeat.warehouse.questions.moves_ahead import keep_only, moves_counted_when

AT_ONCE = 5_000_000  # events whose paths are counted in half a second
PEOPLE_AT_ONCE = 20_000_000  # events whose people are told apart, row by row, in as long
# What a reader may wait for, as the address has it: visitors of each row; and as well the paths by
# which Markov shares, as they are now.
WAITS, PEOPLE, NOW = "count", "people", "now"


def shares_ahead(lake: BrandLake, period: Period, waits_for: str) -> bool:
    """Whether Markov shares by paths counted ahead, where they are: there are too many to count now,
    and the reader does not wait for that."""
    return waits_for != NOW and lake.manifest().events_on(*period.utc_days) > AT_ONCE


def saved_moves(brand) -> list[SavedMoves]:
    """The paths that pages share by when nobody chose an outcome (one query)."""
    counted = main_outcomes(current_conversions(brand))
    keys = counted if isinstance(counted, tuple) else (counted,)
    return [SavedMoves(key, brand.time_zone) for key in keys]


def count_paths_due(now: datetime) -> None:
    """Count the paths of one long log that were not counted since midnight; forget those to outcomes
    that are not main ones any more."""
    for brand in Brand.objects.all():
        lake, saved = lake_of(brand), saved_moves(brand)
        keep_only(lake, saved)
        if sum(lake.manifest().event_rows.values()) <= AT_ONCE:
            continue
        midnight = now.astimezone(ZoneInfo(brand.time_zone)).replace(hour=0, minute=0, second=0)
        for one in saved:
            when = moves_counted_when(lake, one)
            if when is None or when < midnight:
                count_moves_ahead(lake, one)
                return
