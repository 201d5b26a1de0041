"""What a Delta table of the lake holds at one of its versions, which never changes."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from drumbeat.warehouse.objects import SCHEME, ObjectPath
from drumbeat.warehouse.store import place

_asking = threading.Lock()
_there: set[str] = set()  # tables in the object store


def is_table(path: str) -> bool:
    """Whether somebody made the table."""
    if not path.startswith(SCHEME):
        return DeltaTable.is_deltatable(path)
    # An object store takes its time, and while delta-rs waits for it here, so does all Python.
    if path not in _there and (ObjectPath(path) / "_delta_log").exists():
        _there.add(path)
    return path in _there


@lru_cache(maxsize=64)
def _kept_open(path: str) -> DeltaTable:
    return DeltaTable(path)


@lru_cache(maxsize=64)
def _kept_to_write(path: str) -> DeltaTable:
    return DeltaTable(path)


def newest(path: str) -> int:
    """The number of the newest version.

    Opening a table takes ten times as long as asking an open one for news, and a page asks often.
    """
    with _asking:
        table = _kept_open(path)
        table.update_incremental()
        return table.version()


def to_write(path: str) -> DeltaTable:
    """The table at its newest version, for the one thread that may write to it now."""
    table = _kept_to_write(path)
    table.update_incremental()
    return table


@lru_cache(maxsize=64)
def rows_by_day(path: str, version: int) -> dict[date, int]:
    if version < 0:
        return {}
    _, added = _added(path, version)
    per_day = added.group_by("partition.day").aggregate([("num_records", "sum")])
    days = per_day["partition.day"].to_pylist()
    return dict(zip(days, per_day["num_records_sum"].to_pylist(), strict=True))


@lru_cache(maxsize=64)
def _snapshot(path: str, version: int) -> tuple[str, list[tuple[date, str]]]:
    """What the parts are (day, month), and (first day, file) of each; a version never changes."""
    by, added = _added(path, version)
    files = zip(added[f"partition.{by}"].to_pylist(), added["path"].to_pylist(), strict=True)
    return by, sorted((day, f"{path}/{file}") for day, file in files)


def _added(path: str, version: int) -> tuple[str, pa.Table]:
    """By what the table is cut, and what its log tells of the files of this version."""
    with _asking:
        table = _kept_open(path)
        if table.version() < version:
            table.update_incremental()
        if table.version() != version:
            table = DeltaTable(path, version=version)
        (by,) = table.metadata().partition_columns
        return by, pa.table(table.get_add_actions(flatten=True))


def by_day(path: str, version: int) -> defaultdict[date, set[str]]:
    found: defaultdict[date, set[str]] = defaultdict(set)
    if version >= 0:
        for day, file in _snapshot(path, version)[1]:
            found[day].add(file)
    return found


def files_of(path: str, version: int, first: date | None, last: date | None) -> list[str]:
    if version < 0:
        return []
    low, high = first or date.min, last or date.max
    by, files = _snapshot(path, version)
    if by == "month":
        low = low.replace(day=1)
    return [file for day, file in files if low <= day <= high]


@lru_cache(maxsize=64)
def most_small(path: str, version: int, below: int) -> int:
    """How many files of less than so many bytes the day has that has most of them."""
    if version < 0:
        return 0
    _, added = _added(path, version)
    small = added.filter(pc.less(added["size_bytes"], below))
    return pc.max(small["partition.day"].value_counts().field("counts")).as_py() or 0


def beyond(
    path: str, then: int, version: int, days: Iterable[date]
) -> dict[date, list[str] | None]:
    """By day the files that hold rows which an older version has not; None for a day whose rows of
    then are not all there any more, or where the table's log cannot tell."""
    try:
        old, new = by_day(path, then), by_day(path, version)
        if all(old[day] <= new[day] for day in days):
            return {day: sorted(new[day] - old[day]) for day in days}
        done = commits(path, then, version)
    except (DeltaError, FileNotFoundError):
        return dict.fromkeys(days)
    of = frozenset().union(*(commit.of for commit in done))
    into = frozenset().union(*(commit.into for commit in done))
    mixed = of - into - frozenset().union(*old.values())  # merged, and new themselves
    rewritten = into - of - frozenset().union(*new.values())
    if mixed or rewritten:
        return dict.fromkeys(days)
    return {
        day: sorted(new[day] - old[day] - into) if old[day] <= new[day] | of else None
        for day in days
    }


class Commit(NamedTuple):
    """What one commit did. changes: whether rows came or went. of, into: files whose rows now lie
    in others, and those others."""

    changes: bool
    of: frozenset[str]
    into: frozenset[str]


def commits(path: str, then: int, version: int) -> list[Commit]:
    """The commits after `then`, up to and with `version`. Raises FileNotFoundError where the
    table's log does not go back so far."""
    return [_commit(path, number) for number in range(then + 1, version + 1)]


@lru_cache(maxsize=512)
def _commit(path: str, version: int) -> Commit:
    log = (place(path) / "_delta_log" / f"{version:020}.json").read_bytes()
    changes, of, into = False, set(), set()
    for action in map(_action, log.splitlines()):
        for told, moved in ((action.remove, of), (action.add, into)):
            if told is None:
                continue
            if told.changes:
                changes = True
            else:
                moved.add(f"{path}/{told.path}")
    return Commit(changes, frozenset(of), frozenset(into))


class _File(msgspec.Struct):
    path: str
    changes: bool = msgspec.field(name="dataChange", default=True)


class _Action(msgspec.Struct):
    add: _File | None = None
    remove: _File | None = None


_action = msgspec.json.Decoder(_Action).decode
