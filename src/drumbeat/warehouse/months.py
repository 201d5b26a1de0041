"""Sums lie by month: some days of one in place of what they were.

Mostly a month is few rows and one file. Where it is many, the file is cut at the days that change,
which a day that fills does once: then each beat writes that day alone. `BrandLake.compact` makes
one file of a month again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.transaction import AddAction, RemoveAction

from drumbeat.warehouse.files import asked_alone, removed, write_parts
from drumbeat.warehouse.store import Place, source

FEW = 65_536  # rows: a file of so many is read and written as a whole


def replace_days(table: DeltaTable, root: Place, rows: pa.Table, first: date, last: date) -> None:
    """Let the table show `rows` as its days first…last. root: where it lies; rows: within each day
    in order."""
    together, added, gone = [rows], list[AddAction](), list[RemoveAction]()
    for file in pa.table(table.get_add_actions(flatten=True)).to_pylist():
        if not first.replace(day=1) <= file["partition.month"] <= last:
            continue
        path, few = root / file["path"], file["num_records"] <= FEW
        begins, ends = (first, last) if few else _span(path)
        if ends < first or last < begins:
            continue
        gone.append(removed(file))
        if few:
            together += _beside(path, rows.schema, first, last)
        elif begins < first or last < ends:
            for part in _beside(path, rows.schema, first, last):
                added += _written(root, part)
    added += _written(root, pa.concat_tables(together))
    if added or gone:
        table.create_write_transaction([*added, *gone], "append", table.schema(), ["month"])
        table.update_incremental()


def joined(files: Iterable[str]) -> pa.Table:
    """The rows of a month's files, within each day in their order: no day is in two of them."""
    return pa.concat_tables(pq.ParquetFile(source(file)).read() for file in files)


def last_day(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _beside(path: Place, schema: pa.Schema, first: date, last: date) -> list[pa.Table]:
    """What a file holds of earlier days, and of later ones."""
    held = pq.read_table(source(path), schema=schema)
    return [held.filter(pc.less(held["day"], first)), held.filter(pc.greater(held["day"], last))]


def _span(path: Place) -> tuple[date, date]:
    """The first and the last day of a file, by its footer."""
    footer = pq.read_metadata(source(path))
    at = footer.schema.names.index("day")
    told = [footer.row_group(n).column(at).statistics for n in range(footer.num_row_groups)]
    return min(one.min for one in told), max(one.max for one in told)


def _written(root: Place, rows: pa.Table) -> list[AddAction]:
    by = [*asked_alone(rows.schema), "day"]  # within these they keep their order
    rows = rows.append_column("month", pc.floor_temporal(rows["day"], unit="month"))
    return write_parts(root, rows.sort_by([(column, "ascending") for column in by]), "month")
