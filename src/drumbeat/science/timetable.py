"""Dates of a schedule: offsets laid on a working calendar around an anchor date."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from drumbeat.science.calendar import WorkingCalendar
from drumbeat.science.schedule import Schedule, ScheduleProblem, UnknownTask, settled

Unit = Literal["working_day", "hour"]
Direction = Literal["backward_from_anchor", "forward_from_anchor"]


@dataclass(frozen=True)
class TaskDates:
    """First and last day of a task (dates, both worked on), or its two moments (datetimes)."""

    start: date
    finish: date


Dates = dict[str, TaskDates]


def on_calendar(
    schedule: Schedule,
    anchor_id: str,
    anchor: date,
    calendar: WorkingCalendar,
    unit: Unit = "working_day",
    direction: Direction = "backward_from_anchor",
) -> Dates:
    """Dates of every task at its early offsets, the anchor task starting on `anchor`.

    Working days: earlier tasks count back from the anchor, later ones forward. The anchor keeps its
    date even when that is a day off, and that day then counts as worked; its neighbours are the
    working days around it. A part of a day takes the day it falls in. Hours: `anchor` is an aware
    datetime, on a round-the-clock calendar. Going forward, nothing may lie before the anchor.
    Raises UnknownTask for the anchor, ScheduleProblem for what does not fit together.
    """
    if anchor_id not in schedule.tasks:
        raise UnknownTask(anchor_id)
    zero = schedule.tasks[anchor_id].early_start
    if direction == "forward_from_anchor" and zero > 0:
        before = [id for id, task in schedule.tasks.items() if task.early_start < zero]
        raise ScheduleProblem(f"{', '.join(before)} would start before the anchor {anchor_id}")
    place = _moments if unit == "hour" else _days
    return {
        id: place(anchor, task.early_start - zero, task.early_finish - zero, calendar)
        for id, task in schedule.tasks.items()
    }


def _days(anchor: date, start: float, finish: float, calendar: WorkingCalendar) -> TaskDates:
    if isinstance(anchor, datetime):
        raise ScheduleProblem("a playbook in working days is anchored on a date")
    first = math.floor(settled(start))
    last = max(first, math.ceil(settled(finish)) - 1)
    return TaskDates(
        calendar.add_working_days(anchor, first), calendar.add_working_days(anchor, last)
    )


def _moments(anchor: date, start: float, finish: float, calendar: WorkingCalendar) -> TaskDates:
    if not isinstance(anchor, datetime) or anchor.tzinfo is None:
        raise ScheduleProblem("a playbook in hours is anchored on a moment with a time zone")
    if not calendar.round_the_clock:
        raise ScheduleProblem("a playbook in hours needs a round-the-clock calendar")
    # Hours are elapsed hours, also across a clock change.
    zero = anchor.astimezone(UTC)
    first, last = (zero + timedelta(hours=settled(offset)) for offset in (start, finish))
    return TaskDates(first.astimezone(anchor.tzinfo), last.astimezone(anchor.tzinfo))


def replan(
    schedule: Schedule,
    anchor_id: str,
    anchor: date,
    calendar: WorkingCalendar,
    unit: Unit = "working_day",
    direction: Direction = "backward_from_anchor",
    *,
    done: Mapping[str, TaskDates],
) -> Dates:
    """The dates once the anchor has moved: due dates anew, done tasks as they really happened.

    Actual dates do not push their dependants: only the anchor and the network do. Raises as
    `on_calendar`, and UnknownTask for a done task that is not in the schedule.
    """
    for id in done:
        if id not in schedule.tasks:
            raise UnknownTask(id)
    return {**on_calendar(schedule, anchor_id, anchor, calendar, unit, direction), **done}


@dataclass(frozen=True)
class Move:
    """One task that moves, or appears (`old` is None), or disappears (`new` is None).

    start_days, finish_days: working days later (positive) or earlier; for moments, elapsed days.
    """

    id: str
    old: TaskDates | None
    new: TaskDates | None
    start_days: float | None = None
    finish_days: float | None = None


def difference(old: Dates, new: Dates, calendar: WorkingCalendar) -> list[Move]:
    """What changes from `old` to `new`, in the order of `new`, disappearing tasks last."""
    return [
        _move(id, old.get(id), new.get(id), calendar)
        for id in {**new, **old}
        if old.get(id) != new.get(id)
    ]


def _move(id: str, old: TaskDates | None, new: TaskDates | None, calendar: WorkingCalendar) -> Move:
    if old is None or new is None:
        return Move(id, old, new)
    return Move(
        id,
        old,
        new,
        _days_later(old.start, new.start, calendar),
        _days_later(old.finish, new.finish, calendar),
    )


def _days_later(old: date, new: date, calendar: WorkingCalendar) -> float:
    if isinstance(old, datetime) and isinstance(new, datetime):
        return (new - old) / timedelta(days=1)
    return calendar.working_days_between(old, new)
