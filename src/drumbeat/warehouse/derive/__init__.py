"""From events to sessions, touches, outcomes and journeys: a pure function, day by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

import pyarrow as pa
from msgspec.structs import replace

from drumbeat.warehouse.derive import identity
from drumbeat.warehouse.derive.affected import MINE, Span, keep_affected
from drumbeat.warehouse.derive.changes import (
    exchange_journeys,
    exchange_outcomes,
    of_days,
)
from drumbeat.warehouse.derive.days import (
    DAY,
    Run,
    first_reach,
    open_days,
    rows_to_derive,
    runs,
    stale_days,
    wider,
)
from drumbeat.warehouse.derive.facts import SEEN, copies, deduplicated, paces, repeated, shown
from drumbeat.warehouse.derive.indexed import arrange_indexes, texts
from drumbeat.warehouse.derive.outcomes import (
    changed_days,
    conversions_now,
    keep_outcomes,
    outcome_days,
    outcomes_now,
    rules_table,
)
from drumbeat.warehouse.derive.rules import ConversionRule, Settings
from drumbeat.warehouse.derive.sampled import (
    keep_newly_sampled,
    keep_sampled,
    newly_sampled,
    sampled_now,
    untold_days,
)
from drumbeat.warehouse.derive.sessions import sessions_now
from drumbeat.warehouse.derive.summing import sum_changes, sum_up
from drumbeat.warehouse.derive.tables import IDENTITIES
from drumbeat.warehouse.derive.ties import Ties
from drumbeat.warehouse.derive.touches import keep_touches, touches_now
from drumbeat.warehouse.derive.work import Work, for_so_many
from drumbeat.warehouse.derive.writing import Tables
from drumbeat.warehouse.engine import Step
from drumbeat.warehouse.events import SCHEMA
from drumbeat.warehouse.files import newest
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.manifest import Manifest

__all__ = ["ConversionRule", "Manifest", "Settings", "arrange_indexes", "derive"]

_MADE_OF_EVENTS = {
    "touches": touches_now,
    "sessions": sessions_now,
    "conversions": conversions_now,
    "sampled": sampled_now,
}

MOST_AFFECTED = 1 / 3  # of the events around: beyond it, all of them are derived again


def derive(lake: BrandLake, days: Iterable[date] | None = None, *, settings: Settings) -> Manifest:
    """Derive the days with new events (and `days`), and whatever else those events change.

    Readers see the result at once and whole. Deriving again, in other portions or another order,
    gives the same rows. Returns what readers now see.
    """
    with lake.deriving():
        before = lake.manifest()
        version, rows = lake.events_now()
        stale = stale_days(before, rows, settings.fingerprint) | open_days(before, days or ())
        if not stale or version < 0:
            return _with_the_same_rows(lake, before, version)
        known = rows or stale  # without any event left, the days that had some
        anew = stale if before.rules != settings.fingerprint else set(days or ())
        lake.settle()
        with Tables(before.tables) as tables:
            around = Run(min(known), max(known))
            work = _Derivation(lake, version, around, before, rows, tables)
            work.look_for_new(stale, anew)
            with for_so_many(work.rows_to_derive(stale)) as work.space:
                manifest = _brought_up_to_date(work, stale, settings)
        lake.publish(manifest)
        return manifest


def _with_the_same_rows(lake: BrandLake, before: Manifest, version: int) -> Manifest:
    """What readers see, of the newest files: those that others took the place of will be deleted."""
    if not before.tables or version == before.events_version:
        return before
    manifest = replace(before, events_version=version)
    lake.publish(manifest)
    return manifest


def _brought_up_to_date(work: _Derivation, stale: set[date], settings: Settings) -> Manifest:
    """Derive the stale days, and all that follows from them."""
    before, rows = work.before, work.rows
    work.space.rows("rules", rules_table(settings))
    most = work.space.engine.rows_at_once
    stale |= open_days(before, work.tie_identities(runs(stale, rows, most)))
    cut = runs(stale, rows, most)
    whole = work.derived_whole(cut)
    written = [work.derive_run(run, beside=whole) for run in cut]
    look_back = timedelta(days=max((one.window_days for one in settings.conversions), default=0))
    if work.anew:
        with work.over_all_history():
            work.space.rows("rules", rules_table(settings))
            changed = open_days(before, work.count_outcomes())
            followed = work.follow_journeys(changed, written, look_back)
            sum_up(work, settings.tz, visited=written, followed=followed)
    else:
        sum_changes(work, settings.tz, partial(work.follow_changes, look_back))
    return Manifest(
        events_version=work.version,
        event_rows=rows,
        rules=settings.fingerprint,
        fresh_until=max(filter(None, [before.fresh_until, work.newest]), default=None),
        tables=work.tables.versions(),
        sealed_before=before.sealed_before,
        tz=settings.tz,
        repeated_on=work.repeated_on,
        told_apart_from=work.told_apart_from,
    )


class _Derivation(Work):
    """One pass over one snapshot of the events."""

    def __init__(
        self,
        lake: BrandLake,
        version: int,
        known: Run,
        before: Manifest,
        rows: dict[date, int],
        tables: Tables,
    ) -> None:
        super().__init__(lake, known, before, rows, tables)
        self.version = version
        self.newest: datetime | None = None
        self.fresh: dict[date, list[str]] = {}
        self.anew: set[date] = set()
        self.repeated_on = before.repeated_on
        self.ties = Ties(self)

    def look_for_new(self, stale: set[date], anew: Iterable[date]) -> None:
        """Learn which event files are new, and which days to derive anew: those in `anew`, and
        those of which that cannot be told. Of all others only what new events concern."""
        found = self.lake.event_files_since(self.before.events_version, self.version, stale)
        unknown = {day for day in stale if self.before.event_rows.get(day, 0) < 0}
        self.anew = open_days(self.before, anew) | unknown
        self.anew |= {day for day, files in found.items() if files is None}
        self.fresh = {day: files or [] for day, files in found.items()}
        if self.anew >= open_days(self.before, self.rows):
            self.repeated_on = frozenset()
        elif self.repeated_on is not None:
            self.repeated_on -= self.anew

    def rows_to_derive(self, stale: Iterable[date]) -> int:
        """How many event rows the stale days have beyond those that were read."""
        return rows_to_derive(self.before, self.rows, stale, self.anew)

    def tie_identities(self, stale: list[Run]) -> set[date]:
        """Learn who is who from the stale days; returns the other days that this changes."""
        for run in stale:
            if self._is_anew(run):
                files = self.lake.event_files(self.version, *run)
                self.space.files("events", files, SCHEMA)
                self.write("identities", identity.ties, run)
            else:
                files = self._new_files(run)
                self.space.files("events", files, SCHEMA)
                self._tie_more(run)
            arrived = newest(files, "received")
            self.newest = max(filter(None, [self.newest, arrived]), default=None)
        if self.anew >= open_days(self.before, self.rows):
            self.ties.meet_everybody()
            return set()
        if not (self.anew or self.changes.both("identities").num_rows):
            identity.keep_that_nobody_moved(self.space)
            return set()
        if self.anew:
            self.ties.meet_everybody()
        else:
            self.ties.meet(pa.array([], pa.string()))
        moved = identity.keep_moved(self.space)
        found = [self.found(table, person=moved)["ts"] for table in _MADE_OF_EVENTS]
        days = {day for moments in found for day in moments.cast(pa.date32()).unique().to_pylist()}
        return days | self._days_of_newly_sampled()

    def _days_of_newly_sampled(self) -> set[date]:
        fresh = [file for files in self.fresh.values() for file in files]
        if not keep_newly_sampled(self.space, fresh):
            return set()
        # Only for them all history is looked through.
        theirs = self.space.fetch(newly_sampled)
        with self.over_all_history():
            self.space.rows(newly_sampled.name, theirs)
            self.space.files("all_events", self.lake.event_files(self.version), SEEN)
            return set(self.space.fetch(untold_days)["day"].to_pylist())

    def _tie_more(self, run: Run) -> None:
        """Add the ties of the new events to those that the days have already."""
        new = self.space.fetch(identity.ties).cast(IDENTITIES)
        held = self.found("identities", id=texts(new["id"])).select(IDENTITIES.names)
        held = of_days(held, *run)
        self.exchange_different("identities", held, identity.earliest(held, new))

    def derived_whole(self, cut: list[Run]) -> set[date]:
        """The days of the runs that are certain to be derived anew."""
        return {day for run in cut if self._is_anew(run) for day in run.days()}

    def derive_run(self, run: Run, *, beside: set[date]) -> Run:
        """Sessions, touches and conversions around one run; returns the days written."""
        reach = first_reach(run, beside)
        anew = self._is_anew(run)
        while True:
            span = None if anew else self._keep_affected(run, reach.read)
            if anew := span is None:
                self.ties.meet_everybody()
            self._keep_paces(reach.read, few=not anew)
            needed = wider(reach, run, self.known, beside, self.space)
            if needed == reach:
                break
            reach = needed
        self.space.keep(shown)
        keep_touches(self.space)
        keep_sampled(self.space)
        for table, rows in _MADE_OF_EVENTS.items():
            if span:
                self._exchange_mine(table, rows, reach.write, span)
            else:
                self.write(table, rows, reach.write)
        if anew:
            self.anew |= {run.first}
        return reach.write

    def _keep_affected(self, run: Run, days: Run) -> Span | None:
        """Let `events` mean those that hang together with new ones; returns when they were, None
        when they are many."""
        around = Run(days.first - DAY, days.last + DAY)
        self.space.files("fresh", self._new_files(run), SCHEMA)
        all_rows = sum(n for day, n in self.rows.items() if around.first <= day <= around.last)
        files = self.lake.event_files(self.version, *around)
        most, repeats = all_rows * MOST_AFFECTED, self._may_repeat(around)
        return keep_affected(self.space, files, most, repeats=repeats, meet=self.ties.meet)

    def _may_repeat(self, days: Run) -> bool:
        """Whether messages that the days had before may lie there twice."""
        known = self.repeated_on
        return known is None or any(day in known or day in self.anew for day in days.days())

    def _exchange_mine(self, table: str, rows: Step, days: Run, span: Span) -> None:
        self.derived(f"{table}_held", table, *days)
        self.space.between(f"{table}_then", f"{table}_held", *span)
        then = self.space.fetch(MINE[table])
        self.exchange_different(table, then, self.space.fetch(rows, days))

    def _is_anew(self, run: Run) -> bool:
        return any(run.first <= day <= run.last for day in self.anew)

    def _new_files(self, run: Run) -> list[str]:
        return [
            file
            for day, files in self.fresh.items()
            for file in files
            if run.first <= day <= run.last
        ]

    def follow_changes(self, back: timedelta) -> None:
        """Outcomes and journeys of what the exchanged rows change."""
        exchange_journeys(self, exchange_outcomes(self), back)

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
            self.write("journeys", self.journeys(run), run)
        return followed

    def _keep_paces(self, days: Run, few: bool) -> None:
        """Keep `paces` of the days; a neighbour day more decides which copy of a repeat stays.

        few: `events` means what is to be looked at already.
        """
        if not few:
            self._events("events", Run(days.first - DAY, days.last + DAY))
        self.space.keep(repeated)
        if self.space.run("SELECT 1 FROM repeated LIMIT 1").num_rows:
            self.space.keep(copies)
            if self.repeated_on is not None:
                found = self.space.run("SELECT DISTINCT day FROM copies")["day"]
                self.repeated_on |= set(found.to_pylist())
            self.space.keep(deduplicated)
            self.space.part("once", "deduplicated", days)
        elif few:
            self.space.part("once", "events", days)
        else:
            self._events("once", days)
        self.space.keep(paces)

    def _events(self, name: str, days: Run) -> None:
        self.space.files(name, self.lake.event_files(self.version, *days), SEEN)
