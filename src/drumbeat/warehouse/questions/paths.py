"""Paths: the sequences of steps that people most often took, from or to a step.

A walk is a session, whose steps are the pages seen in it, or the journey of an outcome, whose steps
are its touches. The same step twice in a row is told once. Every walk that meets the anchor counts
once: at the first time that it is there.
"""

from __future__ import annotations

from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.derive.facts import ONCE, ids_of
from drumbeat.warehouse.engine import to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered, derived
from drumbeat.warehouse.questions.counted import Conversion
from drumbeat.warehouse.questions.cut import Cut, load, steps_of
from drumbeat.warehouse.questions.funnel import Step, is_step
from drumbeat.warehouse.questions.people import load_events

Direction = Literal["from", "to"]
DIRECTIONS = ("from", "to")
MOST_STEPS = 6
MOST_SEQUENCES = 2_000
_COLUMNS = ["steps", "goes_on", "walks", "share", "met", "all_walks"]


def page_paths(
    lake: BrandLake,
    *,
    period: Period,
    anchor: Step | None = None,
    direction: Direction = "from",
    length: int = 4,
) -> Answer:
    """One row for each sequence of pages within sessions begun in the period, most frequent first.

    anchor: where the sequences begin ("from") or end ("to"); without one, where sessions do. A step
    is a page's path (a screen's name where it has none) and, for whatever the anchor matches, the
    anchor's value. length: steps of a sequence, anchor included.
    steps: in the order of time. goes_on: whether more steps follow ("from") or came before ("to").
    walks: sessions. share: walks / met, 0–1. met: sessions that meet the anchor; all_walks: all with
    a page or the anchor; both the same on every row. The last row has what MOST_SEQUENCES leaves
    out, with steps None. Bots and visitors without consent have no sessions. What a session does
    more than a day after the period is left out. Raises ValueError for another direction or length.
    """
    _must_be_walkable(direction, length)

    def ask(asking: Asking) -> list[dict[str, Any]]:
        load_events(asking, period)
        asking.table("sessions", *period.utc_days)
        return _sequences(asking, _pages(period, anchor), anchor is not None, direction, length)

    return answered(lake, "page_paths", _COLUMNS, ask, period)


def channel_paths(
    lake: BrandLake,
    *,
    period: Period,
    placements: pa.Table,
    conversion: Conversion = None,
    anchor: str | None = None,
    direction: Direction = "to",
    length: int = 4,
) -> Answer:
    """One row for each sequence of channels in the journeys of the period's outcomes.

    Steps are keys and labels of `results` by channel; anchor: one of them. Without one, sequences
    begin with the first touch or end with the last before the outcome. Outcomes without a touch and
    refunds have no journey. Otherwise as `page_paths`, a walk being an outcome.
    """
    _must_be_walkable(direction, length)

    def ask(asking: Asking) -> list[dict[str, Any]]:
        load(asking, Cut(period, "channel"), placements)
        walks = _channels(period, conversion, anchor)
        return _sequences(asking, walks, anchor is not None, direction, length)

    return answered(lake, "channel_paths", _COLUMNS, ask, period)


def _must_be_walkable(direction: str, length: int) -> None:
    if direction not in DIRECTIONS:
        raise ValueError(f"paths {direction!r}: choose one of {', '.join(DIRECTIONS)}")
    if not 2 <= length <= MOST_STEPS:
        raise ValueError(f"a path has 2 to {MOST_STEPS} steps, not {length}")


