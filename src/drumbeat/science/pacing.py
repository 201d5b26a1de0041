"""Pacing: is a budget, or a booked number of impressions, being used up at the planned speed?

A flight is a sequence of day weights w₁…w_D (flat, by weekday or a curve of one's own) and is judged
after `elapsed` whole days. Amounts are in one unit: money of one currency, or impressions.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Amount = Decimal | float
Colour = Literal["green", "amber", "red"]

EARLY = 0.2
"""Share of the flight below which an index says nothing yet."""
RECENT_DAYS = 7


def flat_weights(days: int) -> list[float]:
    """The same weight for each of `days` days."""
    return [1.0] * days


def weekday_weights(start: date, end: date, by_weekday: Mapping[int, float]) -> list[float]:
    """Weights of the days from `start` to `end`, both included; `by_weekday` has Monday = 0."""
    days = (end - start).days + 1
    return [by_weekday[(start + timedelta(days=n)).weekday()] for n in range(days)]


def planned_to_date(budget: Amount, weights: Sequence[float], elapsed: int) -> float:
    """What should have been used after `elapsed` days: B · Σ_{d≤t} w_d / Σ w.

    weights: (D,) ≥ 0. Raises ValueError for negative or all-zero weights, or `elapsed` outside 0…D.
    """
    return float(budget) * sum(weights[:elapsed]) / _total(weights, elapsed)


def pacing_index(actual: Amount, planned: Amount) -> float | None:
    """actual / planned to date, 1 = on plan; None while nothing was planned yet."""
    return float(actual) / float(planned) if planned else None


def colour(index: float | None, elapsed_share: float) -> Colour | None:
    """Green within 0.9–1.1, amber within 0.8–1.2, red outside, ends included.

    elapsed_share: days elapsed / days of the flight, 0–1. None below 20 %, or without an index.
    """
    if index is None or elapsed_share < EARLY:
        return None
    if 0.9 <= index <= 1.1:
        return "green"
    return "amber" if 0.8 <= index <= 1.2 else "red"


def required_daily(
    budget: Amount, actual: Amount, weights: Sequence[float], elapsed: int
) -> float | None:
    """What each remaining day of average weight has to use for the flight to end on budget.

    (B − actual) / remaining weighted days, a day's weight being w_d over the mean weight: multiply
    by that to get one day's share. Negative when overspent; None when no weight remains. Raises
    ValueError as `planned_to_date`.
    """
    mean_weight = _total(weights, elapsed) / len(weights)
    remaining_days = sum(weights[elapsed:]) / mean_weight
    return (float(budget) - float(actual)) / remaining_days if remaining_days else None


def projected_end(used_by_day: Sequence[Amount], weights: Sequence[float]) -> float | None:
    """Where the flight ends if the last seven days' speed holds.

    used_by_day: (t,) one amount per elapsed day, t ≤ D. Used so far + (used per weight over the last
    seven days) · remaining weight. None while those days carry no weight. Raises ValueError as
    `planned_to_date`.
    """
    elapsed = len(used_by_day)
    _total(weights, elapsed)
    recent = slice(max(0, elapsed - RECENT_DAYS), elapsed)
    recent_weight = sum(weights[recent])
    if not recent_weight:
        return None
    speed = float(sum(used_by_day[recent])) / recent_weight
    return float(sum(used_by_day)) + speed * sum(weights[elapsed:])


def _total(weights: Sequence[float], elapsed: int) -> float:
    if any(weight < 0 for weight in weights) or not sum(weights):
        raise ValueError("day weights must be 0 or more, and not all 0")
    if not 0 <= elapsed <= len(weights):
        raise ValueError(f"{elapsed} days elapsed of a flight of {len(weights)}")
    return sum(weights)
