"""Sessions: what one device did without a pause of more than half an hour."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.channels import DIRECT
from drumbeat.warehouse.derive.facts import paces, shown
from drumbeat.warehouse.derive.identity import resolved
from drumbeat.warehouse.derive.tables import SESSIONS
from drumbeat.warehouse.derive.touches import touches_now
from drumbeat.warehouse.engine import step

_SESSION = ["visitor", "session_ts"]
_SHOWN = ("path", "device", "in_app")
_ORIGIN = ("code", "source", "medium", "campaign", "content", "term", "channel", "ga_channel")
_NO_ORIGIN = {"source": "(direct)", "medium": "(none)", "channel": DIRECT, "ga_channel": DIRECT}


@step
def sessions_now() -> ir.Table:
    """One row a session, in the columns of SESSIONS; origin from its first touch not direct."""
    events = paces.table.filter(paces.table.session_ts.notnull())
    told = events.group_by(_SESSION).agg(
        ended=events.ts.max(),
        events=events.n.max() - events.n.min() + 1,
        pages=events.seen.max() - (events.seen - events.page.cast("int64")).min(),
    )
    rows = _beside(_entries(shown.table), told)
    rows = _beside(rows, _users(events))
    came = _origins(touches_now.table)
    rows = rows.left_join(came, rows.session_id == came.came_by)
    rows = rows.mutate(
        day=rows.session_ts.date(),
        ts=rows.session_ts,
        who=ibis.coalesce(rows.user, rows.visitor),
        **{name: ibis.coalesce(rows[name], _NO_ORIGIN.get(name, "")) for name in _ORIGIN},
    )
    return resolved(rows).select(*SESSIONS.names)


def _beside(rows: ir.Table, more: ir.Table) -> ir.Table:
    """With the columns of the same session in `more`, as far as it is there."""
    return rows.left_join(more, _SESSION).drop("visitor_right", "session_ts_right")


def _users(events: ir.Table) -> ir.Table:
    """The first user that each session names."""
    known = events.filter(events.user.notnull())
    first = ibis.row_number().over(group_by=_SESSION, order_by="n")
    known = known.mutate(nth=first)
    return known.filter(known.nth == 0).select(*_SESSION, "user")


def _entries(rows: ir.Table) -> ir.Table:
    """What each session's first page shows, else its first event."""
    begun = rows.filter(rows.session_id.notnull() & rows.begins)
    begun = begun.select(*_SESSION, "session_id", *_SHOWN)
    later = rows.filter(rows["first"] & ~rows.begins)  # few begin with something else
    later = later.select(*_SESSION, **{f"page_{name}": later[name] for name in _SHOWN})
    both = _beside(begun, later)
    return both.mutate(
        **{name: ibis.coalesce(both[f"page_{name}"].nullif(""), both[name], "") for name in _SHOWN}
    )


def _origins(touches: ir.Table) -> ir.Table:
    touches = touches.filter(touches.session_id.notnull())
    first = ibis.row_number().over(
        group_by=touches.session_id, order_by=[touches.direct, touches.ts, touches.touch_id]
    )
    touches = touches.mutate(n=first)
    return touches.filter(touches.n == 0).select(*_ORIGIN, came_by="session_id")
