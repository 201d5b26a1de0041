"""Rows of a table found by what they name: at a cost of what is found, not of all that there is.

A table that many passes ask about a few persons each would be read whole by every one of them. Its
files never change, so what they hold is put in order once: of the latest files in memory, of long
logs by month in files of their own, which a night writes.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Mapping
from datetime import date
from functools import reduce
from hashlib import sha256
from operator import itemgetter
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.warehouse.engine import in_process
from drumbeat.warehouse.files import name_of
from drumbeat.warehouse.index.section import Kept, Section, Wanted, number, numbers_of
from drumbeat.warehouse.remembered import Remembered
from drumbeat.warehouse.store import put

__all__ = ["Index", "Kept", "number", "one_of"]

log = logging.getLogger("drumbeat.index")

_FORMAT = 1  # a new number makes all sections again


class Index:
    """What one table has to be found by. most: bytes of sections in memory, mapped ones aside."""

    def __init__(self, name: str, kept: Kept, most: int = 64_000_000) -> None:
        self.name = name
        self.kept = kept
        self._sections: Remembered[Section] = Remembered(most, lambda section: section.size)
        self._mapped: dict[Path, Section] = {}
        self._asking = threading.Lock()
        # DuckDB may number texts otherwise in another version.
        made = sha256(repr((_FORMAT, duckdb.__version__, kept)).encode()).hexdigest()[:12]
        self._prefix = f"{name}-{made}-"

    def find(self, files: Collection[str], texts: Mapping[str, pa.Array], ahead: Path) -> pa.Table:
        """Of a table's files, the rows in which a key is one of its texts, as `Kept.found`.

        Others of the table's are forgotten. Where the key's column is not kept, it is told by its number: of ten million rows and a thousand
        texts one is found by mistake in a billion askings. ahead: the folder of what `write`
        wrote. Raises FilesGone.
        """
        found = [self.kept.found.empty_table()]
        texts = {key: of for key, of in texts.items() if len(of)}
        if not texts:
            return found[0]
        wanted, left = numbers_of(texts), {name_of(file): file for file in files}
        with self._asking:
            for section in self._there(ahead):
                if mine := section.files & left.keys():
                    found.append(section.find(self.kept, wanted, mine))
                    left = {name: file for name, file in left.items() if name not in mine}
            self._forget_others(files)
            newest_first = sorted(left.items(), key=itemgetter(1), reverse=True)
            near = {name: self._section_of(file, files) for name, file in newest_first}
        for section in filter(None, near.values()):
            found.append(section.find(self.kept, wanted, section.files))
        if far := [left[name] for name, section in near.items() if section is None]:
            found.append(self._looked_through(far, wanted))
        return self._having(pa.concat_tables(found), texts)

    def told(self, rows: pa.Table) -> pa.Table:
        """Rows of the table as they would be found."""
        if number(self.kept.keys[0]) in self.kept.found.names:
            with in_process(light=True) as space:
                space.rows("held", rows)
                rows = space.run(self.kept.sql)
        return rows.select(self.kept.found.names).cast(self.kept.found)

    def lacking(self, months: Mapping[date, Collection[str]], ahead: Path) -> list[date]:
        """The months of which the folder has no section of just these files; what it has of others
        is deleted."""
        with self._asking:
            self._there(ahead)  # whose files somebody else deleted are let go
        wanted = {month: self._path(ahead, month, files) for month, files in months.items()}
        there = set(ahead.glob(f"{self.name}-*"))
        for path in there - set(wanted.values()):
            path.unlink(missing_ok=True)
        return [month for month, path in wanted.items() if path not in there]

    def write(self, month: date, files: Collection[str], ahead: Path) -> None:
        """Let the folder have the section of the month's files. Raises FilesGone."""
        ahead.mkdir(parents=True, exist_ok=True)
        put(self._path(ahead, month, files), Section.of(sorted(files), self.kept).as_file())

    def _path(self, ahead: Path, month: date, files: Collection[str]) -> Path:
        inside = sorted(map(name_of, files))
        made_of = sha256(repr(inside).encode()).hexdigest()[:32]
        return ahead / f"{self._prefix}{month:%Y-%m}-{made_of}.arrow"

    def _there(self, ahead: Path) -> list[Section]:
        """The sections in the folder; those that are not there any more are let go."""
        there = set(ahead.glob(f"{self._prefix}*.arrow"))
        for path in [one for one in self._mapped if one.parent == ahead and one not in there]:
            del self._mapped[path]
        for path in there - self._mapped.keys():
            try:
                self._mapped[path] = Section.at(path)
            except FileNotFoundError:
                log.info("%s is gone", path.name)  # `lacking` was quicker
            except pa.ArrowInvalid:
                log.warning("%s cannot be read; it is written again", path.name)
                path.unlink(missing_ok=True)
        return [self._mapped[path] for path in sorted(there & self._mapped.keys())]

    def _forget_others(self, files: Collection[str]) -> None:
        tables, asked = {_table_of(file) for file in files}, set(files)
        for file in [one for one in self._sections if _table_of(one) in tables]:
            if file not in asked:
                self._sections.forget(file)

    def _section_of(self, file: str, asked: Collection[str]) -> Section | None:
        return self._sections.of(file, asked, lambda: Section.of([file], self.kept))

    def _looked_through(self, files: list[str], wanted: Wanted) -> pa.Table:
        with in_process() as space:
            space.files("held", files, self.kept.schema)
            for key, numbers in wanted.items():
                space.rows(f"wanted_{key}", pa.table({"number": numbers}))
            any_of = " OR ".join(f"{number(key)} IN (FROM wanted_{key})" for key in wanted)
            found = space.run(f"SELECT * FROM ({self.kept.sql}) WHERE {any_of}")
        return found.select(self.kept.found.names).cast(self.kept.found)

    def _having(self, rows: pa.Table, texts: Mapping[str, pa.Array]) -> pa.Table:
        """Without those that only have a number of one of the texts, as far as that can be told."""
        if not all(key in self.kept.columns for key in texts):
            return rows
        return rows.filter(one_of(rows, texts))


def _table_of(file: str) -> str:
    """The folder in which its days lie."""
    return file.rsplit("/", 2)[0]


def one_of(rows: pa.Table, texts: Mapping[str, pa.Array]) -> pa.ChunkedArray:
    """Whether a column of each row is one of its texts."""
    return reduce(pc.or_, [pc.is_in(rows[key], of) for key, of in texts.items()])
