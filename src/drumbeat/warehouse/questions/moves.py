"""How paths went: from which row on to which, and where they ended. All of it, counted now.

A path that converts is an outcome's journey. A path that leads nowhere is what remains: a person's
touches of the period that are in none of those.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np

from drumbeat.science.attribution import (
    CONVERSION,
    NULL,
    START,
    MarkovCredit,
    markov_credit_of_transitions,
)
from drumbeat.warehouse.engine import Query, to_sql
from drumbeat.warehouse.questions.answer import Asking
from drumbeat.warehouse.questions.cut import Cut, contacts_of, outcome_steps
from drumbeat.warehouse.questions.numbered import Row, number, rows_by_number, with_number


@dataclass(frozen=True)
class Moves:
    """How often paths went from state to state, and how often they ended there.

    states: the n rows that paths met. froms, tos: (m,) indices of states, or START. walked: (m,) how
    often; a pair may come several times. converted, lost: (n,) paths that ended at a state.
    """

    states: list[Row]
    froms: np.ndarray
    tos: np.ndarray
    walked: np.ndarray
    converted: np.ndarray
    lost: np.ndarray

    def solved(self) -> MarkovCredit:
        """The chain of at least one move."""
        here = np.arange(len(self.states))
        return markov_credit_of_transitions(
            np.concatenate([self.froms, here, here]),
            np.concatenate([self.tos, np.full_like(here, CONVERSION), np.full_like(here, NULL)]),
            np.concatenate([self.walked, self.converted, self.lost]),
            len(here),
        )

    def shares(self) -> np.ndarray:
        """Each state's share of what the journeys brought, by its removal effect."""
        if not self.states:
            return np.zeros(0)
        effects = self.solved().removal_effects
        total = effects.sum()
        return effects / total if total else effects


def in_order(rows: dict[int, Row], met: np.ndarray) -> tuple[list[Row], np.ndarray]:
    """The rows that paths met, in an order that no engine decides, and the index of each number;
    that of START is START."""
    numbers = sorted(np.unique(met).tolist(), key=lambda number: str(rows[number]))
    index = np.full(max(rows, default=0) + 2, START)
    index[numbers] = np.arange(len(numbers))  # the last of all, which START means, stays START
    return [rows[number] for number in numbers], index


def moves_of(asking: Asking, cut: Cut) -> Moves:
    """The moves of all paths. `placements`, `touches` and `journeys` are there already."""
    number(asking, cut, steps=True)
    rows, found = rows_by_number(asking), asking.columns(_moves(cut))
    before, here, walked, *ended = (found[name].fill_null(START).to_numpy() for name in _MOVES)
    states, index = in_order(rows, here)
    tos = index[here]
    ends = (np.bincount(tos, ends, len(states)) for ends in ended)
    return Moves(states, index[before], tos, walked, *ends)


_MOVES = ("before", "state", "walked", "converted", "lost")


@lru_cache(maxsize=128)
def _moves(cut: Cut) -> Query:
    walks = walks_of(cut)
    along = along_of(walks)
    walks = walks.mutate(
        before=walks.state.lag().over(**along), ends=walks.n.lead().over(**along).isnull()
    )
    return to_sql(walks.group_by("before", "state").agg(**counts_of(walks)))


def along_of(walks: ir.Table) -> dict[str, Any]:
    """The steps of a path, in order."""
    return {"group_by": walks.path, "order_by": [walks.n, walks.touch_id]}


def counts_of(walks: ir.Table) -> dict[str, ir.IntegerScalar]:
    """How often paths came by, and how often they ended there, told by `ends`."""
    return {
        "walked": walks.count(),
        "converted": walks.count(where=walks.ends & walks.converts),
        "lost": walks.count(where=walks.ends & ~walks.converts),
    }


def walks_of(cut: Cut) -> ir.Table:
    """All steps of all paths: path, n and touch_id order them, state is the number of their row."""
    return _converting(cut).union(_leading_nowhere(cut))


def _converting(cut: Cut) -> ir.Table:
    steps = with_number(converting_steps(cut), cut)
    return steps.select(
        "touch_id",
        path=steps.outcome_id.hash(),
        n="touch_ts",
        state="number",
        converts=ibis.literal(True),
    )


def converting_steps(cut: Cut) -> ir.Table:
    """The journeys of outcomes that count, with at least one touch: a refund is no way to convert."""
    steps = outcome_steps(cut)
    return steps.filter((steps.length > 0) & (steps.counted == 1))


def _leading_nowhere(cut: Cut) -> ir.Table:
    used = converting_steps(cut).select(used_id="touch_id")
    touches = contacts_of(cut)
    touches = touches.filter(touches.person.notnull())
    touches = touches.anti_join(used, touches.touch_id == used.used_id)
    touches = with_number(touches, cut)
    return touches.select(
        "touch_id",
        # Numbers are sorted faster than names.
        path=touches.person.hash(),
        n="ts",
        state="number",
        converts=ibis.literal(False),
    )
