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

from drumbeat.science.attribution import (
    CONVERSION,
    NULL,
    START,
    markov_credit_of_transitions,
    whole_credit,
)
from drumbeat.warehouse.engine import to_sql
from drumbeat.warehouse.questions.answer import Asking
from drumbeat.warehouse.questions.cut import Cut, contacts_of, steps_of

State = tuple[str | None, str | None]  # key and label of a row


def chained(asking: Asking, cut: Cut) -> list[dict[str, Any]]:
    """Credited outcomes and revenue (minor units) by key, label and currency.

    Outcomes and money of journeys are shared in proportion to the removal effects; an outcome
    without a touch stays in its own row. Σ rows = all outcomes and all revenue, to the unit.
    """
    moves = asking.rows(_moves(cut))
    totals = asking.rows(_totals(cut))
    states = sorted({_to(move) for move in moves}, key=str)
    shares = _shares(moves, states)
    rows: dict[tuple[State, str], dict[str, Any]] = {}
    for total in totals:
        row_of = _rows_of(rows, total["currency"])
        if total["touched"] and shares.any():
            money = whole_credit(shares, [0, len(states)], [total["revenue"]])
            for state, share, revenue in zip(states, shares, money.tolist(), strict=True):
                row = row_of(state)
                row["outcomes"] += float(share) * total["outcomes"]
                row["revenue"] += revenue
        else:
            row = row_of((total["key"], total["label"]))
            row["outcomes"] += total["outcomes"]
            row["revenue"] += total["revenue"]
    return list(rows.values())


def _rows_of(rows: dict, currency: str):
    def row_of(state: State) -> dict[str, Any]:
        key, label = state
        empty = {"key": key, "label": label, "currency": currency, "outcomes": 0.0, "revenue": 0}
        return rows.setdefault((state, currency), empty)

    return row_of


def _shares(moves: list[dict[str, Any]], states: list[State]) -> np.ndarray:
    """Each state's share of what the journeys brought, by its removal effect."""
    number = {state: index for index, state in enumerate(states)}
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for move in moves:
        here = number[_to(move)]
        before = START if move["begins"] else number[move["from_key"], move["from_label"]]
        counts[before, here] += move["walked"]
        counts[here, CONVERSION] += move["converted"]
        counts[here, NULL] += move["lost"]
    if not counts:
        return np.zeros(0)
    froms, tos = zip(*counts, strict=True)
    credit = markov_credit_of_transitions(froms, tos, list(counts.values()), len(states))
    total = credit.removal_effects.sum()
    return credit.removal_effects / total if total else credit.removal_effects


def _to(move: dict[str, Any]) -> State:
    return move["key"], move["label"]


@lru_cache(maxsize=128)
def _moves(cut: Cut) -> str:
    """How often a path went from one state to the next, and how often it ended there."""
    walks = _converting(cut).union(_leading_nowhere(cut))
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
def _totals(cut: Cut) -> str:
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
