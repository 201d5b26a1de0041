"""Markov attribution as a question: the engine counts the moves, science solves the chain.

A path that converts is an outcome's journey. A path that leads nowhere is what remains: a person's
touches of the period that are in none of its journeys.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from drumbeat.science.attribution import (
    CONVERSION,
    NULL,
    START,
    MarkovCredit,
    markov_credit_of_transitions,
    whole_parts,
)
from drumbeat.warehouse.credit import MARKOV
from drumbeat.warehouse.engine import Query, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered
from drumbeat.warehouse.questions.cut import Cut, added_up, contacts_of, load, outcome_steps
from drumbeat.warehouse.questions.numbered import Row, number, rows_by_number, with_number

_EFFECTS = [
    "key",
    "label",
    "visits",
    "removal_effect",
    "without",
    "share",
    "conversion_probability",
    "paths",
    "converting",
]


@dataclass(frozen=True)
class Moves:
    """How often paths went from state to state, and how often they ended there.

    states: the rows that paths met. froms, tos: (m,) indices of states, or START. walked,
    converted, lost: (m,) how often.
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
        ends = [np.bincount(self.tos, ended, len(here)) for ended in (self.converted, self.lost)]
        return markov_credit_of_transitions(
            np.concatenate([self.froms, here, here]),
            np.concatenate([self.tos, np.full_like(here, CONVERSION), np.full_like(here, NULL)]),
            np.concatenate([self.walked, *ends]),
            len(here),
        )

    def shares(self) -> np.ndarray:
        """Each state's share of what the journeys brought, by its removal effect."""
        if not self.states:
            return np.zeros(0)
        effects = self.solved().removal_effects
        total = effects.sum()
        return effects / total if total else effects


def chained(asking: Asking, cut: Cut) -> list[dict[str, Any]]:
    """Credited outcomes and revenue (minor units) by key, label and currency.

    Outcomes and money of journeys are shared in proportion to the removal effects; an outcome
    without a touch stays in its own row. Σ rows = all outcomes and all revenue, to the unit.
    """
    moves = moves_of(asking, cut)
    return shared_out(asking, cut, moves.states, moves.shares())


def shared_out(
    asking: Asking, cut: Cut, states: list[Row], shares: np.ndarray
) -> list[dict[str, Any]]:
    """Outcomes and money of all journeys by these shares; what has no touch stays in its own row."""
    totals = asking.rows(_totals(cut))
    rows: dict[tuple[Row, str], dict[str, Any]] = {}
    for total in totals:
        row_of = _rows_of(rows, total["currency"])
        if total["touched"] and shares.any():
            money = whole_parts(shares, total["revenue"])
            for state, share, revenue in zip(states, shares, money.tolist(), strict=True):
                row = row_of(state)
                row["outcomes"] += float(share) * total["outcomes"]
                row["revenue"] += revenue
        else:
            row = row_of((total["key"], total["label"]))
            row["outcomes"] += total["outcomes"]
            row["revenue"] += total["revenue"]
    return list(rows.values())


def removal_effects(
    lake: BrandLake,
    *,
    period: Period,
    placements: pa.Table,
    by: str,
    conversion: str | None = None,
) -> Answer:
    """What Markov credit is made of: one row for each state of the chain, as `results` has rows.

    visits: how often a path was there. removal_effect: share of the chance to convert, 0–1, that is
    lost when every path ends there. without: that chance then. share: of the credit, Σ 1, or all 0
    where nothing converts. conversion_probability: of a path, 0–1, the same on each row. paths,
    converting: how many there are, likewise. Raises ValueError for an unknown `by`.
    """
    cut = Cut(period, by, MARKOV, conversion)

    def ask(asking: Asking) -> list[dict[str, Any]]:
        load(asking, cut, placements)
        moves = moves_of(asking, cut)
        return _explained(moves) if moves.states else []

    return answered(lake, "removal_effects", _EFFECTS, ask, period)


def _explained(moves: Moves) -> list[dict[str, Any]]:
    credit = moves.solved()
    effects = credit.removal_effects
    whole = {
        "conversion_probability": credit.conversion_probability,
        "paths": int(moves.walked[moves.froms == START].sum()),
        "converting": int(moves.converted.sum()),
    }
    visits = np.bincount(moves.tos, moves.walked, len(moves.states))
    return [
        {
            "key": key,
            "label": label or key,
            "visits": int(visited),
            "removal_effect": float(effect),
            "without": credit.conversion_probability * (1 - float(effect)),
            "share": float(effect / effects.sum()) if effects.any() else 0.0,
            **whole,
        }
        for (key, label), visited, effect in zip(moves.states, visits, effects, strict=True)
    ]


def _rows_of(rows: dict, currency: str):
    def row_of(state: Row) -> dict[str, Any]:
        key, label = state
        empty = {"key": key, "label": label, "currency": currency, "outcomes": 0.0, "revenue": 0}
        return rows.setdefault((state, currency), empty)

    return row_of


def moves_of(asking: Asking, cut: Cut) -> Moves:
    """The moves of all paths. `placements`, `touches` and `journeys` are there already."""
    number(asking, cut, steps=True)
    rows, found = rows_by_number(asking), asking.columns(_moves(cut))
    before, here, *counts = (found[name].fill_null(START).to_numpy() for name in _MOVES)
    met = sorted(np.unique(here).tolist(), key=lambda state: str(rows[state]))
    index = np.full(max(rows, default=0) + 2, START)
    index[met] = np.arange(len(met))  # the last of all, which START means, stays START
    return Moves([rows[state] for state in met], index[before], index[here], *counts)


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
    steps = outcome_steps(cut)
    steps = with_number(steps.filter((steps.length > 0) & (steps.counted == 1)), cut)
    return steps.select(
        "touch_id",
        path=steps.outcome_id.hash(),
        n="touch_ts",
        state="number",
        converts=ibis.literal(True),
    )


def _leading_nowhere(cut: Cut) -> ir.Table:
    used = outcome_steps(cut).select(used_id="touch_id")
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


@lru_cache(maxsize=128)
def _totals(cut: Cut) -> Query:
    """What there is to share, and, untouched, what stays in its own row."""
    steps = outcome_steps(cut)
    steps = steps.filter(steps.position <= 1).mutate(touched=steps.length > 0)
    sums = {"outcomes": steps.counted.sum(), "revenue": ibis.coalesce(steps.value_minor.sum(), 0)}
    rows = added_up(steps, cut, "touched", "currency", **sums)
    nothing = ibis.null("string")
    rows = rows.mutate(
        key=ibis.ifelse(rows.touched, nothing, rows.key),
        label=ibis.ifelse(rows.touched, nothing, rows.label),
    )
    return to_sql(
        rows.group_by("touched", "key", "label", "currency").agg(
            outcomes=rows.outcomes.sum(), revenue=rows.revenue.sum()
        )
    )
