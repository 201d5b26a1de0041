"""Of all conversions, those whose outcomes a few changed rows can make others.

An outcome is told from all reports of its thing (an order, else one message) and, where a rule
counts once a person, from the other things of that person. It hangs together with nothing else.
"""

from __future__ import annotations

import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.derive.outcomes import outcomes_now, thing_of
from drumbeat.warehouse.derive.tables import CONVERSIONS, OUTCOMES
from drumbeat.warehouse.engine import Step, Workspace, named, step

_PERSON = pa.schema([("person", pa.string())])
_ALL, _CHANGED = named("all_conversions", CONVERSIONS), named("changed_conversions", CONVERSIONS)
_CHANGED_THINGS = _CHANGED.select(thing=thing_of(_CHANGED)).distinct()


def keep_concerned(space: Workspace, changed: pa.Table, people: pa.ChunkedArray) -> None:
    """Keep `conversions`, the part of `all_conversions` that is to be looked at.

    changed: rows of conversions that came or went; people: whose outcomes are wanted besides.
    """
    space.rows("changed_conversions", changed)
    space.rows("wanted_people", pa.table([people.drop_null().unique()], schema=_PERSON))
    space.keep(people_concerned)
    space.keep(_CONVERSIONS)


@step
def people_concerned() -> ir.Table:
    """The wanted people, and whom any report of a changed thing names."""
    told = _ALL.filter(thing_of(_ALL).isin(_CHANGED_THINGS.thing)).select("person")
    people = named("wanted_people", _PERSON).union(told).union(_CHANGED.select("person"))
    return people.filter(people.person.notnull()).distinct()


def _theirs() -> ir.Table:
    of_them = _ALL.filter(_ALL.person.isin(people_concerned.table.person))
    things = of_them.select(thing=thing_of(of_them)).union(_CHANGED_THINGS).distinct()
    return _ALL.filter(thing_of(_ALL).isin(things.thing))


_CONVERSIONS = Step("conversions", _theirs)


def _concerned(outcomes: ir.Table) -> ir.Table:
    """The outcomes of those people and things: of others, not everything was looked at."""
    alone = _CHANGED.filter(_CHANGED.order_id == "")
    named_alone = alone.select(id=alone.conversion + ":" + alone.message_id).union(
        alone.select(id=alone.conversion + "::refund:" + alone.message_id)
    )
    mine = outcomes.person.isin(people_concerned.table.person)
    mine |= (outcomes.order_id != "") & outcomes.order_id.isin(_CHANGED_THINGS.thing)
    mine |= outcomes.outcome_id.isin(named_alone.id)
    return outcomes.filter(mine.fill_null(False))


@step
def concerned_now() -> ir.Table:
    return _concerned(outcomes_now.table)


@step
def concerned_then() -> ir.Table:
    """What those outcomes were: told by their names too, as whom they were of may be forgotten."""
    before = named("outcomes_before", OUTCOMES)
    ids = concerned_now.table.select("outcome_id").union(_concerned(before).select("outcome_id"))
    return before.semi_join(ids.distinct(), "outcome_id")
