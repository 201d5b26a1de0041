"""Runs Ibis expressions over Parquet files and Arrow tables: DuckDB, in this process.

The expressions name their tables and know no engine; another engine is another Workspace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, cached_property, wraps
from typing import ParamSpec, TypeVar

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

_PORTION = 50_000  # rows of a stream that are in memory at a time


@cache
def _database() -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(":memory:")
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    # The files of a lake never change under their name, so footers are worth remembering.
    database.execute("SET GLOBAL parquet_metadata_cache = true")
    return database


_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def once_more(ask: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """Ask a second time when a file that the question had chosen was gone when it was read.

    Erasing takes old files away at once; who looks again finds those that took their place.
    """

    @wraps(ask)
    def asked(*args: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        try:
            return ask(*args, **named)
        except duckdb.IOException:
            return ask(*args, **named)

    return asked


def named(name: str, schema: pa.Schema) -> ir.Table:
    """A table that an expression may refer to before anybody says where its rows are."""
    return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)


def whole_seconds(moment: ir.TimestampValue) -> ir.IntegerValue:
    """Seconds since 1970 UTC, cut off."""
    # DuckDB's epoch is fractional whatever its declared type.
    return moment.epoch_seconds().cast("float64").floor().cast("int64")


def to_sql(question: ir.Table) -> str:
    return str(ibis.to_sql(question, dialect="duckdb"))


class Step:
    """A named intermediate result: `build` makes its expression.

    The expression holds no values, so its SQL is made once a process: making it takes longer than
    running it on a day's events.
    """

    def __init__(self, name: str, build: Callable[[], ir.Table]) -> None:
        self.name = name
        self._build = build

    @cached_property
    def expression(self) -> ir.Table:
        return self._build()

    @cached_property
    def sql(self) -> str:
        return to_sql(self.expression)

    @cached_property
    def table(self) -> ir.Table:
        """The kept result, for the expressions of later steps."""
        return ibis.table(self.expression.schema(), name=self.name)


def step(build: Callable[[], ir.Table]) -> Step:
    """The function's expression as a step of the same name."""
    return Step(build.__name__, build)


class Workspace:
    """One connection with its own temporary tables; use it in a with block."""

    def __init__(self) -> None:
        self._duck = _database().cursor()
        self._known: dict[str, str] = {}  # what each name means: a VIEW or a TABLE

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self._duck.close()

    def files(self, name: str, paths: list[str], schema: pa.Schema) -> None:
        """Let `name` mean the rows of these Parquet files, which may be none."""
        self._forget(name)
        if not paths:
            self.rows(name, schema.empty_table())
            return
        columns = ", ".join(f'"{column}"' for column in schema.names)
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
        # In a table cut by month the day is a column like the others.
        by = ", hive_partitioning = true, hive_types = {'day': DATE}" if "/day=" in paths[0] else ""
        self._duck.execute(
            f"CREATE TEMP VIEW {name} AS SELECT {columns} FROM read_parquet([{listed}]{by})"
        )
        self._known[name] = "VIEW"

    def rows(self, name: str, table: pa.Table) -> None:
        """Let `name` mean these rows."""
        self._forget(name)
        self._duck.register(name, table)
        self._known[name] = "VIEW"

    def view(self, name: str, sql: str) -> None:
        """Let `name` mean what this query gives."""
        self._forget(name)
        self._duck.execute(f"CREATE TEMP VIEW {name} AS {sql}")
        self._known[name] = "VIEW"

    def value(self, name: str, value: str) -> None:
        """Let getvariable('name') mean this text, which then shows in no message."""
        self._duck.execute(f"SET VARIABLE {name} = ?", [value])

    def part(self, name: str, of: str, days: tuple[date, date]) -> None:
        """Let `name` mean the rows of another table on the days first…last."""
        self._forget(name)
        self._duck.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {of} WHERE {_within(days)}")
        self._known[name] = "TABLE"

    def keep(self, computed: Step) -> None:
        """Compute the step once; its name means the result from here on."""
        self._forget(computed.name)
        self._duck.execute(f"CREATE TEMP TABLE {computed.name} AS {computed.sql}")
        self._known[computed.name] = "TABLE"

    def fetch(
        self,
        wanted: Step,
        days: tuple[date, date] | None = None,
        order: Sequence[str] = (),
    ) -> pa.Table:
        """The step's rows, on the days first…last and in order where those are given."""
        where = f" WHERE {_within(days)}" if days else ""
        by = f" ORDER BY {', '.join(order)}" if order else ""
        return self.run(f"SELECT * FROM ({wanted.sql}){where}{by}")

    def run(self, sql: str) -> pa.Table:
        table = self._duck.sql(sql).to_arrow_table()
        # Sums of whole numbers arrive as 38-digit decimals; ours fit 64 bits.
        whole = {f.name: pa.int64() for f in table.schema if pa.types.is_decimal(f.type)}
        return table.cast(pa.schema([(f.name, whole.get(f.name, f.type)) for f in table.schema]))

    def stream(self, sql: str) -> pa.RecordBatchReader:
        """The rows, portion by portion; read them before the workspace ends."""
        return self._duck.sql(sql).to_arrow_reader(_PORTION)

    def _forget(self, name: str) -> None:
        if kind := self._known.pop(name, None):
            self._duck.execute(f"DROP {kind} {name}")


def _within(days: tuple[date, date]) -> str:
    return f"day BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'"
