"""Funnel: how many of those who did the first thing went on to the next, in order and in time.

Everybody counts once, with the start that took them furthest and, among those, the fastest one.
As in "ordered" funnels of product analytics (Mixpanel, Amplitude; ClickHouse's windowFunnel).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.engine import to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered
from drumbeat.warehouse.questions.people import done_by_people, load_events

MOST_STEPS = 10


@dataclass(frozen=True)
class Step:
    """What somebody does. event: a tracked event's name. page: a path, * for any characters.

    code: anything that came with this tracking code.
    """

    kind: Literal["event", "page", "code"]
    value: str


def funnel(lake: BrandLake, *, period: Period, steps: list[Step], window_hours: int) -> Answer:
    """One row a step: people, share of the first step's, share of the step before's, and the median
    time since the step before in seconds (None where nobody came).

    A step counts when it comes after the one before and at most window_hours after the first.
    The last steps of starts near the period's end may lie outside of it and are then not counted.
    Raises ValueError for fewer than two or more than MOST_STEPS steps.
    """
    if not 2 <= len(steps) <= MOST_STEPS:
        raise ValueError(f"a funnel has 2 to {MOST_STEPS} steps, not {len(steps)}")

    def ask(asking: Asking) -> list[dict[str, Any]]:
        load_events(asking, period)
        [counted] = asking.rows(to_sql(_reached(period, steps, window_hours)))
        return _rows(counted, steps)

    columns = ["step", "kind", "value", "people", "of_first", "of_previous", "median_seconds"]
    return answered(lake, "funnel", columns, ask, period)


def _reached(period: Period, steps: list[Step], window_hours: int) -> ir.Table:
    events = done_by_people(period)
    starts = _those(events, steps[0]).select("person", start="ts", at_0="ts").distinct()
    walked = starts
    for number, step in enumerate(steps[1:], start=1):
        walked = _next(walked, _those(events, step), number, window_hours)
    best = ibis.row_number().over(
        group_by=walked.person,
        order_by=[
            sum(walked[f"at_{n}"].notnull().cast("int64") for n in range(1, len(steps))).desc(),
            ibis.coalesce(*(walked[f"at_{n}"] for n in reversed(range(len(steps))))) - walked.start,
            walked.start,
        ],
    )
    once = walked.mutate(best=best)
    once = once.filter(once.best == 0)
    counts = {f"people_{n}": once[f"at_{n}"].count() for n in range(len(steps))}
    waits = {
        f"wait_{n}": (once[f"at_{n}"].epoch_seconds() - once[f"at_{n - 1}"].epoch_seconds())
        .cast("float64")
        .median()
        for n in range(1, len(steps))
    }
    return once.agg(**counts, **waits)


def _next(walked: ir.Table, step: ir.Table, number: int, window_hours: int) -> ir.Table:
    """Add at_<number>: when the step came, the earliest that is in order and in time."""
    before = walked[f"at_{number - 1}"]
    came = step.select(who="person", moment="ts")
    pairs = walked.inner_join(
        came,
        [
            walked.person == came.who,
            came.moment > before,
            came.moment <= walked.start + ibis.interval(hours=window_hours),
        ],
    )
    found = pairs.group_by(went="person", from_start="start").agg(
        **{f"at_{number}": pairs.moment.min()}
    )
    same = [walked.person == found.went, walked.start == found.from_start]
    return walked.left_join(found, same).drop("went", "from_start")


def _those(events: ir.Table, step: Step) -> ir.Table:
    if step.kind == "event":
        return events.filter((events.type == "track") & (events.name == step.value))
    if step.kind == "code":
        return events.filter(events.code == step.value)
    pages = events.filter(events.type.isin(["page", "screen"]))
    if "*" not in step.value:
        return pages.filter(pages.path == step.value)
    parts = [re.escape(part) for part in step.value.split("*")]
    return pages.filter(pages.path.re_search(f"^{'.*'.join(parts)}$"))


def _rows(counted: dict[str, Any], steps: list[Step]) -> list[dict[str, Any]]:
    first = counted["people_0"]
    rows = []
    for number, step in enumerate(steps):
        people = counted[f"people_{number}"]
        before = counted[f"people_{number - 1}"] if number else people
        rows.append(
            {
                "step": number + 1,
                "kind": step.kind,
                "value": step.value,
                "people": people,
                "of_first": people / first if first else None,
                "of_previous": people / before if before else None,
                "median_seconds": counted.get(f"wait_{number}"),
            }
        )
    return rows
