"""DuckDB, in this process: what everybody starts with."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import duckdb
import pyarrow as pa

from drumbeat.warehouse.engine.session import EngineMissing, FilesGone
from drumbeat.warehouse.objects import SCHEME

_PORTION = 50_000  # rows of a stream that are in memory at a time
_REMEMBERED = "SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = ?"
_MOST_REMEMBERED = 64_000_000  # bytes: of some two thousand files
_BETWEEN_LOOKS = 100  # sessions, until it is looked at again what is remembered
_MOST_FETCHED = 512_000_000  # bytes of files in an object store


class DuckEngine:
    """A database in memory; each session is a connection with temporary tables of its own.

    threads: as many as the machine has cores, without a number.

    It remembers footers of files, also of those that are gone, for as long as it lives, and of an
    object store the parts that were asked for: when they are many, the next sessions get another
    one.
    """

    rows_at_once = 1_000_000
    numbers = f"DuckDB {duckdb.__version__}"  # another version may number otherwise

    def __init__(self, threads: int | None = None) -> None:
        self._threads = threads
        self._opening = threading.Lock()
        self._database: duckdb.DuckDBPyConnection | None = None
        self._sessions = 0  # of this database
        # What reads an object store for it is Python's, and has to go before Python does.
        atexit.register(self._forget)

    def must_be_here(self) -> None:
        """It always is."""

    def answering(self) -> str:
        return f"DuckDB {duckdb.__version__}, in this process"

    def session(self) -> DuckSession:
        with self._opening:
            if self._database is None or self._remembers_much(self._database):
                self._database, self._sessions = _opened(self._threads), 0
            self._sessions += 1
            return DuckSession(self._database.cursor())

    def _forget(self) -> None:
        self._database = None

    def _remembers_much(self, database: duckdb.DuckDBPyConnection) -> bool:
        # A long history has many files that are still there: learning them pays off for a while.
        if (
            self._sessions % _BETWEEN_LOOKS == 0
            and _size(database, "OBJECT_CACHE") > _MOST_REMEMBERED
        ):
            return True
        return _reads_objects(database) and _size(database, "EXTERNAL_FILE_CACHE") > _MOST_FETCHED


def _opened(threads: int | None) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(":memory:")
    if threads:
        database.execute(f"SET GLOBAL threads = {threads}")
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    # The files of a lake never change under their name, so footers are worth remembering.
    database.execute("SET GLOBAL parquet_metadata_cache = true")
    # A table has no order here until somebody asks for one; keeping that of the files would let one
    # thread write while the others wait.
    database.execute("SET GLOBAL preserve_insertion_order = false")
    return database


def _size(database: duckdb.DuckDBPyConnection, remembered: str) -> int:
    ((size,),) = database.execute(_REMEMBERED, [remembered]).fetchall()
    return size


def _reads_objects(database: duckdb.DuckDBPyConnection) -> bool:
    return database.filesystem_is_registered("s3")


_registering = threading.Lock()


def must_read(lake: str) -> None:
    """Raises EngineMissing when the lake is in an object store and nothing here could read it."""
    if lake.startswith(SCHEME) and find_spec("fsspec") is None:
        raise EngineMissing("The lake is in an object store: pip install 'drumbeat[s3]'")


def _let_read_objects(database: duckdb.DuckDBPyConnection) -> None:
    with _registering:
        if _reads_objects(database):
            return
        from drumbeat.warehouse.engine.objects import Objects

        database.register_filesystem(Objects())


class DuckSession:
    """A `session.Session`."""

    dialect = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._duck = connection
        self._known: dict[str, str] = {}  # what each name means: a VIEW or a TABLE

    def close(self) -> None:
        self._duck.close()

    def translated(self, sql: str) -> str:
        return sql

    def files(self, name: str, paths: list[str], schema: pa.Schema) -> None:
        if paths[0].startswith(SCHEME):
            must_read(paths[0])
            _let_read_objects(self._duck)
        columns = ", ".join(f'"{column}"' for column in schema.names)
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
        # In a table cut by month the day is a column like the others.
        by = ", hive_partitioning = true, hive_types = {'day': DATE}" if "/day=" in paths[0] else ""
        self.view(name, f"SELECT {columns} FROM read_parquet([{listed}]{by})")

    def rows(self, name: str, table: pa.Table) -> None:
        self._forget(name)
        self._duck.register(name, table)
        self._known[name] = "VIEW"

    def view(self, name: str, sql: str) -> None:
        self._define("VIEW", name, sql)

    def keep(self, name: str, sql: str) -> None:
        self._define("TABLE", name, sql)

    def value(self, name: str, value: str) -> None:
        self._duck.execute(f"SET VARIABLE {name} = ?", [value])

    def run(self, sql: str) -> pa.Table:
        with _telling_gone():
            return self._duck.sql(sql).to_arrow_table()

    def stream(self, sql: str) -> pa.RecordBatchReader:
        return self._duck.sql(sql).to_arrow_reader(_PORTION)

    def _define(self, kind: str, name: str, sql: str) -> None:
        self._forget(name)
        with _telling_gone():
            self._duck.execute(f"CREATE TEMP {kind} {name} AS {sql}")
        self._known[name] = kind

    def _forget(self, name: str) -> None:
        if kind := self._known.pop(name, None):
            self._duck.execute(f"DROP {kind} {name}")


@contextmanager
def _telling_gone() -> Iterator[None]:
    """Raise FilesGone where DuckDB says it: of an object store in the words of Python."""
    try:
        yield
    except duckdb.Error as problem:
        if isinstance(problem, duckdb.IOException) or "FileNotFoundError" in str(problem):
            raise FilesGone(str(problem)) from problem
        raise
