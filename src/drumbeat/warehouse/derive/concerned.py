"""Of all conversions, those whose outcomes a few changed rows can make others.

An outcome is told from all reports of its thing (an order, else one message) and, where a rule
counts once a person, from the other things of that person. It hangs together with nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.warehouse.derive.indexed import texts
from drumbeat.warehouse.derive.outcomes import keep_outcomes, outcomes_now
from drumbeat.warehouse.derive.tables import OUTCOMES
from drumbeat.warehouse.index import one_of

if TYPE_CHECKING:
    from drumbeat.warehouse.derive.work import Work


class Concerned(NamedTuple):
    """Outcomes of the same people and things, as they were before a pass and as they are now."""

    then: pa.Table
    now: pa.Table


def concerned(work: Work, changed: pa.Table, people: pa.ChunkedArray) -> Concerned:
    """changed: rows of conversions that came or went; people: whose outcomes are wanted besides."""
    things = _things(changed)
    people = texts(people, changed["person"], _of_things(work, things)["person"])
    of_them = work.found("conversions", now=True, person=people)
    work.space.rows("conversions", _of_things(work, texts(things, _things(of_them))))
    keep_outcomes(work.space)
    asked = {"person": people, "order_id": things, "outcome_id": _alone(changed)}
    now = work.space.fetch(outcomes_now).cast(OUTCOMES)
    now = now.filter(one_of(now, asked))  # of others, not everything was looked at
    # Told by their names too, as whom they were of may be forgotten.
    then = work.found(
        "outcomes", **asked | {"outcome_id": texts(asked["outcome_id"], now["outcome_id"])}
    )
    return Concerned(then, now)


def _of_things(work: Work, things: pa.Array) -> pa.Table:
    """All reports of them."""
    rows = work.found("conversions", now=True, order_id=things, message_id=things)
    return rows.filter(pc.is_in(_thing(rows), things))


def _thing(rows: pa.Table) -> pa.ChunkedArray:
    """What a conversion is about, as `outcomes.thing_of` has it."""
    ordered = pc.not_equal(rows["order_id"], "")
    return pc.if_else(ordered, rows["order_id"], rows["message_id"])


def _things(rows: pa.Table) -> pa.Array:
    return texts(_thing(rows))


def _alone(changed: pa.Table) -> pa.Array:
    """The names of outcomes that are told by the message itself, or give back what one says."""
    alone = changed.filter(pc.equal(changed["order_id"], ""))
    rule, message = alone["conversion"], alone["message_id"]
    return texts(
        pc.binary_join_element_wise(rule, message, ":"),
        pc.binary_join_element_wise(rule, message, "::refund:"),
    )
