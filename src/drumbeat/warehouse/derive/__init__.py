"""From events to sessions, touches, outcomes and journeys: a pure function, day by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pyarrow as pa

from drumbeat.warehouse.derive import identity
from drumbeat.warehouse.derive.days import (
    DAY,
    Run,
    first_reach,
    midnight,
    open_days,
    runs,
    stale_days,
    wider,
)
from drumbeat.warehouse.derive.facts import copies, deduplicated, paces, repeated, shown
from drumbeat.warehouse.derive.journeys import (
    SEALED,
    journeys_beside,
    journeys_kept,
    journeys_now,
)
from drumbeat.warehouse.derive.outcomes import (
    changed_days,
    conversions_now,
    keep_outcomes,
    outcome_days,
    outcomes_now,
    rules_table,
)
from drumbeat.warehouse.derive.rules import ConversionRule, Settings
from drumbeat.warehouse.derive.sessions import sessions_now
from drumbeat.warehouse.derive.summing import sum_up
from drumbeat.warehouse.derive.tables import SCHEMAS, SUMS
from drumbeat.warehouse.derive.touches import keep_touches, touches_now
from drumbeat.warehouse.engine import Step, Workspace
from drumbeat.warehouse.events import SCHEMA
from drumbeat.warehouse.files import newest
from drumbeat.warehouse.lake import BrandLake, Manifest

__all__ = ["ConversionRule", "Manifest", "Settings", "derive"]

_ORDER = {
    "identities": ["id", "person"],
    "sessions": ["ts", "session_id"],
    "touches": ["ts", "touch_id"],
    "conversions": ["ts", "message_id", "conversion"],
    "outcomes": ["ts", "outcome_id"],
    "journeys": ["ts", "outcome_id", "position"],
}


def derive(lake: BrandLake, days: Iterable[date] | None = None, *, settings: Settings) -> Manifest:
    """Derive the days with new events (and `days`), and whatever else those events change.

    Readers see the result at once and whole. Deriving again, in other portions or another order,
    gives the same rows. Returns what readers now see.
    """
    with lake.deriving(), Workspace() as space:
        before = lake.manifest()
        version, rows = lake.events_now()
        stale = stale_days(before, rows, settings.fingerprint) | open_days(before, days or ())
        if not stale or version < 0:
            return before
        known = rows or stale  # without any event left, the days that had some
        work = _Derivation(lake, space, version, Run(min(known), max(known)), before)
        space.rows("rules", rules_table(settings))
        everything = stale >= open_days(before, rows)
        most = space.engine.rows_at_once
        stale |= open_days(before, work.tie_identities(runs(stale, rows, most), everything))
        written = [work.derive_run(run) for run in runs(stale, rows, most)]
        changed = open_days(before, work.count_outcomes())
        look_back = max((rule.window_days for rule in settings.conversions), default=0)
        followed = work.follow_journeys(changed, written, timedelta(days=look_back))
        sum_up(work, settings.tz, visited=written, followed=followed)
        manifest = Manifest(
            events_version=version,
            event_rows=rows,
            rules=settings.fingerprint,
            fresh_until=max(filter(None, [before.fresh_until, work.newest]), default=None),
            tables=work.tables,
            sealed_before=before.sealed_before,
            tz=settings.tz,
        )
        lake.publish(manifest)
        return manifest


class _Derivation:
    """One pass over one snapshot of the events; `tables` are the versions it has reached."""

    def __init__(
        self, lake: BrandLake, space: Workspace, version: int, known: Run, before: Manifest
    ) -> None:
        self.lake = lake
        self.space = space
        self.version = version
        self.known = known
        self.before = before
        self.tables = dict(before.tables)
        self.newest: datetime | None = None

    def tie_identities(self, stale: list[Run], everything: bool) -> set[date]:
        """Learn who is who from the stale days; returns the other days that this changes."""
        self.derived("identities_before", "identities")
        for table in ("sessions", "touches", "conversions"):
            self.derived(f"{table}_before", table)
        for run in stale:
            self._events("events", run)
            arrived = newest(self.lake.event_files(self.version, *run), "received")
            self.newest = max(filter(None, [self.newest, arrived]), default=None)
            self.write("identities", identity.ties, run)
        self.derived("identities", "identities")
        identity.NOW.keep(self.space)
        if everything:
            return set()
        identity.BEFORE.keep(self.space)
        return identity.days_of_moved(self.space)

    def derive_run(self, run: Run) -> Run:
        """Sessions, touches and conversions around one run; returns the days written."""
        reach = first_reach(run)
        while True:
            self._keep_paces(reach.read)
            needed = wider(reach, run, self.known, self.space)
            if needed == reach:
                break
            reach = needed
        self.space.keep(shown)
        keep_touches(self.space)
        self.write("touches", touches_now, reach.write)
        self.write("sessions", sessions_now, reach.write)
        self.write("conversions", conversions_now, reach.write)
        return reach.write

    def count_outcomes(self) -> set[date]:
        """Dedup all conversions; returns the days whose outcomes are new, gone or different."""
        self.derived("conversions", "conversions")
        self.derived("outcomes_before", "outcomes")
        keep_outcomes(self.space)
        changed = set(self.space.fetch(changed_days)["day"].to_pylist())
        for run in runs(open_days(self.before, changed)):
            self.write("outcomes", outcomes_now, run)
        return changed

    def follow_journeys(self, changed: set[date], written: list[Run], back: timedelta) -> list[Run]:
        """Make the journeys of changed outcomes, and of those that look back on written days."""
        ended = [(row["day"], row["basis"]) for row in self.space.fetch(outcome_days).to_pylist()]
        looking = {
            day
            for day, basis in ended
            if any(run.first <= basis <= run.last + back + DAY for run in written)
        }
        followed = runs(open_days(self.before, changed | looking))
        for run in followed:
            # A refund may be reported before its order: a journey ends where its basis lies.
            bases = [basis for day, basis in ended if run.first <= day <= run.last]
            first = min(bases, default=run.first) - back - DAY
            self.derived("touches_seen", "touches", first, max(bases, default=run.last))
            self.space.part("ended", "outcomes_now", run)
            self.write("journeys", self._journeys(run), run)
        return followed

    def _journeys(self, run: Run) -> Step:
        """Journeys that look back on sealed days cannot be made again."""
        if self.before.sealed_before is None:
            return journeys_now
        moment = midnight(self.before.sealed_before)
        self.space.rows("sealed", pa.table([[moment]], schema=SEALED))
        files = self.lake.derived_files("journeys", self.before.tables.get("journeys"), *run)
        self.space.files("journeys_before", files, SCHEMAS["journeys"])
        self.space.keep(journeys_kept)
        return journeys_beside

    def _keep_paces(self, days: Run) -> None:
        """Keep `paces` of the days; a neighbour day more decides which copy of a repeat stays."""
        self._events("events", Run(days.first - DAY, days.last + DAY))
        self.space.keep(repeated)
        if self.space.run("SELECT 1 FROM repeated LIMIT 1").num_rows:
            self.space.keep(copies)
            self.space.keep(deduplicated)
            self.space.part("once", "deduplicated", days)
        else:
            self._events("once", days)
        self.space.keep(paces)

    def _events(self, name: str, days: Run) -> None:
        self.space.files(name, self.lake.event_files(self.version, *days), SCHEMA)

    def derived(
        self, name: str, table: str, first: date | None = None, last: date | None = None
    ) -> None:
        """Let `name` mean the days first…last of a derived table, as this pass has it."""
        files = self.lake.derived_files(table, self.tables.get(table), first, last)
        self.space.files(name, files, SCHEMAS[table])

    def write(self, table: str, rows: Step, days: Run) -> None:
        """Put the step's rows in place of the table's days, those that are sealed aside."""
        days = self.unsealed(days)
        schema = (SCHEMAS | SUMS)[table]
        fetched = self.space.fetch(rows, days, _ORDER.get(table, schema.names))
        self.put(table, fetched.cast(schema), days)

    def put(self, table: str, rows: pa.Table, days: Run) -> None:
        """Put the rows, all of these days, in place of the table's days."""
        by = "month" if table in SUMS else "day"
        self.tables[table] = self.lake.replace_days(table, rows, *days, by=by)

    def unsealed(self, days: Run) -> Run:
        """Without the days that keep what they have."""
        if self.before.sealed_before is None:
            return days
        return days._replace(first=max(days.first, self.before.sealed_before))
