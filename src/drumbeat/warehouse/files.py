"""Parquet files of a Delta table: one a day or month, written here and named in the table's log.

Delta's own writer takes five times as long for rows that are in order already.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from itertools import pairwise
from typing import Literal
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake.transaction import AddAction, RemoveAction

from drumbeat.warehouse.store import Place, make_durable, sink, source

Part = Literal["day", "month"]  # the column by which a table is cut into files

# Columns whose values hardly repeat: a dictionary of them would only be in the way.
ALL_DIFFERENT = frozenset(
    {"message_id", "touch_id", "session_id", "outcome_id", "visitor", "who", "person"}
)

# Of sums, questions want the rows with one value of these: they lie together, to be read alone.
ASKED_ALONE = ("model", "counted_by")


def write_parts(
    root: Place, rows: pa.Table, by: Part = "day", *, durable: bool = False
) -> list[AddAction]:
    """Write the rows, in their order, to one new file for each day or month; the table's log has to
    name them. durable: the files are on the disk when this returns."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(
            pool.map(
                lambda part: _write(root, f"{by}={part[0]}", part[1], durable), _parts(rows, by)
            )
        )


def name_of(file: str) -> str:
    """A file's own, which no two files share."""
    return file.rpartition("/")[2]


def removed(action: dict) -> RemoveAction:
    """The action that takes a file out. action: of `get_add_actions(flatten=True)`."""
    parts = {
        name.removeprefix("partition."): str(value)
        for name, value in action.items()
        if name.startswith("partition.")
    }
    now = time.time_ns() // 1_000_000
    return RemoveAction(action["path"], True, now, action["size_bytes"], parts)


def newest(paths: Iterable[str], column: str) -> datetime | None:
    """The greatest value of a column of times, by the files' own statistics; None without rows.

    Raises ValueError for a file without statistics of the column.
    """
    found: list[datetime] = []
    for path in paths:
        parts = pq.read_metadata(source(path))
        at = parts.schema.names.index(column)
        for number in range(parts.num_row_groups):
            statistics = parts.row_group(number).column(at).statistics
            if statistics is None or not statistics.has_min_max:
                raise ValueError(f"{path} has no statistics of {column}")
            found.append(statistics.max)
    return max(found, default=None)


def _parts(rows: pa.Table, by: Part) -> Iterator[tuple[date, pa.Table]]:
    if not rows.num_rows:
        return
    days = rows[by].cast(pa.int32()).to_numpy()
    if (np.diff(days) < 0).any():
        rows = rows.take(np.argsort(days, kind="stable"))
    for start, end in _runs(rows[by]):
        part = rows.slice(start, end - start)
        yield part[by][0].as_py(), part.drop_columns([by])


def _runs(values: pa.ChunkedArray) -> Iterator[tuple[int, int]]:
    """From where to where the same value stands."""
    codes = values.combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
    yield from pairwise([0, *(np.flatnonzero(np.diff(codes)) + 1), len(codes)])


def asked_alone(schema: pa.Schema) -> list[str]:
    """The column of ASKED_ALONE that there is, if any: rows of sums are sorted by it first."""
    return [name for name in ASKED_ALONE if name in schema.names]


def _write(root: Place, part: str, rows: pa.Table, durable: bool) -> AddAction:
    name = f"{part}/part-{uuid4()}.parquet"
    path = root / name
    repeat = [field.name for field in rows.schema if not pa.types.is_timestamp(field.type)]
    # Of a text they would help nobody to skip a file, and name somebody in its footer.
    telling = [field.name for field in rows.schema if not _is_text(field.type)]
    alone = asked_alone(rows.schema)
    with (
        sink(path) as written,
        pq.ParquetWriter(
            written,
            rows.schema,
            compression="zstd",
            use_dictionary=[name for name in repeat if name not in ALL_DIFFERENT],
            write_statistics=[*telling, *alone],
            store_schema=False,
        ) as file,
    ):
        for start, end in _runs(rows[alone[0]]) if alone else [(0, rows.num_rows)]:
            file.write_table(rows.slice(start, end - start))
    if durable:
        make_durable(path, path.parent, root)
    facts = path.stat()
    return AddAction(
        path=name,
        size=facts.st_size,
        partition_values=dict([part.split("=")]),
        modification_time=int(facts.st_mtime * 1000),
        data_change=True,
        stats=json.dumps(_statistics(rows)),
    )


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_dictionary(kind)


def _statistics(rows: pa.Table) -> dict:
    """Rows, and the times they span; nothing that could lead to a person."""
    told: dict = {"numRecords": rows.num_rows}
    if "ts" in rows.schema.names:
        told |= _span(*pc.min_max(rows["ts"]).as_py().values())
    return told


def _span(first: datetime, last: datetime) -> dict:
    earliest, latest = (f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}" for moment in (first, last))
    return {
        "minValues": {"ts": earliest},
        "maxValues": {"ts": latest},
        "nullCount": {"ts": 0},
    }
