"""Markov attribution as a question: the engine counts the moves, science solves the chain.

A path that converts is an outcome's journey. A path that leads nowhere is what remains: a person's
touches of the period that are in none of its journeys.
"""

from __future__ import annotations

from collections import defaultdict
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
from drumbeat.warehouse.questions.cut import Cut, contacts_of, load, steps_of

State = tuple[str | None, str | None]  # key and label of a row

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


def chained(asking: Asking, cut: Cut) -> list[dict[str, Any]]:
    """Credited outcomes and revenue (minor units) by key, label and currency.

    Outcomes and money of journeys are shared in proportion to the removal effects; an outcome
    without a touch stays in its own row. Σ rows = all outcomes and all revenue, to the unit.
    """
    moves = asking.rows(_moves(cut))
    states = _states(moves)
    return shared_out(asking, cut, states, _shares(moves, states))


def shared_out(
    asking: Asking, cut: Cut, states: list[State], shares: np.ndarray
) -> list[dict[str, Any]]:
    """Outcomes and money of all journeys by these shares; what has no touch stays in its own row."""
    totals = asking.rows(_totals(cut))
    rows: dict[tuple[State, str], dict[str, Any]] = {}
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
        moves = asking.rows(_moves(cut))
        states = _states(moves)
        return _explained(moves, states) if moves else []

    return answered(lake, "removal_effects", _EFFECTS, ask, period)


def _explained(moves: list[dict[str, Any]], states: list[State]) -> list[dict[str, Any]]:
    credit = _solved(moves, states)
    effects = credit.removal_effects
    whole = {
        "conversion_probability": credit.conversion_probability,
        "paths": sum(move["walked"] for move in moves if move["begins"]),
        "converting": sum(move["converted"] for move in moves),
    }
    visits: dict[State, int] = defaultdict(int)
    for move in moves:
        visits[_to(move)] += move["walked"]
    return [
        {
            "key": key,
            "label": label or key,
            "visits": visits[key, label],
            "removal_effect": float(effect),
            "without": credit.conversion_probability * (1 - float(effect)),
            "share": float(effect / effects.sum()) if effects.any() else 0.0,
            **whole,
        }
        for (key, label), effect in zip(states, effects, strict=True)
    ]


def _rows_of(rows: dict, currency: str):
    def row_of(state: State) -> dict[str, Any]:
        key, label = state
        empty = {"key": key, "label": label, "currency": currency, "outcomes": 0.0, "revenue": 0}
        return rows.setdefault((state, currency), empty)

    return row_of


def _states(moves: list[dict[str, Any]]) -> list[State]:
    return sorted({_to(move) for move in moves}, key=str)


def _shares(moves: list[dict[str, Any]], states: list[State]) -> np.ndarray:
    """Each state's share of what the journeys brought, by its removal effect."""
    if not moves:
        return np.zeros(0)
    effects = _solved(moves, states).removal_effects
    total = effects.sum()
    return effects / total if total else effects


def _solved(moves: list[dict[str, Any]], states: list[State]) -> MarkovCredit:
    """The chain of at least one move."""
    number = {state: index for index, state in enumerate(states)}
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for move in moves:
        here = number[_to(move)]
        before = START if move["begins"] else number[move["from_key"], move["from_label"]]
        counts[before, here] += move["walked"]
        counts[here, CONVERSION] += move["converted"]
        counts[here, NULL] += move["lost"]
    froms, tos = zip(*counts, strict=True)
    return markov_credit_of_transitions(froms, tos, list(counts.values()), len(states))


def _to(move: dict[str, Any]) -> State:
    return move["key"], move["label"]


@lru_cache(maxsize=128)
def _moves(cut: Cut) -> Query:
    """How often a path went from one state to the next, and how often it ended there."""
    walks = walks_of(cut)
    along = {"group_by": walks.path, "order_by": [walks.n, walks.touch_id]}
    walks = walks.mutate(
        from_key=walks.key.lag().over(**along),
        from_label=walks.label.lag().over(**along),
        begins=ibis.row_number().over(**along) == 0,
        ends=walks.touch_id.lead().over(**along).isnull(),
    )
    grouped = walks.group_by("from_key", "from_label", "begins", "key", "label")
    return to_sql(
        grouped.agg(
            walked=walks.count(),
            converted=(walks.ends & walks.converts).sum().cast("int64"),
            lost=(walks.ends & ~walks.converts).sum().cast("int64"),
        )
    )


def walks_of(cut: Cut) -> ir.Table:
    """All steps of all paths: path, n and touch_id order them, key and label are their state."""
    return _converting(cut).union(_leading_nowhere(cut))


def _converting(cut: Cut) -> ir.Table:
    steps = steps_of(cut)
    steps = steps.filter((steps.length > 0) & (steps.counted == 1))
    return steps.select(
        "touch_id", "key", "label", path="outcome_id", n="touch_ts", converts=ibis.literal(True)
    )


def _leading_nowhere(cut: Cut) -> ir.Table:
    used = steps_of(cut).select(used_id="touch_id").distinct()
    touches = contacts_of(cut)
    touches = touches.filter(touches.person.notnull())
    touches = touches.anti_join(used, touches.touch_id == used.used_id)
    return touches.select(
        "touch_id", "key", "label", path="person", n="ts", converts=ibis.literal(False)
    )


@lru_cache(maxsize=128)
def _totals(cut: Cut) -> Query:
    """What there is to share, and, untouched, what stays in its own row."""
    steps = steps_of(cut)
    steps = steps.filter(steps.position <= 1).mutate(touched=steps.length > 0)
    steps = steps.mutate(
        key=ibis.ifelse(steps.touched, ibis.null("string"), steps.key),
        label=ibis.ifelse(steps.touched, ibis.null("string"), steps.label),
    )
    return to_sql(
        steps.group_by("touched", "key", "label", "currency").agg(
            outcomes=steps.counted.sum().cast("int64"),
            revenue=ibis.coalesce(steps.value_minor.sum(), 0).cast("int64"),
        )
    )
