"""What is kept for how long: old events go, old rows lose whom they were about, then go too.

A day that has lost its events is sealed: derivation never writes it again, so its counts of
touches, outcomes and revenue stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import replace

from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.derive.rules import Settings
from drumbeat.warehouse.derive.tables import SCHEMAS, SUMS
from drumbeat.warehouse.engine import Workspace, in_process
from drumbeat.warehouse.events import SCHEMA
from drumbeat.warehouse.lake import BrandLake

_DAY = timedelta(days=1)
# A session is named after its visitor.
_WHOSE = ("visitor", "who", "person", "session_id")


@dataclass(frozen=True)
class Removed:
    """One cleaning. events: rows deleted; ids: derived rows that lost whom they were about; links:
    rows of identity deleted; aggregates: derived rows deleted; sealed_before: the first day that
    still has events, None when none was ever sealed."""

    events: int = 0
    ids: int = 0
    links: int = 0
    aggregates: int = 0
    sealed_before: date | None = None


def retain(lake: BrandLake, *, ids_from: date, rows_from: date, settings: Settings) -> Removed:
    """Delete events of the UTC days before `ids_from` with the ids derived of them, and all rows
    of the days before `rows_from`, which is not later. Returns what went.

    Counts by placement stay as they are; who they were about is not kept. An id that newer events
    still carry keeps its link to its person, and that it was counted where a rule counts once. Hold
    `Lake.loading` around it. Killed anywhere and called again, it completes. The files themselves
    go with the next `vacuum`.
    """
    if rows_from > ids_from:
        raise ValueError("what is counted is kept at least as long as whom it is about")
    with lake.arranging(), lake.deriving():
        lake.settle()
        before = derive(lake, settings=settings)
        sealed = max(filter(None, [ids_from, before.sealed_before]))
        version, kept = lake.events_now()
        old = {day: n for day, n in kept.items() if day < sealed}
        if not before.tables:
            return Removed(sealed_before=before.sealed_before)
        with in_process() as space:
            work = _Cleaning(lake, space, sealed, rows_from, dict(before.tables))
            work.open(version, settings)
            for name in SCHEMAS | SUMS:
                work.clean(name)
        lake.publish(
            replace(
                before,
                tables=work.tables,
                event_rows={day: n for day, n in before.event_rows.items() if day >= sealed},
                sealed_before=sealed,
                # Who was there on the old days is not known any more.
                told_apart_from=None if old else before.told_apart_from,
            )
        )
        # Only now: a day without events that is not sealed would be derived to nothing.
        lake.rewrite_days(old, SCHEMA.empty_table().to_reader())
    return Removed(sum(old.values()), work.ids, work.links, work.aggregates, sealed)


class _Cleaning:
    """One pass over the derived tables; `tables` are the versions it has reached."""

    def __init__(
        self, lake: BrandLake, space: Workspace, sealed: date, rows_from: date, tables: dict
    ) -> None:
        self.lake, self.space = lake, space
        self.sealed, self.rows_from = sealed, rows_from
        self.tables: dict[str, int] = tables
        self.ids = self.links = self.aggregates = 0

    def open(self, version: int, settings: Settings) -> None:
        """Learn which ids the kept events carry, and whom those ids are linked to."""
        files = self.lake.event_files(version, first=self.sealed)
        self.space.files("events", files, SCHEMA)
        links = self.lake.derived_files("identities", self.tables.get("identities"))
        self.space.files("links", links, SCHEMAS["identities"])
        used = self.space.run(
            "WITH RECURSIVE used(id) AS (SELECT unnest([anonymous_id, user_id, previous_id])"
            " FROM events UNION SELECT l.person FROM links l JOIN used u ON l.id = u.id)"
            " SELECT DISTINCT id FROM used WHERE id <> ''"
        )
        self.space.rows("used", used)
        once = [rule.key for rule in settings.conversions if rule.counts == "once"]
        self.space.rows("once", pa.table({"conversion": pa.array(once, pa.string())}))

    def clean(self, name: str) -> None:
        """Rewrite the table's old days that have something to remove."""
        schema = (SCHEMAS | SUMS)[name]
        files = self.lake.derived_files(name, self.tables.get(name), last=self.sealed - _DAY)
        self.space.files("old", files, schema)
        whose = [one for one in _WHOSE if one in schema.names and name != "identities"]
        due = f"(day < DATE '{self.rows_from}' AND day IS NOT NULL)"
        if name == "sampled":  # events of persons: without these they say nothing
            due = "true"
        if name == "identities":
            due, told = "id NOT IN (SELECT id FROM used)", "false"
        else:
            told = " OR ".join(f"{one} IS NOT NULL" for one in whose) or "false"
        if name == "conversions":
            told = f"({told}) AND NOT {_COUNTED_ALREADY}"
        found = self.space.run(
            f"SELECT day, count(*) FILTER ({due}) AS due, count(*) FILTER (NOT {due} AND ({told}))"
            f" AS told FROM old GROUP BY day HAVING due > 0 OR told > 0 ORDER BY day"
        )
        if not found.num_rows:
            return
        self._count(name, found)
        keep = _COUNTED_ALREADY if name == "conversions" else "false"
        columns = ", ".join(
            f"CASE WHEN {keep} THEN {one} END AS {one}" if one in whose else one
            for one in schema.names
        )
        self._write(name, columns, due, found["day"].to_pylist())

    def _count(self, name: str, found: pa.Table) -> None:
        due, told = pc.sum(found["due"]).as_py(), pc.sum(found["told"]).as_py()
        if name == "identities":
            self.links += due
        else:
            self.aggregates += due
        self.ids += told

    def _write(self, name: str, columns: str, due: str, days: Iterable[date]) -> None:
        schema = (SCHEMAS | SUMS)[name]
        for day in days:
            rows = self.space.run(
                f"SELECT {columns} FROM old WHERE day = DATE '{day}' AND NOT {due}"
            ).cast(schema)
            by = "month" if name in SUMS else "day"
            self.tables[name] = self.lake.replace_days(name, rows, day, day, by=by)


_COUNTED_ALREADY = (
    "(coalesce(person IN (SELECT id FROM used), false)"
    " AND conversion IN (SELECT conversion FROM once))"
)
