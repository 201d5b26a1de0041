"""Sessions: what one device did without a pause of more than half an hour."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.channels import DIRECT
from drumbeat.warehouse.derive.facts import facts
from drumbeat.warehouse.derive.identity import resolved
from drumbeat.warehouse.derive.tables import SESSIONS
from drumbeat.warehouse.derive.touches import touches_now
from drumbeat.warehouse.engine import step

_ORIGIN = ("code", "source", "medium", "campaign", "content", "term", "channel", "ga_channel")
_NO_ORIGIN = {"source": "(direct)", "medium": "(none)", "channel": DIRECT, "ga_channel": DIRECT}


@step
def sessions_now() -> ir.Table:
    """One row a session, in the columns of SESSIONS; origin from its first touch not direct."""
    events = facts.table.filter(facts.table.session_id.notnull())
    order = [events.ts, events.message_id]
    rows = events.group_by("session_id").agg(
        ts=events.ts.min(),
        ended=events.ts.max(),
        visitor=events.visitor.min(),
        user=events.user.first(order_by=order, where=events.user.notnull()),
        events=events.count(),
        pages=events.page.sum(),
        **{
            name: events[name].first(order_by=order, where=events[name] != "")
            for name in ("path", "device", "in_app")
        },
    )
    came = _origins(touches_now.table)
    rows = rows.left_join(came, rows.session_id == came.came_by)
    rows = rows.mutate(
        day=rows.ts.date(),
        who=ibis.coalesce(rows.user, rows.visitor),
        **{name: ibis.coalesce(rows[name], "") for name in ("path", "device", "in_app")},
        **{name: ibis.coalesce(rows[name], _NO_ORIGIN.get(name, "")) for name in _ORIGIN},
    )
    return resolved(rows).select(*SESSIONS.names)


def _origins(touches: ir.Table) -> ir.Table:
    touches = touches.filter(touches.session_id.notnull())
    first = ibis.row_number().over(
        group_by=touches.session_id, order_by=[touches.direct, touches.ts, touches.touch_id]
    )
    touches = touches.mutate(n=first)
    return touches.filter(touches.n == 0).select(*_ORIGIN, came_by="session_id")
