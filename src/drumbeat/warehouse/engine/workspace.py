"""Where questions are asked: names, what they mean for now, and an engine that answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import wraps
from typing import ParamSpec, TypeVar

import pyarrow as pa

from drumbeat.warehouse.engine.choice import chosen, engine_at
from drumbeat.warehouse.engine.query import Query, Step
from drumbeat.warehouse.engine.session import Engine, FilesGone

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
        except FilesGone:
            return ask(*args, **named)

    return asked


class Workspace:
    """Tables and views of one piece of work; use it in a with block.

    Questions are Query objects, or SQL in DuckDB's words, which other engines translate. light: as
    of `choice.engine_at`, where no engine is given.
    """

    def __init__(self, engine: Engine | None = None, *, light: bool = False) -> None:
        self.engine = engine or chosen(light=light)
        self._session = self.engine.session()
        self._kept: dict[str, Step] = {}

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def files(self, name: str, paths: list[str], schema: pa.Schema) -> None:
        """Let `name` mean the rows of these Parquet files, which may be none."""
        if paths:
            self._kept.pop(name, None)
            self._session.files(name, paths, schema)
        else:
            self.rows(name, schema.empty_table())

    def rows(self, name: str, table: pa.Table) -> None:
        """Let `name` mean these rows."""
        self._kept.pop(name, None)
        self._session.rows(name, table)

    def view(self, name: str, question: Query | str) -> None:
        """Let `name` mean what this query gives."""
        self._kept.pop(name, None)
        self._session.view(name, self.told(question))

    def value(self, name: str, value: str) -> None:
        """Let getvariable('name') mean this text, which then shows in no message."""
        self._session.value(name, value)

    def part(self, name: str, of: str, days: tuple[date, date]) -> None:
        """Let `name` mean the rows of another table on the days first…last."""
        self.view(name, f"SELECT * FROM {of} WHERE {_within(days)}")

    def between(self, name: str, of: str, first: datetime, last: datetime) -> None:
        """Let `name` mean the rows of another table with `ts` from first up to and with last."""
        moments = (f"TIMESTAMPTZ '{moment.isoformat(' ')}'" for moment in (first, last))
        self.view(name, f"SELECT * FROM {of} WHERE ts BETWEEN {' AND '.join(moments)}")

    def keep(self, computed: Step) -> None:
        """Compute the step once; its name means the result from here on."""
        self._session.keep(computed.name, self.told(computed.query))
        self._kept[computed.name] = computed

    def fetch(
        self,
        wanted: Step,
        days: tuple[date, date] | None = None,
        order: Sequence[str] = (),
    ) -> pa.Table:
        """The step's rows, on the days first…last and in order where those are given.

        Those of a step that is kept are not computed again.
        """
        kept = self._kept.get(wanted.name) is wanted
        rows = wanted.name if kept else f"({self.told(wanted.query)})"
        where = f" WHERE {_within(days)}" if days else ""
        by = f" ORDER BY {', '.join(f'{name} NULLS LAST' for name in order)}" if order else ""
        return self._whole(f"SELECT * FROM {rows}{where}{by}")

    def run(self, question: Query | str) -> pa.Table:
        """The rows that the question gives."""
        return self._whole(self.told(question))

    def stream(self, question: Query | str) -> pa.RecordBatchReader:
        """The rows, portion by portion; read them before the workspace ends."""
        return self._session.stream(self.told(question))

    def told(self, question: Query | str) -> str:
        """The question in the words of the engine."""
        if isinstance(question, str):
            return self._session.translated(question)
        return question.sql(self._session.dialect)

    def _whole(self, sql: str) -> pa.Table:
        table = self._session.run(sql)
        # Sums of whole numbers may arrive as 38-digit decimals; ours fit 64 bits.
        whole = {f.name: pa.int64() for f in table.schema if pa.types.is_decimal(f.type)}
        return table.cast(pa.schema([(f.name, whole.get(f.name, f.type)) for f in table.schema]))


def in_process(*, light: bool = False) -> Workspace:
    """A workspace of DuckDB here, whichever engine was chosen: for work that streams through one
    machine anyhow, file by file. light: as of `choice.engine_at`."""
    return Workspace(engine_at("", light=light))


def _within(days: tuple[date, date]) -> str:
    return f"day BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'"
