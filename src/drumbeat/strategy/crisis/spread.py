"""How far a crisis spreads, from what people counted, and whether that has fallen for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Spread:
    """Critical mentions an hour. has_fallen: for `hours` now below `share` of the peak."""

    latest: int | None
    peak: int | None
    share: float
    hours: float
    has_fallen: bool


def spread(readings, now: datetime, share: float, hours: float) -> Spread:
    """readings: (moment, mentions an hour) in any order; share of the peak, 0–1."""
    told = sorted(readings)
    if not told:
        return Spread(None, None, share, hours, False)
    peak = max(mentions for _at, mentions in told)
    loud = [at for at, mentions in told if mentions >= peak * share]
    quiet = [at for at, _mentions in told if at > loud[-1]]
    # Silence counts from the first quiet reading on, and only while somebody still counts.
    since = timedelta(hours=hours)
    has_fallen = bool(quiet) and quiet[0] <= now - since and quiet[-1] > now - since
    return Spread(told[-1][1], peak, share, hours, has_fallen)


def spread_of(crisis, now: datetime) -> Spread:
    """Of one crisis by its own rules (one query)."""
    rule = crisis.rules["containment"]
    told = crisis.readings.values_list("at", "mentions")
    return spread(told, now, rule["below_peak_share"], rule["hours"])
