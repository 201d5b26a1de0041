"""Whom new events concern: their visitors, and everybody whose rows hang together with theirs.

Rows depend on each other within a visitor (sessions), within a person (double touches), between a
click and its landings, and between copies of one message. What hangs together in none of these
ways derives the same with or without the new events.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.warehouse.derive import identity
from drumbeat.warehouse.derive.facts import SEEN
from drumbeat.warehouse.derive.places import KEYS, PLACES
from drumbeat.warehouse.derive.tables import SCHEMAS
from drumbeat.warehouse.engine import Step, Workspace, named, step
from drumbeat.warehouse.events import SCHEMA

_ID = pa.schema([("id", pa.string())])
_IDS, _MESSAGES = named("ids", _ID), named("messages", _ID)
_NEVER, _ALWAYS = (datetime(year, 1, 1, tzinfo=UTC) for year in (9999, 1))


@step
def started() -> ir.Table:
    """The keys of the new events."""
    return named("fresh", SCHEMA).select(*KEYS)


@step
def same_people() -> ir.Table:
    """The ids, whom they end at, and all that end there."""
    people = identity.NOW.step.table
    ends = people.semi_join(_IDS, people.id == _IDS.id).select(id="person").union(_IDS)
    mates = people.semi_join(ends, people.person == ends.id).select("id")
    return ends.union(mates).distinct()


@step
def met() -> ir.Table:
    """The keys of all events of those ids and messages, and of landings that name one as click;
    and when they were."""
    events = named("around", SEEN)
    mine = events.anonymous_id.isin(_IDS.id) | events.user_id.isin(_IDS.id)
    mine |= events.message_id.isin(_MESSAGES.id) | events.click.isin(_MESSAGES.id)
    return events.filter(mine).select(*KEYS, "ts")


EVENTS = Step(  # their events, as if there were no others
    "events",
    lambda: named("near", SEEN).semi_join(_MESSAGES, [("message_id", "id")]),
)


def _whose(table: str, column: str, whose: ir.Table) -> Step:
    rows = named(f"{table}_then", SCHEMAS[table])
    return Step(f"{table}_mine", lambda: rows.semi_join(whose, rows[column] == whose.id))


# Rows that derivation may tell otherwise now. A touch is named after one of its events.
MINE = {
    "touches": _whose("touches", "touch_id", _MESSAGES),
    "sessions": _whose("sessions", "visitor", _IDS),
    "conversions": _whose("conversions", "message_id", _MESSAGES),
    "sampled": _whose("sampled", "message_id", _MESSAGES),
}


class Span(NamedTuple):
    """Two moments and all between them; from the first to an earlier last there is nothing."""

    first: datetime = _NEVER
    last: datetime = _ALWAYS

    def with_all(self, moments: pa.ChunkedArray) -> Span:
        first, last = pc.min_max(moments).as_py().values()
        return Span(min(self.first, first or _NEVER), max(self.last, last or _ALWAYS))


def keep_affected(space: Workspace, around: list[str], most: float) -> Span | None:
    """Keep the events of the files that hang together with those in `fresh`, as `events`, with
    `ids` and `messages`; None when they are more than `most`, else when they were: no row that is
    made of them lies before or after."""
    new = space.fetch(started)
    moved = space.run("SELECT id FROM moved_from")["id"]
    ids = _joined(moved, new["anonymous_id"], new["user_id"])
    messages = _joined(new["message_id"], new["click"])
    all_ids, all_messages = pa.array([], pa.string()), pa.array([], pa.string())
    span, places = Span(), set[str]()
    while len(ids) or len(messages):
        _means(space, "ids", ids)
        ids = _beyond(all_ids, space.fetch(same_people)["id"])
        _means(space, "ids", ids)
        _means(space, "messages", messages)
        here = PLACES.holding(around, _joined(ids, messages))
        space.files("around", here, SEEN)
        places.update(here)
        found = space.fetch(met)
        span = span.with_all(found["ts"])
        all_ids, all_messages = _joined(all_ids, ids), _joined(all_messages, messages)
        ids = _beyond(all_ids, found["anonymous_id"], found["user_id"])
        messages = _beyond(all_messages, found["message_id"], found["click"])
        if len(all_messages) + len(messages) > most:
            return None
    _means(space, "ids", all_ids)
    _means(space, "messages", all_messages)
    space.files("around", sorted(places), SEEN)
    space.between("near", "around", *span)
    space.keep(EVENTS)
    return span


def _means(space: Workspace, name: str, values: pa.Array) -> None:
    space.rows(name, pa.table([values], schema=_ID))


def _beyond(known: pa.Array, *columns: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The values of the columns that are not known yet."""
    values = _joined(*columns)
    return values.filter(pc.invert(pc.is_in(values, known)))


def _joined(*columns: pa.Array | pa.ChunkedArray) -> pa.Array:
    """All different values but ""."""
    chunks = [
        chunk
        for column in columns
        for chunk in (column.chunks if isinstance(column, pa.ChunkedArray) else [column])
    ]
    values = pa.chunked_array([chunk.cast(pa.string()) for chunk in chunks], pa.string()).unique()
    return values.filter(pc.not_equal(values, ""))
