"""DuckDB, in this process: what everybody starts with."""

from __future__ import annotations

import threading

import duckdb
import pyarrow as pa

from drumbeat.warehouse.engine.session import FilesGone

_PORTION = 50_000  # rows of a stream that are in memory at a time
_REMEMBERED = "SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'OBJECT_CACHE'"
_MOST_REMEMBERED = 64_000_000  # bytes: of some two thousand files
_LEAST_SESSIONS = 100


class DuckEngine:
    """A database in memory; each session is a connection with temporary tables of its own.

    It remembers footers of files, also of those that are gone, for as long as it lives: when they
    are many, the next sessions get another one.
    """

    rows_at_once = 1_000_000

    def __init__(self) -> None:
        self._opening = threading.Lock()
        self._database: duckdb.DuckDBPyConnection | None = None
        self._sessions = 0  # of this database

    def must_be_here(self) -> None:
        """It always is."""

    def answering(self) -> str:
        return f"DuckDB {duckdb.__version__}, in this process"

    def session(self) -> DuckSession:
        with self._opening:
            if self._database is None or self._remembers_much(self._database):
                self._database, self._sessions = _opened(), 0
            self._sessions += 1
            return DuckSession(self._database.cursor())

    def _remembers_much(self, database: duckdb.DuckDBPyConnection) -> bool:
        # A long history has many files that are still there: learning them pays off for a while.
        if self._sessions < _LEAST_SESSIONS:
            return False
        ((size,),) = database.execute(_REMEMBERED).fetchall()
        return size > _MOST_REMEMBERED


def _opened() -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(":memory:")
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    # The files of a lake never change under their name, so footers are worth remembering.
    database.execute("SET GLOBAL parquet_metadata_cache = true")
    # A table has no order here until somebody asks for one; keeping that of the files would let one
    # thread write while the others wait.
    database.execute("SET GLOBAL preserve_insertion_order = false")
    return database


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
        try:
            return self._duck.sql(sql).to_arrow_table()
        except duckdb.IOException as problem:
            raise FilesGone(str(problem)) from problem

    def stream(self, sql: str) -> pa.RecordBatchReader:
        return self._duck.sql(sql).to_arrow_reader(_PORTION)

    def _define(self, kind: str, name: str, sql: str) -> None:
        self._forget(name)
        try:
            self._duck.execute(f"CREATE TEMP {kind} {name} AS {sql}")
        except duckdb.IOException as problem:
            raise FilesGone(str(problem)) from problem
        self._known[name] = kind

    def _forget(self, name: str) -> None:
        if kind := self._known.pop(name, None):
            self._duck.execute(f"DROP {kind} {name}")
