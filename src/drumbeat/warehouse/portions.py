"""Some rows of a derived day in place of others: only the files that held those are written again.

A day that still fills is cut into files of `PORTION` rows, so what concerns a few visitors costs a
few files, however much the day holds. `BrandLake.compact` makes one file of it when it is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.transaction import AddAction, RemoveAction

from drumbeat.warehouse.files import ALL_DIFFERENT, removed, write_parts
from drumbeat.warehouse.store import Place, source

PORTION = 65_536  # rows; files with less than half of it may be written together


class Exchanged(NamedTuple):
    """Files that take the place of others."""

    gone: list[RemoveAction]
    added: list[AddAction]


def exchange(
    table: DeltaTable, root: Place, key: str, gone: pa.Table, come: pa.Table, order: list[str]
) -> Exchanged:
    """Write what of the days of `gone` and `come` becomes different.

    root: where the table lies, whose own address is not spelled as it is; gone: rows to leave out, known by `key` within their day; come: rows to put in.
    """
    actions = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    days = sorted({*gone["day"].unique().to_pylist(), *come["day"].unique().to_pylist()})
    light = _light(come.schema, {key, *order, *ALL_DIFFERENT})
    come = come.cast(light)
    changed = Exchanged([], [])
    for day in days:
        out, put = (rows.filter(pc.equal(rows["day"], day)) for rows in (gone, come))
        keys = out[key].combine_chunks()
        together, size = [put], put.num_rows
        held = [one for one in actions if one["partition.day"] == day]
        for file in sorted(held, key=itemgetter("num_records")):
            rows = _File(root / file["path"], day, light)
            # Put together with no more than twice what there is, a row is written again and again
            # only as its file grows.
            if file["num_records"] <= min(2 * size, PORTION // 2 - 1):
                size += file["num_records"]
            elif not (_reaches(file, out) and rows.has(key, keys)):
                continue
            changed.gone.append(removed(file))
            if file["num_records"] < PORTION // 2:
                together.append(rows.without(key, keys))
            else:
                changed.added.extend(_cut(root, rows.without(key, keys)))
        new = pa.concat_tables(together)
        changed.added.extend(_cut(root, new.sort_by([(column, "ascending") for column in order])))
    return changed


def commit(table: DeltaTable, change: Exchanged) -> None:
    """Let the table show it."""
    table.create_write_transaction([*change.added, *change.gone], "append", table.schema(), ["day"])
    table.update_incremental()


def joined(day: date, files: list[str]) -> pa.Table:
    """The rows of a day's files, in order of time."""
    rows = pa.concat_tables(pq.ParquetFile(source(file)).read() for file in files)
    rows = rows.append_column("day", pa.repeat(pa.scalar(day, pa.date32()), rows.num_rows))
    columns = ["ts", *(name for name in rows.schema.names if name != "ts")]
    return rows.sort_by([(column, "ascending") for column in columns])


class _File(NamedTuple):
    """A file of a day, read no further than asked for."""

    path: Place
    day: date
    schema: pa.Schema

    def has(self, key: str, keys: pa.Array) -> bool:
        held = pq.ParquetFile(source(self.path)).read([key])[key]
        return bool(pc.any(pc.is_in(held, keys)).as_py())

    def without(self, key: str, keys: pa.Array) -> pa.Table:
        words = [field.name for field in self.schema if pa.types.is_dictionary(field.type)]
        rows = pq.ParquetFile(source(self.path), read_dictionary=words).read()
        day = pa.repeat(pa.scalar(self.day, pa.date32()), rows.num_rows)
        rows = rows.append_column("day", day).select(self.schema.names).cast(self.schema)
        return rows.filter(pc.invert(pc.is_in(rows[key], keys)))


def _reaches(file: dict, rows: pa.Table) -> bool:
    """Whether the file's span of time has any of the rows in it, as far as the table's log tells."""
    first, last = file.get("min.ts"), file.get("max.ts")
    if first is None:
        return True
    within = pc.and_(pc.greater_equal(rows["ts"], first), pc.less_equal(rows["ts"], last))
    return bool(pc.any(within).as_py())


def _light(schema: pa.Schema, plain: set[str]) -> pa.Schema:
    """Texts as the files hold them, each once: what is only copied need not be spelled out."""
    once = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [
            field.with_type(once)
            if pa.types.is_string(field.type) and field.name not in plain
            else field
            for field in schema
        ]
    )


def _cut(root: Place, rows: pa.Table) -> Iterator[AddAction]:
    for at in range(0, rows.num_rows, PORTION):
        yield from write_parts(root, rows.slice(at, PORTION))
