"""Who is who: ids that events tie to a user, followed to the person they end at."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.derive.tables import IDENTITIES
from drumbeat.warehouse.engine import Step, Workspace, named, step
from drumbeat.warehouse.events import SCHEMA

ROOTS = pa.schema([("id", pa.string()), ("person", pa.string())])
_MOVED_ID = pa.schema([("id", pa.string())])


@step
def ties() -> ir.Table:
    """The days' pairs (id belongs to person): both ids on one event, or an alias."""
    events = named("events", SCHEMA)
    events = events.filter((events.consent != "denied") & (events.user_id != ""))
    pairs = [
        events.filter(events[column] != "").select(
            "day", "ts", id=events[column], person=events.user_id
        )
        for column in ("anonymous_id", "previous_id")
    ]
    both = pairs[0].union(pairs[1])
    both = both.filter(both.id != both.person)
    return both.group_by(["day", "id", "person"]).agg(ts=both.ts.min()).select(*IDENTITIES.names)


def earliest(*ties: pa.Table) -> pa.Table:
    """Each tie once a day, at its first moment."""
    rows = pa.concat_tables(ties).group_by(["day", "id", "person"]).aggregate([("ts", "min")])
    return rows.rename_columns(IDENTITIES.names)


class People:
    """(id, person) for every tied id of an identities table, chains followed.

    The earliest tie of an id decides. A ring of aliases ends at its smallest id.
    """

    def __init__(self, identities: str, name: str) -> None:
        self._first = Step(f"{name}_first", lambda: _first_ties(named(identities, IDENTITIES)))
        self._links = Step(f"{name}_links", lambda: _links(self._first.table))
        self._end = f"{name}_end"
        self.step = Step(name, lambda: _followed(self._first.table, named(self._end, ROOTS)))

    def keep(self, space: Workspace) -> None:
        space.keep(self._first)
        space.rows(self._end, _ends(space.fetch(self._links)))
        space.keep(self.step)


def _first_ties(pairs: ir.Table) -> ir.Table:
    first = ibis.row_number().over(group_by=pairs.id, order_by=[pairs.ts, pairs.person])
    pairs = pairs.mutate(n=first)
    return pairs.filter(pairs.n == 0).select("id", "person")


def _links(pairs: ir.Table) -> ir.Table:
    pointed_at = pairs.select(end="person").distinct()
    return pairs.semi_join(pointed_at, pairs.id == pointed_at.end)


def _followed(pairs: ir.Table, ends: ir.Table) -> ir.Table:
    ends = ends.select(link="id", end="person")
    followed = pairs.left_join(ends, pairs.person == ends.link)
    return followed.select("id", person=ibis.coalesce(followed.end, followed.person))


def _ends(links: pa.Table) -> pa.Table:
    """Where each id that others point at ends itself. Few: only aliases make chains."""
    parent = dict(zip(links["id"].to_pylist(), links["person"].to_pylist(), strict=True))
    ends = [(start, _end(start, parent)) for start in parent]
    return pa.table([list(column) for column in zip(*ends, strict=True)] or [[], []], schema=ROOTS)


def _end(start: str, parent: dict[str, str]) -> str:
    seen = [start]
    while (following := parent.get(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


BEFORE = People("identities_before", "people_before")
NOW = People("identities", "people")


def resolved(rows: ir.Table) -> ir.Table:
    """Add `person`: where `who` ends, itself when nothing ties it to anyone."""
    people = NOW.step.table.select(tied_id="id", tied_to="person")
    joined = rows.left_join(people, rows.who == people.tied_id)
    joined = joined.mutate(person=ibis.coalesce(joined.tied_to, joined.who))
    return joined.drop("tied_id", "tied_to")


def resolved_by_number(rows: ir.Table) -> ir.Table:
    """As `resolved`, where `who` is the number of an id, and then that of the person: numbers are
    read and compared in a fraction of the time of texts."""
    people = NOW.step.table
    people = people.select(tied_id=people.id.hash(), tied_to=people.person.hash())
    joined = rows.left_join(people, rows.who == people.tied_id)
    joined = joined.mutate(who=ibis.coalesce(joined.tied_to, joined.who))
    return joined.drop("tied_id", "tied_to")


@step
def moved() -> ir.Table:
    """Ids that end at another person than before."""
    before, now = BEFORE.step.table, NOW.step.table.select(now_id="id", now_person="person")
    both = before.outer_join(now, before.id == now.now_id)
    same = (both.person == both.now_person).fill_null(False)
    return both.filter(~same).select(id=ibis.coalesce(both.id, both.now_id))


@step
def moved_from() -> ir.Table:
    """The moved ids, and whom they ended at before."""
    ended = BEFORE.step.table.semi_join(moved.table, "id").select(id="person")
    return moved.table.union(ended).distinct()


def keep_that_nobody_moved(space: Workspace) -> None:
    """Let `moved_from` be empty, without a look at everybody."""
    space.rows("moved_from", _MOVED_ID.empty_table())


def keep_moved(space: Workspace) -> pa.Array:
    """Keep `moved` and `moved_from`; returns the ids in the latter."""
    BEFORE.keep(space)
    space.keep(moved)
    space.keep(moved_from)
    return space.run("SELECT id FROM moved_from")["id"].combine_chunks()
