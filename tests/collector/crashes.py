"""A whole way from spool to derived tables, and what a kill -9 at each write leaves of it.

Whoever kills a process leaves what is on the disk in that moment. So one run is enough: before and
after every write its folder is copied, and each copy is such a crash.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import RLock
from unittest.mock import patch

import pyarrow.parquet as pq
from deltalake import DeltaTable

from drumbeat.collector import sqlite
from drumbeat.collector.letters import Letter, of_events
from drumbeat.collector.loader import load_once
from drumbeat.collector.spool import Spool
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.events import Event
from drumbeat.warehouse.lake import BrandLake, Lake
from tests.warehouse.logs import DAY, RULES, at

BRANDS = ("tea", "coffee")
PORTION = 5  # events of one load


def nobody(*_) -> str:
    return ""


def fill(folder: Path) -> None:
    """Messages of two brands and three days wait, three not fit for any table, one sent twice."""
    spool = Spool(folder / "spool.db", now=lambda: 7)
    for letter in _letters():
        asyncio.run(spool.append(letter))
    spool.close()


def go_on(folder: Path, rounds: int = 1_000) -> None:
    """What a loader's process does: a portion, derive, the next one, until nothing waits."""
    lake = Lake(folder / "lake")
    spool = Spool(folder / "spool.db", now=lambda: 7)
    try:
        for _ in range(rounds):
            loaded = load_once(spool, lake, nobody, PORTION).chunks
            for brand in BRANDS:
                derive(lake.brand(brand), settings=RULES)
            if not loaded:
                return
    finally:
        spool.close()


def tables(folder: Path) -> dict[str, list]:
    """Everything a reader can see, in an order of its own: events, derived tables, set aside."""
    found: dict[str, list] = {}
    for brand in BRANDS:
        lake = Lake(folder / "lake").brand(brand)
        events = DeltaTable(str(lake.root / "events")).to_pyarrow_table().to_pylist()
        for row in events:
            row["batch"] = row["batch"].rpartition("-")[2]  # before it, each spool's own name
        found[f"{brand} events"] = sorted(events, key=lambda row: row["message_id"])
        for name, version in lake.manifest().tables.items():
            found[f"{brand} {name}"] = _rows(lake, name, version)
        found[f"{brand} days"] = sorted(lake.manifest().event_rows.items())
    spool = Spool(folder / "spool.db")
    found["set aside"] = sorted(spool.kept_aside(1_000))
    found["waiting"] = [spool.status().depth]
    spool.close()
    return found


def gone_on(folder: Path) -> dict[str, list]:
    """What the next process makes of the folder, which is gone afterwards."""
    go_on(folder)
    found = tables(folder)
    shutil.rmtree(folder)
    return found


WRITES = [
    (pq, "write_table"),
    (os, "fsync"),
    (Path, "replace"),
    (DeltaTable, "create"),
    (DeltaTable, "create_write_transaction"),
]


def at_each_write(note: Callable[[str], None]) -> ExitStack:
    """While entered, `note(where)` is called before and after every write of lake and spool."""
    stack = ExitStack()
    for owner, name in WRITES:
        stack.enter_context(patch.object(owner, name, _around(getattr(owner, name), note)))
    stack.enter_context(patch.object(sqlite.sqlite3, "connect", _connecting(note)))
    return stack


# Days are written by several threads: one after the other here, so that a copy of the folder holds
# each write whole or not at all.
_ONE_AT_A_TIME = RLock()


def _around(real: Callable, note: Callable[[str], None]) -> Callable:
    def write(*given, **named):
        with _ONE_AT_A_TIME:
            note(f"before {real.__name__}")
            answer = real(*given, **named)
            note(f"after {real.__name__}")
        return answer

    return write


def _connecting(note: Callable[[str], None]):
    real = sqlite3.connect

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *given):
            writes = sql.lstrip().upper().startswith(("INSERT", "DELETE", "UPDATE", "COMMIT"))
            if writes:
                note(f"before {sql[:20]}")
            answer = super().execute(sql, *given)
            if writes:
                note(f"after {sql[:20]}")
            return answer

        def executemany(self, sql: str, rows):
            note(f"before {sql[:20]}")
            answer = super().executemany(sql, rows)
            note(f"after {sql[:20]}")
            return answer

    return lambda path, **named: real(path, factory=Connection, **named)


def _rows(lake: BrandLake, name: str, version: int) -> list[tuple]:
    table = DeltaTable(str(lake.root / "derived" / name), version=version).to_pyarrow_table()
    return sorted((tuple(row.values()) for row in table.to_pylist()), key=repr)


def _letters() -> list[Letter]:
    day = 24 * 60
    shop = {"brand": "tea", "anonymous_id": "anna"}
    order = {"type": "track", "name": "Order Completed", "currency": "CNY"}
    visits = [
        at(60, **shop, utm_source="wechat", utm_medium="social", url="https://t.example/?x"),
        at(65, **shop, path="/tea"),
        at(70, **shop, **order, order_id="1", value_minor=4900),
        at(90, brand="coffee", anonymous_id="kofi", referrer="https://www.baidu.com/"),
        at(day - 5, **shop, utm_source="douyin", utm_medium="paid_social"),
        at(day + 5, **shop, **order, order_id="2", value_minor=9900, user_id="u1"),
        at(day + 9, brand="coffee", anonymous_id="kofi", **order, order_id="9", value_minor=100),
        at(day + 30, brand="tea", type="alias", previous_id="anna", user_id="u1"),
        at(day + 40, **shop, **order, order_id="1", value_minor=4900, message_id="again"),
        at(60, brand="tea", anonymous_id="late", type="track", name="Lead Sent"),
        at(2 * day, **shop, type="track", name="Order Refunded", order_id="2", value_minor=-9900),
    ]
    letters = [of_events([event], event.received) for event in visits]
    unfit = _event(value_minor=2**63)
    letters.insert(2, of_events([unfit], unfit.received))
    letters.insert(
        5, Letter("segment", "track", "tea", "web", "", 7, 1, "", "", False, {}, "", b"{")
    )
    letters.insert(9, of_events([_event(brand="../x")], 7))
    return [*letters, letters[0]]  # a client that heard no answer sent its first one again


def _event(**fields) -> Event:
    return at(DAY / DAY, **{"brand": "tea", "message_id": "unfit", **fields})


def main(folder: str, step: str) -> None:
    """Work in the folder and die, by kill -9, at the `step`-th moment."""
    left = int(step)

    def note(_where: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    with at_each_write(note):
        go_on(Path(folder))


def copy(folder: Path, to: Path) -> Path:
    """The bytes as they are on the disk; nobody closes anything first."""
    return Path(shutil.copytree(folder, to))


def on_disk(folder: Path) -> dict[str, tuple[int, int]]:
    """What tells one moment of the folder from another: names, sizes and times of its files."""
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
