"""Bringing the sums by local day up to date with what a derivation wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa

from drumbeat.warehouse import sums
from drumbeat.warehouse.derive.days import DAY, Run, runs
from drumbeat.warehouse.derive.summing_changes import Unclear, add_returns, add_up, made
from drumbeat.warehouse.derive.tables import SUMS
from drumbeat.warehouse.engine import Step, Workspace
from drumbeat.warehouse.period import Period

if TYPE_CHECKING:
    from drumbeat.warehouse.derive.work import Work

_DAYS_AT_ONCE = 31  # of journeys, whose credit is shared out in memory


def sum_up(work: Work, tz: str, *, visited: list[Run], followed: list[Run]) -> None:
    """Sum again the local days of `visited` (sessions and touches) and `followed` (journeys).

    Who was there before a day decides what the days after it count, so people are told apart
    again from the first visited day on.
    """
    known = Period(work.known.first - DAY, work.known.last + DAY, tz)
    for run in _local(visited, known):
        _keep(work, known, ("day_visits", "day_contacts"), run)
    for run in _local(followed, known):
        for part in _parts(run):
            _keep(work, known, ("day_credit",), part)
    if visited:
        _tell_apart(work, known, Run(_local(visited, known)[0].first, known.end))


def sum_changes(work: Work, tz: str, follow: Callable[[], None]) -> None:
    """Bring the sums up to date with the rows that were exchanged; `follow` makes their journeys.

    Two at a time: what sessions and touches add up to has nothing to do with journeys.
    """
    with (
        Workspace(work.space.engine) as space,
        ThreadPoolExecutor(1, thread_name_prefix="summing") as beside,
    ):
        visits = copy(work)
        visits.space = space
        summed = beside.submit(_sum_changed_visits, visits, tz)
        follow()
        _sum_changed_credit(work, tz)
        summed.result()
        work.told_apart_from = visits.told_apart_from


def _sum_changed_credit(work: Work, tz: str) -> None:
    known = Period(work.known.first - DAY, work.known.last + DAY, tz)
    try:
        add_up(work, known, ("day_credit",))
    except Unclear:
        for run in _local(_written(work, ("journeys",)), known):
            _keep(work, known, ("day_credit",), run)


def _sum_changed_visits(work: Work, tz: str) -> None:
    known = Period(work.known.first - DAY, work.known.last + DAY, tz)
    add_up(work, known, ("day_visits", "day_contacts"))
    visited = _written(work, ("sessions", "touches"))
    if not visited:
        return
    first = _local(visited, known)[0].first
    if work.told_apart_from is not None and work.told_apart_from <= first:
        add_returns(work, known)
    else:  # sums that knew of days sealed since: what to take off them cannot be told
        _tell_apart(work, known, Run(first, known.end))


def _written(work: Work, tables: tuple[str, ...]) -> list[Run]:
    """The days with exchanged rows."""
    return runs({day for table in tables for day in work.changes.days(table)})


def _keep(work: Work, known: Period, names: tuple[str, ...], run: Run) -> None:
    for name in names:
        for table in sums.MADE_OF[name]:
            work.derived(table, table, *_utc(run, known))
        work.write(name, made(name, known), run)


def _tell_apart(work: Work, known: Period, days: Run) -> None:
    """Write `day_returns` of the days, one way of telling people apart after the other."""
    days, schema = work.unsealed(days), SUMS["day_returns"]
    work.told_apart_from = min(work.told_apart_from or days.first, days.first)
    reach = _utc(days, known)
    found = []
    with work.over_all_history():
        for table in sums.MADE_OF["day_returns"]:
            work.derived(table, table, reach.first)
            work.derived(f"{table}_before", table, None, reach.first)
        for way in range(len(sums.WAYS)):
            for step in (_here(way, known, days.first), _earlier(way, known, days.first)):
                work.space.keep(step)
            found.append(work.space.fetch(_returns(way), days, schema.names).cast(schema))
    work.put("day_returns", pa.concat_tables(found), days)


@lru_cache(maxsize=32)
def _here(way: int, known: Period, first: date) -> Step:
    def build():
        rows = sums.present(sums.WAYS[way], known)
        return rows.filter(rows.day >= first)

    return Step("here", build)


@lru_cache(maxsize=32)
def _earlier(way: int, known: Period, first: date) -> Step:
    def build():
        one = sums.WAYS[way]
        rows = sums.present(one, known, f"{one.table}_before")
        return sums.lately(rows.filter(rows.day < first).semi_join(sums.HERE, ["who", "number"]))

    return Step("earlier", build)


@cache
def _returns(way: int) -> Step:
    return Step("returns", lambda: sums.returns(sums.WAYS[way : way + 1], sums.HERE, sums.EARLIER))


def _local(written: list[Run], known: Period) -> list[Run]:
    """The local days that have a part of these UTC days."""
    days: set[date] = set()
    for run in written:
        for day in Run(run.first - DAY, run.last + DAY).days():
            begin, end = known.begins(day).date(), (known.begins(day + DAY) - _TICK).date()
            if begin <= run.last and end >= run.first:
                days.add(day)
    return runs(days)


def _utc(run: Run, known: Period) -> Run:
    return Run(*Period(run.first, run.last, known.tz).utc_days)


def _parts(run: Run) -> Iterator[Run]:
    first = run.first
    while first <= run.last:
        last = min(first + (_DAYS_AT_ONCE - 1) * DAY, run.last)
        yield Run(first, last)
        first = last + DAY


_TICK = timedelta(microseconds=1)