def _pages(period: Period, anchor: Step | None) -> ir.Table:
    """Steps of sessions: walk, ts, tie (what orders equal moments), step, anchored."""
    anonymous, user = ids_of(ONCE)
    anchored = ibis.literal(False) if anchor is None else is_step(ONCE, anchor)
    page = ONCE.type.isin(["page", "screen"])
    seen = ibis.coalesce(ONCE.path.nullif(""), ONCE.name)
    label = ibis.literal(anchor.value) if anchor else ibis.null("string")
    rows = ONCE.mutate(
        device=ibis.coalesce(anonymous, user),
        anchored=anchored,
        step=ibis.cases((anchored, label), (page, seen)),
    )
    rows = rows.filter(rows.device.notnull() & rows.step.notnull() & ~rows.bot)
    sessions = derived("sessions")
    sessions = sessions.filter(period.covers(sessions.ts))
    sessions = sessions.select("visitor", "ended", walk="session_id", began="ts")
    inside = [rows.device == sessions.visitor, rows.ts >= sessions.began, rows.ts <= sessions.ended]
    return rows.inner_join(sessions, inside).select(
        "walk", "ts", "step", "anchored", tie="message_id"
    )


def _channels(period: Period, conversion: Conversion, anchor: str | None) -> ir.Table:
    """Steps of journeys, in the same columns."""
    steps = steps_of(Cut(period, "channel"))
    steps = steps.filter((steps.length > 0) & (steps.counted == 1))
    if conversion is not None:
        keys = (conversion,) if isinstance(conversion, str) else conversion
        steps = steps.filter(steps.conversion.isin(keys))
    step = ibis.coalesce(steps.key, steps.label)
    anchored = ibis.literal(False) if anchor is None else step == anchor
    return steps.select(
        walk="outcome_id", ts="touch_ts", step=step, anchored=anchored, tie="touch_id"
    )


def _sequences(
    asking: Asking, walks: ir.Table, has_anchor: bool, direction: str, length: int
) -> list[dict[str, Any]]:
    placed = _placed(walks, has_anchor, direction)
    [whole] = asking.rows(_counted(placed))
    names = [f"step_{n}" for n in range(length)]
    rows = []
    for found in asking.rows(_grouped(placed, length)):
        steps = [found[name] for name in names if found[name] is not None]
        steps = steps if direction == "from" else steps[::-1]
        rows.append({"steps": steps, "goes_on": found["goes_on"], "walks": found["walks"]})
    left = whole["met"] - sum(row["walks"] for row in rows)
    if left:
        rows.append({"steps": None, "goes_on": None, "walks": left})
    return [row | {"share": row["walks"] / whole["met"]} | whole for row in rows]


def _placed(walks: ir.Table, has_anchor: bool, direction: str) -> ir.Table:
    """Steps told once in a row, with `place`: how many steps from where the sequence is held."""
    along = {"group_by": walks.walk, "order_by": [walks.ts, walks.tie]}
    walks = walks.mutate(before=walks.step.lag().over(**along))
    walks = walks.filter(walks.before.isnull() | (walks.before != walks.step)).drop("before")
    along = {"group_by": walks.walk, "order_by": [walks.ts, walks.tie]}
    walks = walks.mutate(n=ibis.row_number().over(**along))
    whole = {"group_by": walks.walk}
    if has_anchor:
        held = walks.n.min(where=walks.anchored).over(**whole)
    elif direction == "from":
        held = walks.n.min().over(**whole)
    else:
        held = walks.n.max().over(**whole)
    walks = walks.mutate(held=held)
    away = walks.n - walks.held
    return walks.mutate(place=away if direction == "from" else -away)


def _counted(placed: ir.Table):
    return to_sql(
        placed.agg(
            met=placed.walk.nunique(where=placed.held.notnull()), all_walks=placed.walk.nunique()
        )
    )


def _grouped(placed: ir.Table, length: int):
    met = placed.filter(placed.place >= 0)
    steps = {f"step_{n}": met.step.max(where=met.place == n) for n in range(length)}
    each = met.group_by("walk").agg(**steps, goes_on=met.place.max() >= length)
    same = [*steps, "goes_on"]
    found = each.group_by(same).agg(walks=each.count())
    order = [found.walks.desc(), *(ibis.asc(found[name], nulls_first=True) for name in same)]
    return to_sql(found.order_by(order).limit(MOST_SEQUENCES))
