"""Critical-path scheduling of a playbook's tasks, in offsets; `timetable` gives them dates.

Dependencies are finish-to-start: a task starts when each dependency has finished and its lag has
passed. Offsets count from the first possible start, in the playbook's unit (working days or hours).
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

_DEPENDENCY = re.compile(r"(?P<id>\w+)\s*(?P<lag>[+-]\s*\d+(?:\.\d+)?)?")


@dataclass(frozen=True)
class Dependency:
    """Wait for `id` to finish, then `lag` units more; a negative lag is a lead: start before."""

    id: str
    lag: float = 0.0


@dataclass(frozen=True)
class Activity:
    """A task as the network sees it. duration: units, ≥ 0."""

    id: str
    duration: float
    depends_on: tuple[Dependency, ...] = ()


@dataclass(frozen=True)
class Timing:
    """When a task may run, as offsets: at the earliest, and at the latest without a later end."""

    early_start: float
    early_finish: float
    late_start: float
    late_finish: float

    @property
    def float_(self) -> float:
        """Units by which the task may slip before the end slips."""
        return settled(self.late_start - self.early_start)

    @property
    def critical(self) -> bool:
        return self.float_ == 0


@dataclass(frozen=True)
class Schedule:
    """Timings by task id, in the order of the activities.

    critical_path: one chain of critical tasks up to the end; of equals, the one written first.
    Critical tasks beside it exist when chains are equally long.
    """

    tasks: Mapping[str, Timing]
    length: float
    critical_path: tuple[str, ...]


class ScheduleProblem(ValueError):
    """The tasks do not make a schedule."""


class UnknownTask(ScheduleProblem):
    def __init__(self, id: str) -> None:
        super().__init__(f"there is no task {id}")
        self.id = id


class UnknownDependency(ScheduleProblem):
    def __init__(self, task: str, dependency: str) -> None:
        super().__init__(f"task {task} depends on {dependency}, which does not exist")
        self.task, self.dependency = task, dependency


class CircularDependency(ScheduleProblem):
    """ids: the tasks of the circle, each one needed by the next, the first repeated at the end."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(f"tasks wait for each other in a circle: {' → '.join(ids)}")
        self.ids = tuple(ids)


def parse_dependency(text: str) -> Dependency:
    """Read "L41", "L41+5" (five units after L41 finishes) or "K06-1" (one unit before).

    Raises ScheduleProblem for anything else.
    """
    match = _DEPENDENCY.fullmatch(text.strip())
    if not match:
        raise ScheduleProblem(f"“{text}” is not a dependency; write L41, L41+5 or L41-1")
    return Dependency(match["id"], float("".join((match["lag"] or "0").split())))


def schedule(activities: Sequence[Activity]) -> Schedule:
    """Forward and backward pass over the tasks, as soon as possible from offset 0.

    Raises CircularDependency, UnknownDependency, and ScheduleProblem for a task given twice or a
    duration that is negative or not finite.
    """
    by_id = _checked(activities)
    order = _order(activities)
    early = _forward(by_id, order)
    length = max((finish for _, finish in early.values()), default=0.0)
    late = _backward(by_id, order, length)
    timings = {id: Timing(*early[id], *late[id]) for id in by_id}
    return Schedule(timings, length, _critical_path(activities, timings, length))


def drop(activities: Sequence[Activity], ids: Iterable[str]) -> list[Activity]:
    """The network without `ids`; dependants inherit a dropped task's dependencies, lags added up.

    Of two ways to wait for the same task the longer lag stays. Raises UnknownTask.
    """
    remaining = list(activities)
    for id in dict.fromkeys(ids):
        gone = next((activity for activity in remaining if activity.id == id), None)
        if gone is None:
            raise UnknownTask(id)
        remaining = [_inherit(a, gone) for a in remaining if a.id != id]
    return remaining


def _inherit(activity: Activity, gone: Activity) -> Activity:
    lags: dict[str, float] = {}
    for link in activity.depends_on:
        inherited = (Dependency(d.id, link.lag + d.lag) for d in gone.depends_on)
        for dependency in inherited if link.id == gone.id else (link,):
            lag = lags.get(dependency.id, dependency.lag)
            lags[dependency.id] = max(lag, dependency.lag)
    return replace(activity, depends_on=tuple(Dependency(*item) for item in lags.items()))


def _checked(activities: Sequence[Activity]) -> dict[str, Activity]:
    by_id = {activity.id: activity for activity in activities}
    if len(by_id) < len(activities):
        ids = [activity.id for activity in activities]
        raise ScheduleProblem(f"task {next(i for i in ids if ids.count(i) > 1)} is given twice")
    for activity in activities:
        if not 0 <= activity.duration < math.inf:
            raise ScheduleProblem(f"task {activity.id} cannot last {activity.duration}")
        for dependency in activity.depends_on:
            if dependency.id not in by_id:
                raise UnknownDependency(activity.id, dependency.id)
    return by_id


def _order(activities: Sequence[Activity]) -> list[str]:
    graph = {activity.id: [d.id for d in activity.depends_on] for activity in activities}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise CircularDependency(error.args[1]) from error


def _forward(by_id: Mapping[str, Activity], order: Sequence[str]) -> dict[str, tuple[float, float]]:
    early: dict[str, tuple[float, float]] = {}
    for id in order:
        ready = (early[d.id][1] + d.lag for d in by_id[id].depends_on)
        start = settled(max((0.0, *ready)))
        early[id] = start, settled(start + by_id[id].duration)
    return early


def _backward(
    by_id: Mapping[str, Activity], order: Sequence[str], length: float
) -> dict[str, tuple[float, float]]:
    finish = dict.fromkeys(order, length)
    late: dict[str, tuple[float, float]] = {}
    for id in reversed(order):
        start = settled(finish[id] - by_id[id].duration)
        late[id] = start, finish[id]
        for d in by_id[id].depends_on:
            finish[d.id] = min(finish[d.id], settled(start - d.lag))
    return late


def _critical_path(
    activities: Sequence[Activity], timings: Mapping[str, Timing], length: float
) -> tuple[str, ...]:
    by_id = {activity.id: activity for activity in activities}
    last = [id for id in by_id if timings[id].early_finish == length]
    needed = {d.id for id in last for d in by_id[id].depends_on}
    id = next((id for id in last if id not in needed), None)
    path: list[str] = []
    while id is not None:
        path.append(id)
        id = _driver(by_id[id], timings)
    return tuple(reversed(path))


def _driver(activity: Activity, timings: Mapping[str, Timing]) -> str | None:
    """The first-written dependency that decides when the task starts."""
    start = timings[activity.id].early_start
    for d in activity.depends_on:
        if settled(timings[d.id].early_finish + d.lag) == start:
            return d.id
    return None


def settled(offset: float) -> float:
    """`offset` without rounding noise: sums of 0.1 must compare equal along different paths."""
    return round(offset, 6)
