"""What is asked, before anybody says which engine answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.engine.dialects import written


def named(name: str, schema: pa.Schema) -> ir.Table:
    """A table that an expression may refer to before anybody says where its rows are."""
    return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)


def whole_seconds(moment: ir.TimestampValue) -> ir.IntegerValue:
    """Seconds since 1970 UTC, cut off."""
    # An engine's epoch is fractional whatever its declared type.
    return moment.epoch_seconds().cast("float64").floor().cast("int64")


def microseconds(moment: ir.TimestampValue) -> ir.IntegerValue:
    """Microseconds since 1970 UTC."""
    return moment.cast("int64")


class Query:
    """An expression, and its SQL in every dialect that it was asked in.

    It holds no values, so each SQL is made once: making it takes longer than running it on a
    day's events.
    """

    def __init__(self, expression: ir.Table) -> None:
        self.expression = expression
        self._sql: dict[str, str] = {}

    def sql(self, dialect: str = "duckdb") -> str:
        if dialect not in self._sql:
            self._sql[dialect] = written(self.expression, dialect)
        return self._sql[dialect]

    def __str__(self) -> str:
        return self.sql()


def to_sql(question: ir.Table) -> Query:
    """The question for `Workspace.run`; keep it, and its SQL is made once."""
    return Query(question)


class Step:
    """A named intermediate result: `build` makes its expression, once a process."""

    def __init__(self, name: str, build: Callable[[], ir.Table]) -> None:
        self.name = name
        self._build = build

    @property
    def expression(self) -> ir.Table:
        return self.query.expression

    @cached_property
    def query(self) -> Query:
        return Query(self._build())

    @cached_property
    def table(self) -> ir.Table:
        """The kept result, for the expressions of later steps."""
        return ibis.table(self.expression.schema(), name=self.name)


def step(build: Callable[[], ir.Table]) -> Step:
    """The function's expression as a step of the same name."""
    return Step(build.__name__, build)
