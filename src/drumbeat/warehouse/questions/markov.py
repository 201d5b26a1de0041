"""Markov attribution as a question: the engine counts the moves, science solves the chain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from drumbeat.science.attribution import START, whole_parts
from drumbeat.warehouse.credit import MARKOV
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered
from drumbeat.warehouse.questions.cut import Cut, load_journeys, totals_of
from drumbeat.warehouse.questions.moves import Moves, moves_of
from drumbeat.warehouse.questions.moves_ahead import moves_ahead
from drumbeat.warehouse.questions.numbered import Row
from drumbeat.warehouse.questions.scope import placements_table

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


def chained(asking: Asking, cut: Cut, ahead: bool) -> list[dict[str, Any]]:
    """Credited outcomes and revenue (minor units) by key, label and currency. `placements` is there
    already. ahead: by the moves as they were counted ahead, where they are.

    Outcomes and money of journeys are shared in proportion to the removal effects; an outcome
    without a touch stays in its own row. Σ rows = all outcomes and all revenue, to the unit.
    """
    moves = _moves(asking, cut, ahead)
    return shared_out(asking, cut, moves.states, moves.shares())


def _moves(asking: Asking, cut: Cut, ahead: bool) -> Moves:
    known = moves_ahead(asking, cut) if ahead else None
    if known is None:
        asking.table("touches", *cut.period.utc_days)
        load_journeys(asking, cut)
    return known or moves_of(asking, cut)


def shared_out(
    asking: Asking, cut: Cut, states: list[Row], shares: np.ndarray
) -> list[dict[str, Any]]:
    """Outcomes and money of all journeys by these shares; what has no touch stays in its own row."""
    rows: dict[tuple[Row, str], dict[str, Any]] = {}
    for total in totals_of(asking, cut):
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
    ahead: bool = False,
) -> Answer:
    """What Markov credit is made of: one row for each state of the chain, as `results` has rows.

    visits: how often a path was there. removal_effect: share of the chance to convert, 0–1, that is
    lost when every path ends there. without: that chance then. share: of the credit, Σ 1, or all 0
    where nothing converts. conversion_probability: of a path, 0–1, the same on each row. paths,
    converting: how many there are, likewise. ahead: of the moves as they were counted ahead, where
    they are; the answer then says up to when. Raises ValueError for an unknown `by`.
    """
    cut = Cut(period, by, MARKOV, conversion)

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.space.rows("placements", placements_table(placements))
        moves = _moves(asking, cut, ahead)
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
