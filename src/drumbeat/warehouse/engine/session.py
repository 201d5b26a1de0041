"""What an engine has to be able to do. Names are table names; SQL is in the engine's own words."""

from __future__ import annotations

from typing import Protocol

import pyarrow as pa


class FilesGone(Exception):
    """A file that a question had chosen was gone when it was read."""


class EngineMissing(Exception):
    """The chosen engine cannot answer here; the message says what to install or start."""


class Session(Protocol):
    """Tables of one piece of work, gone when it closes. A name that is defined anew changes."""

    dialect: str  # of `dialects.written`

    def close(self) -> None: ...

    def translated(self, sql: str) -> str:
        """SQL as DuckDB understands it, in this dialect."""

    def files(self, name: str, paths: list[str], schema: pa.Schema) -> None:
        """Let `name` mean the rows of these Parquet files, at least one.

        Their paths end in the day or month that they hold; a day is a column of its own there."""

    def rows(self, name: str, table: pa.Table) -> None: ...

    def view(self, name: str, sql: str) -> None:
        """Let `name` mean what this query gives."""

    def keep(self, name: str, sql: str) -> None:
        """Let `name` mean what this query gives now; it is computed once."""

    def value(self, name: str, value: str) -> None:
        """Let getvariable('name') mean this text."""

    def run(self, sql: str) -> pa.Table:
        """Raises FilesGone."""

    def stream(self, sql: str) -> pa.RecordBatchReader: ...


class Engine(Protocol):
    """rows_at_once: event rows that it derives in one go; bounds the memory it needs.

    numbers: texts have the same numbers wherever this says the same.
    """

    rows_at_once: int
    numbers: str

    def must_be_here(self) -> None:
        """Raises EngineMissing when a part of it is not installed. Starts nothing."""

    def answering(self) -> str:
        """Which engine answers, in words, after it has answered. Raises EngineMissing."""

    def session(self) -> Session:
        """Raises EngineMissing."""
