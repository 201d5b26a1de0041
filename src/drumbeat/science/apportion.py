"""Whole units shared out so that nothing is lost: amounts over periods, effects over rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import floor


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """`total` whole units shared out by `weights`, summing to it exactly.

    weights: (n,) ≥ 0, not all 0. Returns (n,) within one unit of total · w / Σ w; the largest
    remainders get the units that rounding down leaves, the earlier first among equals (Hamilton's
    method). Raises ValueError for weights that share nothing out.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be ≥ 0 and not all 0")
    shares = [divmod(total * weight, whole) for weight in weights]
    return _topped_up([share for share, _rest in shares], [rest for _share, rest in shares], total)


def whole_parts(parts: Sequence[float], total: int) -> list[int]:
    """Real parts as whole units that sum to `total`: the largest remainders get the rest.

    parts: (n,) that sum to about `total`, n ≥ 1 unless total is 0.
    """
    whole = [floor(part) for part in parts]
    return _topped_up(whole, [part - low for part, low in zip(parts, whole, strict=True)], total)


def _topped_up(whole: list[int], rests: Sequence[float], total: int) -> list[int]:
    missing = total - sum(whole)
    step = 1 if missing >= 0 else -1
    order = sorted(range(len(whole)), key=lambda at: -step * rests[at])
    for turn in range(abs(missing)):
        whole[order[turn % len(order)]] += step
    return whole


def month_of(day: date) -> date:
    """The first day of the day's month, which names the month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months(first: date, last: date) -> list[date]:
    """The months that the days from `first` to `last` touch, by their first days."""
    found = [month_of(first)]
    while (after := next_month(found[-1])) <= last:
        found.append(after)
    return found


def days_by_month(first: date, last: date) -> dict[date, int]:
    """How many of the days from `first` to `last`, both included, each month holds."""
    return {
        month: (min(last, _last_day(month)) - max(first, month)).days + 1
        for month in months(first, last)
    }


def by_month(total: int, first: date, last: date) -> dict[date, int]:
    """`total` whole units spread evenly over the days from `first` to `last`, by month."""
    days = days_by_month(first, last)
    return dict(zip(days, apportion(total, list(days.values())), strict=True))


def until(spread: Mapping[date, int], first: date, last: date, day: date) -> int:
    """How much of a spread over the days `first` … `last` falls on days up to `day`.

    Within a month the days count alike; a half-used unit counts as unused.
    """
    days = days_by_month(first, last)
    due = 0
    for month, amount in spread.items():
        over = (min(day, last, _last_day(month)) - max(first, month)).days + 1
        due += amount * min(max(over, 0), days[month]) // days[month]
    return due


def _last_day(month: date) -> date:
    return date.fromordinal(next_month(month).toordinal() - 1)
