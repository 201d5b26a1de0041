"""What is asked (a period) and what comes back (rows that know where they are from)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.derive.tables import SCHEMAS, SUMS
from drumbeat.warehouse.engine import Query, Step, Workspace, named, once_more
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.manifest import Manifest
from drumbeat.warehouse.period import Period
from drumbeat.warehouse.sums import MADE_OF, made


def derived(name: str) -> ir.Table:
    """A derived table, or one of sums, as questions name it."""
    return named(name, (SCHEMAS | SUMS)[name])


@dataclass(frozen=True)
class Answer:
    """Rows, and what a person needs to trust them.

    definition: key of the question in the help; sql: as run; freshness: newest arrival contained;
    events_version: of the events table that was derived; seconds: time to answer. kept_from: where
    the question reaches further back, the first day whose persons are still kept: what needs
    persons (visitors, paths that led nowhere) is None or without the days before it. one_in: of so
    many persons one was looked at, and counts are estimates; 1 where all were. paths_until: newest
    arrival in the paths by which a chain shares out, where events came since those were counted.
    """

    rows: list[dict[str, Any]]
    definition: str
    columns: list[str]
    sql: str
    period: Period | None
    tz: str
    freshness: datetime | None
    events_version: int
    seconds: float
    kept_from: date | None = None
    one_in: int = 1
    paths_until: datetime | None = None


@dataclass
class Asking:
    """One question being answered on one consistent set of derived tables."""

    lake: BrandLake
    space: Workspace
    manifest: Manifest
    sql: list[str] = field(default_factory=list)
    paths_until: datetime | None = None

    def table(self, name: str, first: date | None = None, last: date | None = None) -> None:
        """Let the derived table's name mean its days first…last."""
        files = self.lake.derived_files(name, self.manifest.tables.get(name), first, last)
        self.space.files(name, files, SCHEMAS[name])

    def sums(self, name: str, period: Period, *, later: bool = False) -> None:
        """Let a table of SUMS mean the period's days: as kept, or made now for another time zone.

        later: with all days after the period, too.
        """
        if self.keeps(period):
            files = self.lake.derived_files(
                name, self.manifest.tables.get(name), period.start, None if later else period.end
            )
            self.space.files(name, files, SUMS[name])
            return
        # Who came in the period may have come first long before.
        first, last = period.utc_days
        for table in MADE_OF[name]:
            self.table(table, None if name == "day_returns" else first, None if later else last)
        self.space.view(name, _made(name, period))

    def keeps(self, period: Period) -> bool:
        """Whether sums are kept by the period's local days."""
        return self.manifest.tz == period.tz

    def forgets(self, first: date) -> bool:
        """Whether the persons of the UTC days from `first` on are not all kept any more."""
        sealed = self.manifest.sealed_before
        return sealed is not None and first < sealed

    def event_files(self) -> dict[date, set[str]]:
        """Files of the events that were derived, by UTC day."""
        return self.lake.event_files_by_day(self.manifest.events_version)

    def event_days(self, first: date, last: date) -> list[date]:
        """The UTC days among first…last whose events were derived and are kept."""
        return sorted(day for day in self.manifest.event_rows if first <= day <= last)

    def keep(self, computed: Step) -> None:
        """Compute the step once for this question."""
        told = self.space.told(computed.query)
        self.sql.append(f"CREATE TEMPORARY TABLE {computed.name} AS\n{told}")
        self.space.keep(computed)

    def rows(self, question: Query | str) -> list[dict[str, Any]]:
        return self.columns(question).to_pylist()

    def columns(self, question: Query | str) -> pa.Table:
        self.sql.append(self.space.told(question))
        return self.space.run(question)


@lru_cache(maxsize=64)
def _made(name: str, period: Period) -> Query:
    return made(name, period).query


@once_more
def answered(
    lake: BrandLake,
    definition: str,
    columns: list[str],
    ask: Callable[[Asking], list[dict[str, Any]]],
    period: Period | None = None,
    *,
    one_in: int = 1,
) -> Answer:
    """Run `ask` on what is derived now and wrap its rows."""
    began = time.perf_counter()
    with Workspace() as space:
        asking = Asking(lake, space, lake.manifest())
        rows = ask(asking)
    return Answer(
        rows=rows,
        definition=definition,
        columns=columns,
        sql=";\n\n".join(asking.sql),
        period=period,
        tz=period.tz if period else "UTC",
        freshness=asking.manifest.fresh_until,
        events_version=asking.manifest.events_version,
        seconds=time.perf_counter() - began,
        kept_from=_kept_from(asking, period),
        one_in=one_in,
        paths_until=asking.paths_until,
    )


def _kept_from(asking: Asking, period: Period | None) -> date | None:
    forgets = period is not None and asking.forgets(period.utc_days[0])
    return asking.manifest.sealed_before if forgets else None


def keys_first(row: dict[str, Any]) -> tuple[bool, str]:
    """The order of rows that no engine decides: what has a key, then what only has a label."""
    return row["key"] is None, row["key"] or row["label"] or ""
