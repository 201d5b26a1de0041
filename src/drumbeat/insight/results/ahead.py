"""Markov's paths over long logs, counted ahead: while nobody waits for them."""

from datetime import datetime

from django.http import QueryDict

from drumbeat.insight.ahead import count_one_due
from drumbeat.insight.conversions.queries import current_conversions, main_outcomes
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions import Period, SavedMoves, count_moves_ahead
from drumbeat.warehouse.questions.moves_ahead import keep_only, moves_counted_when

AT_ONCE = 5_000_000  # events whose paths are counted in half a second
PEOPLE_AT_ONCE = 20_000_000  # events whose people are told apart by row in half a second
# What a reader may wait for, as the address has it: visitors of each row, the paths by which Markov
# shares as they are now, or both.
WAITS, PEOPLE, PATHS, NOW = "count", "people", "paths", "now"


def waits_of(given: QueryDict) -> str:
    """What the reader of an address waits for, "" for nothing."""
    waits = given.get(WAITS, "")
    return waits if waits in (PEOPLE, PATHS, NOW) else ""


def waiting(address: str, waits_for: str) -> str:
    """An address with a query, of somebody who waits for that."""
    return f"{address}&{WAITS}={waits_for}" if waits_for else address


def shares_ahead(lake: BrandLake, period: Period, waits_for: str) -> bool:
    """Whether Markov shares by paths counted ahead, where they are: there are too many to count now,
    and the reader does not wait for that."""
    return waits_for not in (PATHS, NOW) and lake.manifest().events_on(*period.utc_days) > AT_ONCE


def saved_moves(brand) -> list[SavedMoves]:
    """The paths that pages share by when nobody chose an outcome (one query)."""
    counted = main_outcomes(current_conversions(brand))
    keys = counted if isinstance(counted, tuple) else (counted,)
    return [SavedMoves(key, brand.time_zone) for key in keys]


def count_paths_due(now: datetime) -> None:
    """Count the paths of one long log that were not counted since midnight; forget those that no page
    shares by any more."""
    count_one_due(now, AT_ONCE, saved_moves, keep_only, moves_counted_when, count_moves_ahead)
