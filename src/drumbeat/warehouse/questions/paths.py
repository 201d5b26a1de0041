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

from drumbeat.science.estimates import count_of_whole, share_of_whole
from drumbeat.warehouse.derive.days import DAY
from drumbeat.warehouse.derive.facts import ONCE, ids_of
from drumbeat.warehouse.derive.sampled import ONE_IN, is_sampled
from drumbeat.warehouse.engine import Step, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered, derived
from drumbeat.warehouse.questions.counted import Conversion
from drumbeat.warehouse.questions.cut import Cut, load, steps_of
from drumbeat.warehouse.questions.funnel import Step as FunnelStep
from drumbeat.warehouse.questions.funnel import is_step
from drumbeat.warehouse.questions.people import load_events

Direction = Literal["from", "to"]
DIRECTIONS = ("from", "to")
MOST_STEPS = 6
MOST_SEQUENCES = 2_000
MOST_EVENTS = 300_000  # of an estimate, about
_COLUMNS = [
    *("steps", "goes_on", "walks", "share", "met", "all_walks"),
    *("between", "share_between", "met_between"),
]


def page_paths(
    lake: BrandLake,
    *,
    period: Period,
    anchor: FunnelStep | None = None,
    direction: Direction = "from",
    length: int = 4,
    estimated: bool = False,
) -> Answer:
    """One row for each sequence of pages within sessions begun in the period, most frequent first.

    anchor: where the sequences begin ("from") or end ("to"); without one, where sessions do. A step
    is a page's path (a screen's name where it has none) and, for whatever the anchor matches, the
    anchor's value. length: steps of a sequence, anchor included.
    steps: in the order of time. goes_on: whether more steps follow ("from") or came before ("to").
    walks: sessions. share: walks / met, 0–1. met: sessions that meet the anchor; all_walks: all with
    a page or the anchor; both the same on every row. The last row has what MOST_SEQUENCES leaves
    out, with steps None. Bots and visitors without consent have no sessions. What a session does
    more than a day after the period is left out. estimated: of one person in ONE_IN, or where
    that would still be more than MOST_EVENTS of twice, four times … as many, with bounds (`between`
    of walks, `share_between`, `met_between`) in which the exact numbers lie in 95 of 100 samples,
    None where everybody was looked at; a session in which two persons are told apart is then one of
    each. Raises ValueError for another direction or length.
    """
    _must_be_walkable(direction, length)
    one_in = _one_in(lake, period) if estimated else 1

    def ask(asking: Asking) -> list[dict[str, Any]]:
        first, last = period.utc_days
        if estimated:
            asking.table("sampled", first - DAY, last + DAY)
            walks = _sampled_pages(period, anchor, one_in)
        else:
            load_events(asking, asking.event_days(first - DAY, last + DAY))
            asking.table("sessions", first, last)
            walks = _pages(period, anchor)
        return _sequences(asking, walks, anchor is not None, direction, length, one_in)

    return answered(lake, "page_paths", _COLUMNS, ask, period, one_in=one_in)


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


def _steps(events: ir.Table, anchor: FunnelStep | None) -> ir.Table:
    """The events that are a step of a walk, with `step` and `anchored`."""
    anchored = ibis.literal(False) if anchor is None else is_step(events, anchor)
    page = events.type.isin(["page", "screen"])
    seen = ibis.coalesce(events.path.nullif(""), events.name)
    label = ibis.literal(anchor.value) if anchor else ibis.null("string")
    rows = events.mutate(anchored=anchored, step=ibis.cases((anchored, label), (page, seen)))
    return rows.filter(rows.step.notnull())


def _one_in(lake: BrandLake, period: Period) -> int:
    """Of so many persons one is looked at: of a long log fewer, to be as quick."""
    one_in, events = ONE_IN, lake.manifest().events_on(*period.utc_days)
    while events > one_in * MOST_EVENTS:
        one_in *= 2
    return one_in


def _sampled_pages(period: Period, anchor: FunnelStep | None, one_in: int) -> ir.Table:
    """As `_pages`, with whose steps they are."""
    events = derived("sampled")
    events = events.filter(events.session_id.notnull())
    if one_in > ONE_IN:
        events = events.filter(is_sampled(events.person, one_in))
    rows = _steps(_begun_in(events, period), anchor)
    # Of two steps at one moment either may be first in an estimate: one text less to read.
    return rows.select(
        "ts", "step", "anchored", "person", tie=rows.step, walk=rows.session_id.hash()
    )


def _begun_in(events: ir.Table, period: Period) -> ir.Table:
    """All events of sessions that begin in the period. Which do is told from the few around its
    ends: sorting everything by session would take longest of all."""
    begin, end = period.begins(period.start), period.begins(period.end + DAY)
    before = events.filter(events.ts < begin)
    inside = events.filter(period.covers(events.ts)).anti_join(before, "session_id")
    later = events.filter(events.ts >= end).semi_join(
        inside.filter(inside.ts >= end - DAY), "session_id"
    )
    return inside.union(later)


