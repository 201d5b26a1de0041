"""A playbook's document laid on real dates: what a run would look like, before there is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from drumbeat.science.calendar import WorkingCalendar, by_key
from drumbeat.science.schedule import Dependency
from drumbeat.science.schedule import schedule as scheduled
from drumbeat.science.timetable import TaskDates, on_calendar
from drumbeat.work.playbooks.document import network, schedule_of, tasks_by_id

DAY_STARTS, DAY_ENDS = time(9), time(18)


@dataclass(frozen=True)
class PlannedTask:
    """One task of a run to be. slack: units of the playbook by which it may slip."""

    key: str
    body: Mapping
    start_at: datetime
    due_at: datetime
    slack: float
    is_critical: bool
    depends_on: tuple[Dependency, ...]


@dataclass(frozen=True)
class RunPlan:
    """length: in `unit` ("working_day" or "hour"). unknown_years: dates there are a good guess."""

    tasks: tuple[PlannedTask, ...]
    unit: str
    length: float
    critical_path: tuple[str, ...]
    unknown_years: tuple[int, ...]

    @property
    def starts_at(self):
        return min(task.start_at for task in self.tasks)

    @property
    def ends_at(self):
        return max(task.due_at for task in self.tasks)


def plan(
    body: Mapping, parameters: Mapping, anchor_at: datetime, calendar: str, zone: tzinfo
) -> RunPlan:
    """The dated tasks of a run. anchor_at: aware; its day in `zone` counts for day playbooks.

    Raises ScheduleProblem when the document and the calendar do not fit together.
    """
    tasks = network(body, parameters)
    schedule = scheduled(tasks)
    table = by_key(calendar)
    unit = body["duration_unit"]
    anchor = anchor_at.astimezone(zone) if unit == "hour" else anchor_at.astimezone(zone).date()
    dates = on_calendar(schedule, body["anchor"]["task"], anchor, table, unit, body["scheduling"])
    bodies = tasks_by_id(body)
    planned = tuple(
        PlannedTask(
            task.id,
            bodies[task.id],
            *moments(dates[task.id], zone),
            schedule.tasks[task.id].float_,
            schedule.tasks[task.id].critical,
            task.depends_on,
        )
        for task in tasks
    )
    return RunPlan(planned, unit, schedule.length, schedule.critical_path, _unknown(planned, table))


def moments(dates: TaskDates, zone: tzinfo) -> tuple[datetime, datetime]:
    """Start and due moments: days last from nine to six, moments stay as they are."""
    if isinstance(dates.start, datetime):
        return dates.start, dates.finish
    return (
        datetime.combine(dates.start, DAY_STARTS, zone),
        datetime.combine(dates.finish, DAY_ENDS, zone),
    )


def calendar_for(body: Mapping, brand) -> str:
    """Hours run round the clock; days run on the brand's calendar."""
    return "24x7" if body["duration_unit"] == "hour" else brand.calendar


def earliest_anchor(body: Mapping, calendar: str, today: date) -> date:
    """The first anchor day on which no task would have to start before `today`."""
    zero = schedule_of(body).tasks[body["anchor"]["task"]].early_start
    table = by_key(calendar)
    first = today if table.is_working_day(today) else table.add_working_days(today, 1)
    whole_days = -int(-zero // 1)
    return table.add_working_days(first, whole_days)


def after_lag(finished: datetime, lag: float, unit: str, calendar: str, zone: tzinfo) -> datetime:
    """The first moment a task may start whose dependency finished then, `lag` units after it."""
    if unit == "hour":
        return finished + timedelta(hours=lag)
    day = by_key(calendar).add_working_days(finished.astimezone(zone).date(), 1 + lag)
    return datetime.combine(day, DAY_STARTS, zone)


def _unknown(tasks: tuple[PlannedTask, ...], calendar: WorkingCalendar) -> tuple[int, ...]:
    years = {moment.year for task in tasks for moment in (task.start_at, task.due_at)}
    return tuple(sorted(year for year in years if not calendar.covers(year)))
