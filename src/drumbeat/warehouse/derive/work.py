"""The derived tables as a pass has them: what they were before it, and what it made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.warehouse.derive.changes import KEYS, Changes, different, of_days
from drumbeat.warehouse.derive.days import Run, midnight
from drumbeat.warehouse.derive.indexed import INDEXED, exchanged, find
from drumbeat.warehouse.derive.journeys import (
    SEALED,
    journeys_beside,
    journeys_kept,
    journeys_now,
)
from drumbeat.warehouse.derive.tables import SCHEMAS, SUMS
from drumbeat.warehouse.derive.writing import Tables
from drumbeat.warehouse.engine import Step, Workspace
from drumbeat.warehouse.index import one_of
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.manifest import Manifest

_ORDER = {
    "identities": ["id", "person"],
    "sessions": ["ts", "session_id"],
    "touches": ["ts", "touch_id"],
    "conversions": ["ts", "message_id", "conversion"],
    "outcomes": ["ts", "outcome_id"],
    "journeys": ["ts", "outcome_id", "position"],
    "sampled": ["ts", "message_id"],
}


LIGHT = 50_000  # rows: of so few each statement takes longer to begin than to do


def for_so_many(rows: int) -> Workspace:
    """Where so many event rows are derived."""
    return Workspace(light=rows <= LIGHT)


class Work:
    """What a pass works on. space: where it asks; known: the days that have events; tables: the
    versions it has reached; rows: events of each day; changes: the rows that it exchanged."""

    space: Workspace

    def __init__(
        self,
        lake: BrandLake,
        known: Run,
        before: Manifest,
        rows: Mapping[date, int],
        tables: Tables,
    ) -> None:
        self.lake = lake
        self.rows = rows
        self.known = known
        self.before = before
        self.tables = tables
        self.changes = Changes()
        everybody_is_known = before.sealed_before is None
        self.told_apart_from = date.min if everybody_is_known else before.told_apart_from

    @contextmanager
    def over_all_history(self) -> Iterator[None]:
        """Ask with as many threads as all history needs, however few the pass needs else; no name
        means anything there yet."""
        asked = self.space
        try:
            with for_so_many(sum(self.rows.values())) as self.space:
                yield
        finally:
            self.space = asked

    def derived(
        self, name: str, table: str, first: date | None = None, last: date | None = None
    ) -> None:
        """Let `name` mean the days first…last of a derived table, as this pass has it."""
        files = self.lake.derived_files(table, self.tables.version(table), first, last)
        self.space.files(name, files, (SCHEMAS | SUMS)[table])

    def derived_on(self, name: str, table: str, days: Iterable[date]) -> None:
        """Let `name` mean those days of a derived table, as this pass has it."""
        by_day = self.lake.derived_files_by_day(table, self.tables.version(table))
        files = [file for day in sorted(days) for file in sorted(by_day.get(day, ()))]
        self.space.files(name, files, SCHEMAS[table])

    def derived_before(
        self, table: str, first: date | None = None, last: date | None = None
    ) -> None:
        """Let `<table>_before` mean those days of a derived table as it was before this pass."""
        files = self.lake.derived_files(table, self.before.tables.get(table), first, last)
        self.space.files(f"{table}_before", files, SCHEMAS[table])

    def found(self, table: str, *, now: bool = False, **named: pa.Array) -> pa.Table:
        """The rows in which a key is one of the texts named for it, as INDEXED keeps them: as they
        were before this pass, or as what it exchanged has left them."""
        rows = find(self.lake, table, self.before.tables.get(table), **named)
        if not now:
            return rows
        index = INDEXED[table]
        parts = (index.told(part(table)) for part in (self.changes.gone, self.changes.come))
        return exchanged(rows, *(part.filter(one_of(part, named)) for part in parts))

    def journeys(self, run: Run) -> Step:
        """Journeys that look back on sealed days cannot be made again."""
        if self.before.sealed_before is None:
            return journeys_now
        moment = midnight(self.before.sealed_before)
        self.space.rows("sealed", pa.table([[moment]], schema=SEALED))
        self.derived_before("journeys", *run)
        self.space.keep(journeys_kept)
        return journeys_beside

    def write(self, table: str, rows: Step, days: Run) -> None:
        """Put the step's rows in place of the table's days, those that are sealed aside."""
        days = self.unsealed(days)
        schema = (SCHEMAS | SUMS)[table]
        fetched = self.space.fetch(rows, days, _ORDER.get(table, schema.names))
        self.put(table, fetched.cast(schema), days)

    def put(self, table: str, rows: pa.Table, days: Run) -> None:
        """Put the rows, all of these days, in place of the table's days."""
        by = "month" if table in SUMS else "day"
        self.tables.write(table, partial(self.lake.replace_days, table, rows, *days, by=by))

    def unsealed(self, days: Run) -> Run:
        """Without the days that keep what they have."""
        if self.before.sealed_before is None:
            return days
        return days._replace(first=max(days.first, self.before.sealed_before))

    def exchange_different(self, table: str, then: pa.Table, now: pa.Table) -> None:
        """Put the rows `now` in place of the rows `then`, as far as they are different."""
        then, now = then.cast(SCHEMAS[table]), now.cast(SCHEMAS[table])
        keys = different(table, then, now)
        gone, come = (rows.filter(pc.is_in(rows[KEYS[table]], keys)) for rows in (then, now))
        self.exchange(table, gone, come)

    def exchange(self, table: str, gone: pa.Table, come: pa.Table) -> None:
        """Put the rows `come` in place of the rows `gone`, those of sealed days aside."""
        sealed = self.before.sealed_before
        gone, come = (of_days(rows.cast(SCHEMAS[table]), sealed) for rows in (gone, come))
        if gone.num_rows or come.num_rows:
            args = table, KEYS[table], gone, come, _ORDER[table]
            self.tables.write(table, partial(self.lake.exchange_rows, *args))
            self.changes.add(table, gone, come)
