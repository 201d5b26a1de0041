"""The periods that a tree's targets are dated by. No database."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class Span:
    """A period of the tree: whole months or quarters of the calendar, cut to the tree's days.

    name: 2026-10 or 2026Q4; empty for the whole time.
    """

    starts_on: date
    ends_on: date
    name: str = ""

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def spans(starts_on: date, ends_on: date, grain: str) -> list[Span]:
    """The periods from the first to the last day, in order, without gaps."""
    if grain == "whole":
        return [Span(starts_on, ends_on)]
    found, day = [], starts_on
    while day <= ends_on:
        after = _after(day, MONTHS[grain])
        found.append(Span(day, min(after - timedelta(days=1), ends_on), _name(day, grain)))
        day = after
    return found


def _after(day: date, months: int) -> date:
    """The first day of the next period."""
    month = (day.month - 1) // months * months + months
    return date(day.year + month // 12, month % 12 + 1, 1)


def _name(day: date, grain: str) -> str:
    return f"{day:%Y-%m}" if grain == "month" else f"{day.year}Q{(day.month - 1) // 3 + 1}"
