"""By what the rows of derived tables are found, when a pass asks about a few persons."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.warehouse.derive.tables import SCHEMAS
from drumbeat.warehouse.engine import once_more
from drumbeat.warehouse.index import Index, Kept
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.manifest import LONG, Manifest


def _index(table: str, *keys: str, columns: str = "", where: str = "true") -> Index:
    schema = SCHEMAS[table]
    return Index(table, Kept(schema, tuple(columns.split()) or tuple(schema.names), keys, where))


INDEXED = {
    one.name: one
    for one in (
        _index("identities", "id", "person"),
        _index("sessions", "person", columns="ts channel source", where="person IS NOT NULL"),
        _index("touches", "person", columns="ts code direct bot", where="person IS NOT NULL"),
        _index("conversions", "person", "order_id", "message_id"),
        _index("outcomes", "person", "order_id", "outcome_id"),
        _index("sampled", "person", columns="ts"),
    )
}


def find(lake: BrandLake, table: str, version: int | None, **named: pa.Array) -> pa.Table:
    """The rows of one version of a table in which a key is one of the texts named for it, as INDEXED
    keeps them."""
    return INDEXED[table].find(lake.derived_files(table, version), named, lake.indexes)


def exchanged(rows: pa.Table, gone: pa.Table, come: pa.Table) -> pa.Table:
    """The rows without those that went and with those that came; equal ones as often as they are."""
    left, often = balance((rows, 1), (gone, -1), (come, 1))
    return left.take(np.repeat(np.arange(len(often)), np.maximum(often, 0)))


def balance(*parts: tuple[pa.Table, int]) -> tuple[pa.Table, np.ndarray]:
    """Each row that the tables have, once, and how often: a part of sign 1 adds its rows, one of −1
    takes them off. The tables have the same columns."""
    signed = [
        rows.append_column("sign", pa.repeat(pa.scalar(sign, pa.int8()), rows.num_rows))
        for rows, sign in parts
    ]
    names = parts[0][0].schema.names
    found = pa.concat_tables(signed).group_by(names).aggregate([("sign", "sum")])
    return found.select(names), found["sign_sum"].to_numpy()


def texts(*columns: pa.Array | pa.ChunkedArray) -> pa.Array:
    """All different texts of the columns but ""."""
    chunks = [
        chunk
        for column in columns
        for chunk in (column.chunks if isinstance(column, pa.ChunkedArray) else [column])
    ]
    values = pa.chunked_array([chunk.cast(pa.string()) for chunk in chunks], pa.string()).unique()
    return values.filter(pc.not_equal(values, ""))


def not_in(known: pa.Array, *columns: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The texts of the columns that are not known yet."""
    values = texts(*columns)
    return values.filter(pc.invert(pc.is_in(values, known)))


@once_more
def arrange_indexes(lake: BrandLake, *, beyond: int = LONG) -> int:
    """Put the rows of a log of more than `beyond` events in order, by month; returns of how many
    months that was to be done. Its last day, which still fills, is left out."""
    manifest = lake.manifest()
    months = {name: _months(lake, manifest, name, beyond) for name in INDEXED}
    lacking = [
        (index, month)
        for index in INDEXED.values()
        for month in index.lacking(months[index.name], lake.indexes)
    ]
    for index, month in lacking:
        with lake.arranging():  # no erasure may end while what it takes away is being copied
            index.write(month, months[index.name][month], lake.indexes)
    return len(lacking)


def _months(lake: BrandLake, manifest: Manifest, table: str, beyond: int) -> dict[date, set[str]]:
    """The files of each month that are to be put in order."""
    months: defaultdict[date, set[str]] = defaultdict(set)
    if manifest.has_more_than(beyond):
        last = max(manifest.event_rows)
        for day, files in lake.derived_files_by_day(table, manifest.tables.get(table)).items():
            if day < last:
                months[day.replace(day=1)] |= files
    return months
