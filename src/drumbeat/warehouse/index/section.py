"""The rows of some files in the order of a key's numbers, so that a few are found without a look at
the others: in memory, or in a file that is only mapped into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.warehouse.engine import Workspace, in_process, number_of
from drumbeat.warehouse.files import ALL_DIFFERENT, name_of

_FILES = b"files"


@dataclass(frozen=True)
class Kept:
    """What an index keeps of a table's rows. columns: what is found; keys: columns of texts, by
    which; where: SQL, of which rows."""

    schema: pa.Schema
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    where: str = "true"

    @property
    def sql(self) -> str:
        """The columns, and each key's number, of the rows in `held`."""
        numbers = [f"{number_of(key)} AS {number(key)}" for key in self.keys]
        return f"SELECT {', '.join([*self.columns, *numbers])} FROM held WHERE {self.where}"

    @property
    def found(self) -> pa.Schema:
        """What is found: the columns, and the number of the first key where it is not among them."""
        columns = [self.schema.field(name) for name in self.columns]
        if self.keys[0] not in self.columns:
            columns.append(pa.field(number(self.keys[0]), pa.uint64()))
        return pa.schema(columns)


def number(key: str) -> str:
    """The column of a key's numbers."""
    return f"number_of_{key}"


Wanted = Mapping[str, np.ndarray]
"""By key the numbers that are looked for, each once, in order."""


def numbers_of(texts: Mapping[str, pa.Array]) -> dict[str, np.ndarray]:
    """Those of the texts of each key."""
    named = [pa.table({"key": pa.repeat(key, len(of)), "text": of}) for key, of in texts.items()]
    with in_process(light=True) as space:
        space.rows("held", pa.concat_tables(named))
        found = space.run(
            f"SELECT DISTINCT key, {number_of('text')} AS number FROM held ORDER BY number"
        )
    keys, numbers = found["key"], found["number"].to_numpy()
    return {key: numbers[pc.equal(keys, key).to_numpy()] for key in texts}


class Section:
    """rows: of the files of these names, each with the place of its own among them (`of`)."""

    def __init__(self, names: Sequence[str], rows: pa.RecordBatch) -> None:
        self.files = frozenset(names)
        self.size = rows.nbytes
        self._order = tuple(names)
        self._rows = rows

    @classmethod
    def of(cls, files: Sequence[str], kept: Kept) -> Section:
        """Read the files. Raises FilesGone."""
        with in_process(light=len(files) == 1) as space:
            parts = [_read(space, file, place, kept) for place, file in enumerate(files)]
        names = [name_of(file) for file in files]
        return cls(names, _in_order(pa.concat_tables(parts).unify_dictionaries(), kept))

    @classmethod
    def at(cls, path: Path) -> Section:
        """That of a file with the bytes of `as_file`: only what is asked of it is read."""
        rows = pa.ipc.open_file(pa.memory_map(str(path))).get_batch(0)
        return cls(msgspec.json.decode(rows.schema.metadata[_FILES], type=list[str]), rows)

    def as_file(self) -> pa.Buffer:
        """What to write to a file, for `at`."""
        rows = self._rows.replace_schema_metadata({_FILES: msgspec.json.encode(self._order)})
        written = pa.BufferOutputStream()
        with pa.ipc.new_file(written, rows.schema) as file:
            file.write_batch(rows)
        return written.getvalue()

    def find(self, kept: Kept, wanted: Wanted, files: Set[str]) -> pa.Table:
        """The rows of these files of the section that have one of the numbers under its key."""
        at = np.unique(np.concatenate([self._places(kept, *of) for of in wanted.items()]))
        rows = pa.table(self._rows.select([*kept.found.names, "of"]).take(pa.array(at)))
        if len(files) < len(self.files):
            here = [place for place, file in enumerate(self._order) if file in files]
            rows = rows.filter(pc.is_in(rows["of"], pa.array(here, pa.int32())))
        return rows.drop_columns("of").cast(kept.found)

    def _places(self, kept: Kept, key: str, wanted: np.ndarray) -> np.ndarray:
        held = self._rows[number(key)].to_numpy()
        low, high = np.searchsorted(held, wanted), np.searchsorted(held, wanted, side="right")
        many = high - low
        at = np.arange(many.sum()) + np.repeat(low - (np.cumsum(many) - many), many)
        return at if key == kept.keys[0] else self._rows[_place(key)].to_numpy()[at]


def _read(space: Workspace, file: str, place: int, kept: Kept) -> pa.Table:
    space.files("held", [file], kept.schema)
    rows = space.run(kept.sql)
    hardly_repeat = ALL_DIFFERENT.union(kept.keys)
    for at, column in enumerate(rows.schema):
        if pa.types.is_string(column.type) and column.name not in hardly_repeat:
            rows = rows.set_column(at, column.name, rows[column.name].dictionary_encode())
    return rows.append_column("of", pa.repeat(pa.scalar(place, pa.int32()), rows.num_rows))


def _in_order(rows: pa.Table, kept: Kept) -> pa.RecordBatch:
    rows = rows.take(np.argsort(rows[number(kept.keys[0])].to_numpy(), kind="stable"))
    for key in kept.keys:
        if key != kept.keys[0]:
            numbers = rows[number(key)].to_numpy()
            order = np.argsort(numbers, kind="stable").astype(np.int32)
            at = rows.schema.get_field_index(number(key))
            rows = rows.set_column(at, number(key), pa.array(numbers[order]))
            rows = rows.append_column(_place(key), pa.array(order))
    columns = [column.combine_chunks() for column in rows.columns]
    return pa.record_batch(columns, names=rows.schema.names)


def _place(key: str) -> str:
    return f"place_by_{key}"
