"""Journeys: each outcome with the touches of its person in the look-back, in order."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.derive.tables import JOURNEYS, OUTCOMES, TOUCHES
from drumbeat.warehouse.engine import named, step

_OUTCOME = [
    "day",
    "outcome_id",
    "conversion",
    "ts",
    "basis_ts",
    "person",
    "refund",
    "counted",
    "value_minor",
    "currency",
]
_TOUCH = [
    "touch_id",
    "session_id",
    "kind",
    "code",
    "source",
    "medium",
    "campaign",
    "content",
    "term",
    "channel",
    "ga_channel",
    "direct",
]


SEALED = pa.schema([("moment", pa.timestamp("us", tz="UTC"))])
_SAME = ("outcome_id", "ts", "basis_ts", "counted", "value_minor", "currency")


@step
def journeys_now() -> ir.Table:
    """The journeys of the outcomes in `ended`, in the columns of JOURNEYS.

    Touches from window_days before basis_ts up to and with it.
    """
    outcomes = named("ended", OUTCOMES)
    touches = named("touches_seen", TOUCHES)
    touches = touches.filter(~touches.bot & touches.person.notnull())
    touched = touches.select(*_TOUCH, touch_ts="ts", by="person")
    pairs = outcomes.inner_join(
        touched,
        [
            outcomes.person == touched.by,
            touched.touch_ts <= outcomes.basis_ts,
            touched.touch_ts >= outcomes.basis_ts - outcomes.window_days.as_interval("D"),
        ],
    )
    along = {"group_by": "outcome_id", "order_by": ["touch_ts", "touch_id"]}
    pairs = pairs.mutate(
        position=ibis.row_number().over(**along) + 1,
        length=pairs.count().over(group_by="outcome_id"),
    )
    without = outcomes.anti_join(pairs.select("outcome_id").distinct(), "outcome_id")
    empty = {name: ibis.null("boolean" if name == "direct" else "string") for name in _TOUCH}
    without = without.mutate(
        **empty,
        touch_ts=ibis.null(outcomes.ts.type()),
        position=ibis.literal(0, "int64"),
        length=ibis.literal(0, "int64"),
    )
    return pairs.select(*JOURNEYS.names).union(without.select(*JOURNEYS.names))


@step
def journeys_kept() -> ir.Table:
    """Journeys that look back on sealed days, as they were: whose touches those are is not kept.

    An outcome that has changed since gets a journey of what is left.
    """
    ended, before = named("ended", OUTCOMES), named("journeys_before", JOURNEYS)
    reach = ended.cross_join(named("sealed", SEALED))
    back = reach.basis_ts - reach.window_days.as_interval("D")
    blind = reach.filter(back < reach.moment).select(**{f"now_{name}": name for name in _SAME})
    same = [before[name].identical_to(blind[f"now_{name}"]) for name in _SAME]
    return before.semi_join(blind, same)


@step
def journeys_beside() -> ir.Table:
    """The journeys of the outcomes in `ended`: those of `journeys_kept`, else `journeys_now`."""
    kept = journeys_kept.table
    now = journeys_now.expression
    return kept.union(now.anti_join(kept.select("outcome_id").distinct(), "outcome_id"))
