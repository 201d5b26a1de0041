"""One person in 64 and all that they did: enough to estimate at once what nobody asked before.

Whoever is in the sample is in it with every event, so that ways and times can be told from it, and
for good: an id's digest decides.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.derive import identity
from drumbeat.warehouse.derive.facts import (
    ONCE,
    SEEN,
    ids_of,
    is_active,
    paces,
    session_name,
)
from drumbeat.warehouse.derive.tables import SAMPLED
from drumbeat.warehouse.engine import Workspace, named, step

ONE_IN = 64
_DIGESTS = 1 << 32  # by their first eight hexadecimal digits


def is_sampled(person: ir.StringValue, one_in: int = ONE_IN) -> ir.BooleanValue:
    """Whether a person is one of so many, a power of two: the same on every engine, whatever ids
    look like. One in 128 is one in 64 as well, so the sample holds what samples of it are."""
    return person.hexdigest("md5") < f"{_DIGESTS // one_in:08x}"


def keep_sampled(space: Workspace) -> None:
    """Keep `sampled_now`: the events of the persons in the sample, in the columns of SAMPLED."""
    space.keep(sampled_events)
    space.keep(sampled_now)


@step
def sampled_events() -> ir.Table:
    """Whose they are. visitor: in whose session each could be. An alias is nothing they did."""
    anonymous, user = ids_of(ONCE)
    rows = ONCE.select(
        *("day", "message_id", "ts", "type", "name", "path", "code", "bot"),
        who=ibis.coalesce(user, anonymous),
        visitor=ibis.ifelse(is_active(ONCE), ibis.coalesce(anonymous, user), ibis.null("string")),
    )
    rows = rows.filter(~rows.bot & rows.who.notnull() & (rows.type != "alias"))
    rows = identity.resolved(rows)
    return rows.filter(is_sampled(rows.person))


@step
def sampled_now() -> ir.Table:
    rows = sampled_events.table
    theirs = paces.table.filter(paces.table.session_ts.notnull()).semi_join(rows, "visitor")
    spans = theirs.group_by("visitor", "session_ts").agg(ended=theirs.ts.max())
    spans = spans.rename(device="visitor")
    inside = [rows.visitor == spans.device, rows.ts.between(spans.session_ts, spans.ended)]
    rows = rows.left_join(spans, inside)
    return rows.mutate(session_id=session_name(rows)).select(*SAMPLED.names)


@step
def newly_sampled() -> ir.Table:
    """Moved ids that are in the sample with the person they end at now, and were not before;
    devices aside that are active now: what they did has rows of its own, by which it is found."""
    now = identity.NOW.step.table.select(id="id", now="person")
    then = identity.BEFORE.step.table.select(then_id="id", then="person")
    ids = identity.moved.table.left_join(now, "id").select("id", "now")
    ids = ids.left_join(then, ids.id == then.then_id)
    is_in, was_in = (is_sampled(ids[name].fill_null(ids.id)) for name in ("now", "then"))
    ids = ids.filter(is_in & ~was_in)
    active = named("arrived_now", SEEN).select(device="anonymous_id")
    return ids.anti_join(active, ids.id == active.device).select("id")


@step
def untold_days() -> ir.Table:
    """Days of events of which no row but a sampled one is made: what a server said of a user who
    is in the sample only now."""
    events, users = named("all_events", SEEN), newly_sampled.table
    return events.semi_join(users, events.user_id == users.id).select("day").distinct()


def keep_newly_sampled(space: Workspace, fresh: list[str]) -> bool:
    """Keep `newly_sampled`; whether there is anybody. fresh: the new event files."""
    space.files("arrived_now", fresh, SEEN)
    space.keep(newly_sampled)
    return space.run(f"SELECT 1 FROM {newly_sampled.name} LIMIT 1").num_rows > 0
