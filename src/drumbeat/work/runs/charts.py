"""Tasks as a Gantt chart: days on the run's calendar, or hours of a crisis."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drumbeat.science.calendar import by_key
from drumbeat.ui import gantt as chart
from drumbeat.work.playbooks.document import title
from drumbeat.work.runs.models import Run
from drumbeat.work.runs.plan import RunPlan
from drumbeat.work.tasks.models import Dependency, Task
from drumbeat.work.vocabulary import module_key

GATE_LOOKS = {"accepted": "passed", "returned": "failed", "waived": "conditional"}
DONE = {"accepted": 1, "submitted": 0.9, "doing": 0.5, "returned": 0.5}


@dataclass(frozen=True)
class DayAxis:
    """One column a day."""

    calendar: str

    def span(self, start: datetime, end: datetime) -> tuple[date, date]:
        first, last = timezone.localtime(start).date(), timezone.localtime(end).date()
        return min(first, last), last

    def here(self, moment: datetime) -> date:
        return timezone.localtime(moment).date()

    def float_columns(self, end: date, slack) -> int:
        """Weekends inside the float are drawn too."""
        return (by_key(self.calendar).add_working_days(end, int(slack)) - end).days

    def rest(self, first: date, last: date) -> list[date]:
        table = by_key(self.calendar)
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [day for day in days if not table.is_working_day(day)]

    def ticks(self, first: date, last: date) -> list[tuple[date, str]]:
        return week_ticks(first, last)


@dataclass(frozen=True)
class HourAxis:
    """One column an hour: the chart counts them as days from an arbitrary first one."""

    zero: datetime

    COLUMN_ZERO = date(2000, 1, 1)

    def _column(self, hours: int) -> date:
        return self.COLUMN_ZERO + timedelta(days=hours)

    def _hours(self, moment: datetime) -> float:
        return round((moment - self.zero) / timedelta(hours=1), 6)

    def span(self, start: datetime, end: datetime) -> tuple[date, date]:
        first = math.floor(self._hours(start))
        return self._column(first), self._column(max(first, math.ceil(self._hours(end)) - 1))

    def here(self, moment: datetime) -> date:
        return self._column(math.floor(self._hours(moment)))

    def float_columns(self, end: date, slack) -> int:
        return int(slack)

    def rest(self, first: date, last: date) -> list[date]:
        return []

    def ticks(self, first: date, last: date) -> list[tuple[date, str]]:
        columns = range(0, (last - self.COLUMN_ZERO).days + 1, 6)
        return [(self._column(hours), _("+%(hours)d h") % {"hours": hours}) for hours in columns]


def axis_for(calendar: str, zero: datetime) -> DayAxis | HourAxis:
    return HourAxis(zero) if calendar == "24x7" else DayAxis(calendar)


def run_chart(
    run: Run,
    tasks: list[Task],
    links: dict[str, list[Dependency]],
    conditional: set[str],
    now: datetime,
) -> dict:
    """The Gantt of a run: as planned, done tasks where they really happened.

    conditional: ids of the gates that were passed on conditions.
    """
    axis = axis_for(run.calendar, run.anchor_at)
    rows = [_row(task, links.get(task.pk, ()), axis, conditional) for task in tasks]
    return _drawn(rows, axis, now)


def _row(task, links, axis, conditional):
    start, end = task.start_at, task.due_at
    if task.finished_at:
        start, end = task.started_at or min(start, task.finished_at), task.finished_at
    first, last = axis.span(start, end)
    return chart.Task(
        task.pk,
        f"{task.key} {task}",
        first,
        last,
        module=task.module,
        after=[link.needs_id for link in links],
        critical=task.is_critical,
        gate=task.kind != "task",
        done=DONE.get(task.state, 0),
        float_days=axis.float_columns(last, task.slack) if task.is_open else 0,
        state=_looks(task, conditional),
        url=task.get_absolute_url(),
        title=f"{task.key} {task} · {task.owner} · {task.get_state_display()}",
    )


def _looks(task, conditional):
    if task.kind == "task":
        return "late" if task.is_overdue else ""
    return "conditional" if task.pk in conditional else GATE_LOOKS.get(task.state, "open")


def plan_chart(plan: RunPlan, calendar: str, anchor: datetime, now: datetime) -> dict:
    """The Gantt of a run that is not started yet."""
    axis = axis_for(calendar, anchor)
    rows = []
    for each in plan.tasks:
        first, last = axis.span(each.start_at, each.due_at)
        rows.append(
            chart.Task(
                each.key,
                f"{each.key} {title(each.body)}",
                first,
                last,
                module=module_key(each.body["module"], each.body["role"]),
                after=[d.id for d in each.depends_on],
                critical=each.is_critical,
                gate=each.body["type"] != "task",
                state="open",
            )
        )
    return _drawn(rows, axis, now)


def _drawn(rows: Iterable[chart.Task], axis: DayAxis | HourAxis, now: datetime) -> dict:
    ordered = sorted(rows, key=lambda row: (row.start, row.end))
    first = min(row.start for row in ordered)
    last = max(row.end + timedelta(days=row.float_days) for row in ordered)
    return chart.gantt(
        ordered,
        today=axis.here(now),
        tick_labels=axis.ticks(first, last),
        rest_days=axis.rest(first, last),
    )


def week_ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Every Monday between two days, with its label; the first day where there is no Monday."""
    monday = first + timedelta(days=-first.weekday() % 7)
    mondays = [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]
    return [(day, day_label(day)) for day in mondays or [first]]


def day_label(day: date) -> str:
    # Translators: month and day without a year, in the codes of Django's date filter.
    return date_format(day, _("M j"))
