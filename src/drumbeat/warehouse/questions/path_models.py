"""Markov and Shapley with their options: memory, repeats, and the worth that is shared.

`results` asks both in their plain form: Markov of order 1, Shapley of outcome totals. The engine
counts what paths did; science solves the chain or the game.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import ibis
import numpy as np
import pyarrow as pa

from drumbeat.science.attribution import (
    CONVERSION,
    NULL,
    START,
    Paths,
    markov_credit_of_transitions,
    shapley_of_rates,
)
from drumbeat.warehouse.credit import MARKOV
from drumbeat.warehouse.engine import Query, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered, keys_first
from drumbeat.warehouse.questions.cut import Cut, load
from drumbeat.warehouse.questions.markov import shared_out
from drumbeat.warehouse.questions.moves import along_of, counts_of, walks_of
from drumbeat.warehouse.questions.numbered import Row, number, rows_by_number

MOST_ORDER = 4
BITS = 60  # keys in one whole number of 64 bits
_COLUMNS = ["key", "label", "share", "standard_error", "outcomes", "revenue_by_currency"]


@dataclass(frozen=True)
class Memory:
    """Markov: the next step depends on the last `order` ones. collapse: a row met several times in
    a row is told once; from order 2 on that changes what is remembered."""

    order: int = 1
    collapse: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.order <= MOST_ORDER:
            raise ValueError(f"a Markov chain of order {self.order}: choose 1 to {MOST_ORDER}")


@dataclass(frozen=True)
class Rates:
    """Shapley with v(S) = conversion rate of the paths within S: exact for 12 rows, beyond that
    sampled with `seed`, and every share says its standard error."""

    seed: int = 0


class _Shared(NamedTuple):
    states: list[Row]
    shares: np.ndarray
    errors: np.ndarray


def path_credit(
    lake: BrandLake,
    *,
    period: Period,
    placements: pa.Table,
    by: str,
    model: Memory | Rates,
    conversion: str | None = None,
) -> Answer:
    """One row for each key or label that paths meet or outcomes have, as `results` has rows.

    share: of all that journeys brought, Σ 1; a row that lowers the rate of conversion has a
    negative one under Rates. standard_error: of the share, 0 where it is exact. outcomes: credited.
    revenue_by_currency: credited minor units. Σ rows = all outcomes and all revenue. Raises
    ValueError for an unknown `by`.
    """
    cut = Cut(period, by, MARKOV, conversion)

    def ask(asking: Asking) -> list[dict[str, Any]]:
        load(asking, cut, placements)
        told = (
            _chain(asking, cut, model) if isinstance(model, Memory) else _game(asking, cut, model)
        )
        return _rows(told, shared_out(asking, cut, told.states, told.shares))

    return answered(lake, "path_credit", _COLUMNS, ask, period)


def _rows(told: _Shared, credited: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = {
        state: {
            "key": state[0],
            "label": state[1] or state[0],
            "share": float(share),
            "standard_error": float(error),
            "outcomes": 0.0,
            "revenue_by_currency": {},
        }
        for state, share, error in zip(told.states, told.shares, told.errors, strict=True)
    }
    for found in credited:
        state = found["key"], found["label"]
        empty = {"key": state[0], "label": state[1] or state[0], "share": 0.0}
        empty |= {"standard_error": 0.0, "outcomes": 0.0, "revenue_by_currency": {}}
        row = rows.setdefault(state, empty)
        row["outcomes"] += found["outcomes"]
        if found["revenue"]:
            row["revenue_by_currency"][found["currency"]] = found["revenue"]
    return sorted(rows.values(), key=keys_first)


# -- Markov -------------------------------------------------------------------------------------


def _chain(asking: Asking, cut: Cut, memory: Memory) -> _Shared:
    number(asking, cut, steps=True)
    rows, moves = rows_by_number(asking), asking.rows(_moves(cut, memory))
    if not moves:
        return _Shared([], np.zeros(0), np.zeros(0))
    met = _in_order({move["state"] for move in moves}, rows)
    channels = {state: index for index, state in enumerate(met)}
    states: dict[tuple, int] = {}
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for move in moves:
        before = [move[f"before_{n}"] for n in range(memory.order, 0, -1)]
        touches = tuple(touch for touch in before if touch is not None)
        remembered = (*touches, move["state"])[-memory.order :]
        here = states.setdefault(remembered, len(states))
        there = states.setdefault(touches, len(states)) if touches else START
        counts[there, here] += move["walked"]
        counts[here, CONVERSION] += move["converted"]
        counts[here, NULL] += move["lost"]
    froms, tos = zip(*counts, strict=True)
    credit = markov_credit_of_transitions(
        froms,
        tos,
        list(counts.values()),
        len(channels),
        channels=[channels[touches[-1]] for touches in states],
    )
    effects = credit.removal_effects
    shares = effects / effects.sum() if effects.any() else effects
    return _Shared([rows[state] for state in met], shares, np.zeros(len(shares)))


@lru_cache(maxsize=64)
def _moves(cut: Cut, memory: Memory) -> Query:
    """How often paths went on to a state, by the states before it, and how often they ended there."""
    walks = walks_of(cut)
    if memory.collapse:
        walks = walks.mutate(before=walks.state.lag().over(**along_of(walks)))
        walks = walks.filter(walks.before.isnull() | (walks.before != walks.state))
    along = along_of(walks)
    before = {f"before_{n}": walks.state.lag(n).over(**along) for n in range(1, memory.order + 1)}
    walks = walks.mutate(**before, ends=walks.n.lead().over(**along).isnull())
    return to_sql(walks.group_by(*before, "state").agg(**counts_of(walks)))


def _in_order(met: Iterable[int], rows: dict[int, Row]) -> list[int]:
    """Numbers of rows: those with a key first, as `keys_first` has them."""
    return sorted(met, key=lambda state: (rows[state][0] is None, rows[state][0] or rows[state][1]))


# -- Shapley ------------------------------------------------------------------------------------


def _game(asking: Asking, cut: Cut, rates: Rates) -> _Shared:
    number(asking, cut, steps=True)
    rows = rows_by_number(asking)
    sets = asking.rows(_sets(cut, len(rows) // BITS + 1))
    if not sets:
        return _Shared([], np.zeros(0), np.zeros(0))
    members = [_members(row, len(rows)) for row in sets]
    met = _in_order(np.unique(np.concatenate(members)).tolist(), rows)
    place = np.zeros(len(rows), dtype=np.int64)
    place[met] = np.arange(len(met))
    paths = Paths(
        place[np.concatenate(members)],
        np.concatenate([[0], np.cumsum([len(one) for one in members])]),
        [row["converted"] for row in sets],
        len(met),
        [row["lost"] for row in sets],
    )
    credit = shapley_of_rates(paths, seed=rates.seed)
    whole = credit.conversions.sum()
    by = 1 / whole if whole else 0.0
    return _Shared(
        [rows[state] for state in met], credit.conversions * by, credit.standard_errors * abs(by)
    )


@lru_cache(maxsize=64)
def _sets(cut: Cut, words: int) -> Query:
    """Each set of states that paths met, as bits, with the paths that did and did not convert."""
    walks = walks_of(cut).select("path", "converts", "state").distinct()
    bit = ibis.literal(1, "int64") << (walks.state % BITS).cast("int64")
    word = walks.state // BITS
    masks = {f"word_{n}": ibis.ifelse(word == n, bit, 0).sum() for n in range(words)}
    paths = walks.group_by("path", "converts").agg(**masks)
    return to_sql(
        paths.group_by(*masks).agg(
            converted=paths.count(where=paths.converts), lost=paths.count(where=~paths.converts)
        )
    )


def _members(row: dict[str, Any], count: int) -> np.ndarray:
    return np.array(
        [n for n in range(count) if row[f"word_{n // BITS}"] >> (n % BITS) & 1], dtype=np.int64
    )