def _pages(period: Period, anchor: FunnelStep | None) -> ir.Table:
    """Steps of sessions: walk, ts, tie (what orders equal moments), step, anchored."""
    anonymous, user = ids_of(ONCE)
    rows = _steps(ONCE.mutate(device=ibis.coalesce(anonymous, user)), anchor)
    rows = rows.filter(rows.device.notnull() & ~rows.bot)
    sessions = derived("sessions")
    sessions = sessions.filter(period.covers(sessions.ts))
    sessions = sessions.select("visitor", "ended", walk=sessions.session_id.hash(), began="ts")
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
    asking: Asking,
    walks: ir.Table,
    has_anchor: bool,
    direction: str,
    length: int,
    one_in: int = 1,
) -> list[dict[str, Any]]:
    told = Step("told", lambda: _told(_placed(walks, has_anchor, direction), length))
    asking.keep(told)
    [whole] = asking.rows(_counted(told.table))
    names = [f"step_{n}" for n in range(length)]
    rows = []
    for found in asking.rows(_grouped(told.table, length)):
        steps = [found[name] for name in names if found[name] is not None]
        steps = steps if direction == "from" else steps[::-1]
        rows.append({"steps": steps} | {name: found[name] for name in ("goes_on", *_COUNTS)})
    left = whole["met_walks"] - sum(row["walks"] for row in rows)
    if left:
        rest = {"walks": left, "squares": left * whole["met_squares"] / whole["met_walks"]}
        rows.append({"steps": None, "goes_on": None} | rest)
    return [_row(row, whole, one_in) for row in rows]


def _row(row: dict[str, Any], whole: dict[str, Any], one_in: int) -> dict[str, Any]:
    walks, met = row["walks"], whole["met_walks"]
    told = {
        "steps": row["steps"],
        "goes_on": row["goes_on"],
        "walks": walks * one_in,
        "share": walks / met,
        "met": met * one_in,
        "all_walks": whole["all_walks"] * one_in,
        "between": None,
        "share_between": None,
        "met_between": None,
    }
    if one_in == 1:
        return told
    spread = whole["met_squares"] / met
    own = count_of_whole(walks, one_in, row["squares"] / walks)
    share, all_met = share_of_whole(walks, met, spread), count_of_whole(met, one_in, spread)
    return told | {
        "between": (own.low, own.high),
        "share_between": (share.low, share.high),
        "met_between": (all_met.low, all_met.high),
    }


def _placed(walks: ir.Table, has_anchor: bool, direction: str) -> ir.Table:
    """Steps told once in a row, with `place`: how many steps from where the sequence is held."""
    walks = walks.mutate(before=walks.step.lag().over(**_along(walks)))
    walks = walks.filter(walks.before.isnull() | (walks.before != walks.step)).drop("before")
    if not has_anchor:
        return walks.mutate(place=ibis.row_number().over(**_along(walks, direction)))
    walks = walks.mutate(n=ibis.row_number().over(**_along(walks)))
    away = walks.n - walks.n.min(where=walks.anchored).over(group_by=walks.walk)
    return walks.mutate(place=away if direction == "from" else -away)


def _along(walks: ir.Table, direction: str = "from") -> dict[str, Any]:
    order = [walks.ts, walks.tie]
    order = order if direction == "from" else [column.desc() for column in order]
    return {"group_by": walks.walk, "order_by": order}


def _told(placed: ir.Table, length: int) -> ir.Table:
    """One row a walk: the steps of its sequence, whether it goes on, whether it is met at all."""
    held = placed.place >= 0
    return placed.group_by(_whose(placed)).agg(
        **{f"step_{n}": placed.step.max(where=placed.place == n) for n in range(length)},
        goes_on=placed.place.max() >= length,
        met=held.any().fill_null(False),
    )


def _counted(told: ir.Table):
    met = _tallied(told.filter(told.met), []).rename("met_{name}")
    return to_sql(told.agg(all_walks=told.count()).cross_join(met))


def _grouped(told: ir.Table, length: int):
    same = [*(f"step_{n}" for n in range(length)), "goes_on"]
    found = _tallied(told.filter(told.met), same)
    order = [found.walks.desc(), *(ibis.asc(found[name], nulls_first=True) for name in same)]
    return to_sql(found.order_by(order).limit(MOST_SEQUENCES))


def _whose(walks: ir.Table) -> list[str]:
    """A sampled walk knows its person."""
    return [name for name in ("walk", "person") if name in walks.columns]


def _tallied(walks: ir.Table, by: list[str]) -> ir.Table:
    """Walks, and the squares of how many each person has: they say how unevenly those lie."""
    if "person" not in walks.columns:
        return walks.aggregate(by=by, walks=walks.count(), squares=walks.count())
    each = walks.group_by([*by, "person"]).agg(n=walks.count())
    return each.aggregate(
        by=by,
        walks=ibis.coalesce(each.n.sum(), 0).cast("int64"),
        squares=ibis.coalesce((each.n * each.n).sum(), 0).cast("int64"),
    )


_COUNTS = ("walks", "squares")
