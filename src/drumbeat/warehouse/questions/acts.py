"""What people did, by what it was: days of events once more, in the order in which they are asked.

Events lie as they came: who asks for a page and an order reads all that lies between. Here each day
lies by event and page, so of its file only the parts are read that hold one of them (a projection,
as ClickHouse and Vertica call a table's copy in another order). It is a day's for as long as the
day's events lie in the files that it was made of; then those are read, until the next night.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from drumbeat.warehouse.derive.days import DAY
from drumbeat.warehouse.derive.facts import ONCE
from drumbeat.warehouse.engine import Query, Workspace, chosen, named, once_more, to_sql
from drumbeat.warehouse.files import name_of
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.manifest import LONG, Manifest
from drumbeat.warehouse.questions.answer import Asking
from drumbeat.warehouse.questions.people import by_whom, load_events
from drumbeat.warehouse.store import Place, put

# who: the number of the id in the event, so that who is found to be the same person later changes
# nothing here.
ACTS = pa.schema(
    {
        "type": pa.string(),
        "name": pa.string(),
        "path": pa.string(),
        "code": pa.string(),
        "ts": pa.timestamp("us", tz="UTC"),
        "who": pa.int64(),
    }
)
ACTED = named("acts", ACTS)
MOST = 3_000_000  # events of a day that are put in order in memory
_FOLDER = "acts"  # of lake.AHEAD
_FORMAT = 3  # a new number makes everything again
_PART = 8_192  # rows that are read together or not at all


def load_acts(asking: Asking, days: tuple[date, date]) -> list[date]:
    """Let `acts` mean the UTC days first…last as far as they lie ready; returns the other days that
    have events."""
    files = asking.event_files()
    wanted = {day: _name(day, files, asking.manifest) for day in asking.event_days(*days)}
    there = _there(asking.lake)
    ready = [str(there[name]) for name in wanted.values() if name in there]
    asking.space.files("acts", ready, ACTS)
    return [day for day, name in wanted.items() if name not in there]


@once_more
def arrange_acts(lake: BrandLake, *, beyond: int = LONG) -> int:
    """Make what days there are not yet, of a log of more than `beyond` events, and forget what no
    day is any more; returns how many were made."""
    manifest = lake.manifest()
    is_long = manifest.has_more_than(beyond)
    days = sorted(day for day, n in manifest.event_rows.items() if n <= MOST) if is_long else []
    files = lake.event_files_by_day(manifest.events_version)
    wanted = {_name(day, files, manifest): day for day in days}
    there = _there(lake)
    kept = {path for name, path in there.items() if name in wanted}
    for path in (lake.root / _FOLDER).glob("*"):  # drafts, too, that nobody lived to finish
        if path not in kept:
            path.unlink(missing_ok=True)
    missing = [day for name, day in wanted.items() if name not in there]
    for day in missing:
        with lake.arranging():  # no erasure may end while what it takes away is being copied
            _arrange(lake, day)
    return len(missing)


def _arrange(lake: BrandLake, day: date) -> None:
    manifest = lake.manifest()
    if day not in manifest.event_rows:  # its persons are not kept any more
        return
    name = _name(day, lake.event_files_by_day(manifest.events_version), manifest)
    with Workspace() as space:
        load_events(Asking(lake, space, manifest), [day])
        rows = space.run(_in_order()).cast(ACTS)
    # Two files are never called the same: engines remember what they read of one.
    path = lake.root / _FOLDER / f"{name}-{time.time_ns()}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, _as_parquet(rows))


def _there(lake: BrandLake) -> dict[str, Place]:
    found = (lake.root / _FOLDER).glob("*.parquet")
    return {path.name.rpartition("-")[0]: path for path in found}


def _as_parquet(rows: pa.Table) -> pa.Buffer:
    file = pa.BufferOutputStream()
    pq.write_table(
        rows,
        file,
        row_group_size=_PART,
        # Numbers of ids do not get smaller, and would only have to be unpacked.
        compression={name: "none" if name == "who" else "zstd" for name in ACTS.names},
        use_dictionary=["type", "name", "path", "code"],
        column_encoding={"ts": "DELTA_BINARY_PACKED"},  # goes up within each event or page
        write_statistics=["type", "name", "path", "ts"],
    )
    return file.getvalue()


def with_numbers(events: ir.Table) -> ir.Table:
    """The events in the columns of ACTS. events: as `by_whom` leaves them."""
    return events.mutate(who=events.who.hash()).select(*ACTS.names)


def _in_order() -> Query:
    rows = with_numbers(by_whom(ONCE))
    what = ibis.ifelse(rows.type == "track", rows.name, rows.path)
    return to_sql(rows.order_by(rows.type, what, rows.ts))


def _name(day: date, files: Mapping[date, set[str]], manifest: Manifest) -> str:
    """Made of other files, a day has another name."""
    # Of a message that lies twice, a neighbour day may hold the copy that stays.
    around = [day - DAY, day, day + DAY]
    of = around if manifest.may_repeat(around) else [day]
    inside = sorted(name_of(file) for one in of for file in files.get(one, ()))
    made_of = sha256(repr((_FORMAT, chosen().numbers, inside)).encode()).hexdigest()[:32]
    return f"{day}-{made_of}"
