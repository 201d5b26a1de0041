"""Whom new events concern: their visitors, and everybody whose rows hang together with theirs.

Rows depend on each other within a visitor (sessions), within a person (double touches), between a
click and its landings, and between copies of one message. What hangs together in none of these
ways derives the same with or without the new events.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.warehouse.derive import identity
from drumbeat.warehouse.derive.facts import SEEN
from drumbeat.warehouse.derive.indexed import not_in, texts
from drumbeat.warehouse.derive.places import KEYS, PLACES
from drumbeat.warehouse.derive.tables import SCHEMAS
from drumbeat.warehouse.engine import Step, Workspace, named, step, to_sql
from drumbeat.warehouse.events import SCHEMA

_ID = pa.schema([("id", pa.string())])
_IDS, _MESSAGES = named("ids", _ID), named("messages", _ID)
_BEFORE = named("ids_before", _ID), named("messages_before", _ID)
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


@cache
def met(turn: int) -> Step:
    """The events of those ids and messages, and the landings that name one as click, without those
    that an earlier turn found."""

    def build() -> ir.Table:
        events = named("around", SEEN)
        mine = _of(events, _IDS, _MESSAGES)
        return events.filter(mine & ~_of(events, *_BEFORE) if turn else mine)

    return Step(f"met_{turn}", build)


def _of(events: ir.Table, ids: ir.Table, messages: ir.Table) -> ir.BooleanValue:
    mine = events.anonymous_id.isin(ids.id) | events.user_id.isin(ids.id)
    return mine | events.message_id.isin(messages.id) | events.click.isin(messages.id)


@cache
def linked(turn: int) -> Step:
    """What the turn's events lead to, and when they were. again: messages of which there may be
    more: clicks, which landings name."""

    def build() -> ir.Table:
        events = met(turn).table
        again = ibis.ifelse(events.type == "click", events.message_id, "")
        return events.select(*KEYS, "ts", again=again)

    return Step(f"linked_{turn}", build)


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


def keep_affected(
    space: Workspace,
    around: list[str],
    most: float,
    *,
    repeats: bool,
    meet: Callable[[pa.Array], None],
) -> Span | None:
    """Keep the events of the files that hang together with those in `fresh`, as `events`, with
    `ids` and `messages`; None when they are more than `most`, else when they were: no row that is
    made of them lies before or after. repeats: messages of before may be there twice; meet: lets
    `people` know whose these ids are."""
    new = space.fetch(started)
    moved = space.run("SELECT id FROM moved_from")["id"]
    ids = texts(moved, new["anonymous_id"], new["user_id"])
    messages = texts(new["message_id"], new["click"])
    all_ids, looked_for = pa.array([], pa.string()), pa.array([], pa.string())
    span, turns = Span(), list[pa.Table]()
    while len(ids) or len(messages):
        meet(ids)
        _means(space, "ids", ids)
        ids = not_in(all_ids, space.fetch(same_people)["id"])
        _means(space, "ids", ids)
        _means(space, "messages", messages)
        _means(space, "ids_before", all_ids)
        _means(space, "messages_before", looked_for)
        here = PLACES.holding(around, texts(ids, messages))
        space.files("around", here, SEEN)
        space.keep(met(len(turns)))
        found = space.fetch(linked(len(turns)))
        turns.append(found)
        if sum(rows.num_rows for rows in turns) > most:
            return None
        span = span.with_all(found["ts"])
        all_ids, looked_for = texts(all_ids, ids), texts(looked_for, messages)
        ids = not_in(all_ids, found["anonymous_id"], found["user_id"])
        told = "message_id" if repeats else "again"
        messages = not_in(looked_for, found[told], found["click"])
    _means(space, "ids", all_ids)
    _means(space, "messages", texts(looked_for, *(found["message_id"] for found in turns)))
    space.view("events", to_sql(ibis.union(*(met(turn).table for turn in range(len(turns))))))
    return span


def _means(space: Workspace, name: str, values: pa.Array) -> None:
    space.rows(name, pa.table([values], schema=_ID))
