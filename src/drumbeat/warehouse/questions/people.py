"""Who is behind an event, for questions that go back to the events themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.derive.days import DAY
from drumbeat.warehouse.derive.facts import ONCE, copies, deduplicated, ids_of, repeated
from drumbeat.warehouse.derive.identity import NOW, resolved
from drumbeat.warehouse.engine import named, to_sql
from drumbeat.warehouse.events import SCHEMA
from drumbeat.warehouse.questions.answer import Asking, Period, derived


def load_events(
    asking: Asking,
    days: tuple[date, date],
    only: Callable[[ir.Table], ir.BooleanValue] | None = None,
) -> None:
    """Let `once` and who is who mean what was derived: events of the UTC days and all ties.

    only: which events the question is about; the copies of a message are all in it or none.
    """
    # A neighbour day more decides which copy of a repeat stays.
    around = days[0] - DAY, days[1] + DAY
    repeats = asking.may_repeat(*around)
    version = asking.manifest.events_version
    files = asking.lake.event_files(version, *(around if repeats else days))
    asking.space.files("all_events", files, SCHEMA)
    all_events = named("all_events", SCHEMA)
    asking.space.view("events", to_sql(all_events.filter(only(all_events)) if only else all_events))
    source = "events"
    if repeats:
        asking.space.keep(repeated)
        asking.space.keep(copies)
        asking.space.keep(deduplicated)
        source = "deduplicated"
    asking.space.view("once", f"SELECT * FROM {source}")
    asking.table("identities")
    NOW.keep(asking.space)


def done_by_people(period: Period) -> ir.Table:
    """The period's events of known people, bots aside, each message once, with `person`."""
    anonymous, user = ids_of(ONCE)
    rows = ONCE.mutate(who=ibis.coalesce(user, anonymous))
    return resolved(rows.filter(period.covers_row(rows) & ~rows.bot & rows.who.notnull()))


def done_by_sampled(period: Period) -> ir.Table:
    """As `done_by_people`, of the persons in the sample."""
    rows = derived("sampled")
    return rows.filter(period.covers(rows.ts))
