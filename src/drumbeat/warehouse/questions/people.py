"""Who is behind an event, for questions that go back to the events themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.derive.days import DAY
from drumbeat.warehouse.derive.facts import ONCE, copies, deduplicated, ids_of, repeated
from drumbeat.warehouse.derive.identity import NOW
from drumbeat.warehouse.engine import Query, named, to_sql
from drumbeat.warehouse.events import SCHEMA
from drumbeat.warehouse.questions.answer import Asking, Period, derived

ALL_EVENTS = named("all_events", SCHEMA)


def load_events(
    asking: Asking,
    days: Collection[date],
    shown: Query | None = None,
) -> None:
    """Let `once` and who is who mean what was derived: events of these UTC days and all ties.

    shown: those of ALL_EVENTS that the question is about; the copies of a message are all of them
    or none.
    """
    files = asking.event_files()
    # A neighbour day more decides which copy of a repeat stays.
    around = {day + n * DAY for day in days for n in (-1, 0, 1)}
    repeats = asking.manifest.may_repeat(around)
    read = sorted(around if repeats else days)
    asking.space.files(
        "all_events", [file for day in read for file in sorted(files.get(day, ()))], SCHEMA
    )
    asking.space.view("events", shown or "SELECT * FROM all_events")
    if repeats:
        asking.space.keep(repeated)
        asking.space.keep(copies)
        asking.space.keep(deduplicated)
        kept = deduplicated.table
        asking.space.view("once", to_sql(kept.filter(kept.day.isin(list(days)))))
    else:
        asking.space.view("once", "SELECT * FROM events")
    asking.table("identities")
    NOW.keep(asking.space)


def by_whom(events: ir.Table) -> ir.Table:
    """Events of known ids, bots aside, with `who`: the id to resolve."""
    anonymous, user = ids_of(events)
    rows = events.mutate(who=ibis.coalesce(user, anonymous))
    return rows.filter(~rows.bot & rows.who.notnull())


def done(period: Period) -> ir.Table:
    """The period's events of known people, bots aside, each message once, with `who`."""
    rows = by_whom(ONCE)
    return rows.filter(period.covers_row(rows))


def done_by_sampled(period: Period) -> ir.Table:
    """What the persons in the sample did in the period, with `person`."""
    rows = derived("sampled")
    return rows.filter(period.covers(rows.ts))
