"""Funnel: how many of those who did the first thing went on to the next, in order and in time.

Everybody counts once at each step that any of their starts led to, as in "ordered" funnels of
product analytics (Mixpanel, Amplitude; ClickHouse's windowFunnel).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import ibis
import ibis.expr.types as ir

from drumbeat.science.estimates import count_of_whole, share_of_whole
from drumbeat.warehouse import engine
from drumbeat.warehouse.derive.identity import resolved_by_number
from drumbeat.warehouse.derive.sampled import ONE_IN
from drumbeat.warehouse.engine import Query, microseconds, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.acts import ACTED, load_acts, with_numbers
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered
from drumbeat.warehouse.questions.people import ALL_EVENTS, done, done_by_sampled, load_events

MOST_STEPS = 10


@dataclass(frozen=True)
class Step:
    """What somebody does. event: a tracked event's name. page: a path, * for any characters.

    code: anything that came with this tracking code. link: anything that came with one of `codes`;
    the landing may be the next step at once. page: only there, for events. codes: only what came
    with one of them; None for whatever it came with.
    """

    kind: Literal["event", "page", "code", "link"]
    value: str = ""
    page: str = ""
    codes: tuple[str, ...] | None = None


def funnel(
    lake: BrandLake,
    *,
    period: Period,
    steps: list[Step],
    window_hours: int,
    estimated: bool = False,
) -> Answer:
    """One row a step: people, share of the first step's, share of the step before's, and the median
    time since the step before in seconds, of each one's latest way there (None where nobody came).

    A step counts when it comes after the one before and at most window_hours after the first.
    The last steps of starts near the period's end may lie outside of it and are then not counted.
    estimated: of one person in ONE_IN, with `between` and `of_first_between`, the bounds in which
    the exact numbers lie in 95 of 100 samples; those are None where everybody was looked at.
    Raises ValueError for fewer than two or more than MOST_STEPS steps.
    """
    if not 2 <= len(steps) <= MOST_STEPS:
        raise ValueError(f"a funnel has 2 to {MOST_STEPS} steps, not {len(steps)}")
    one_in = ONE_IN if estimated else 1

    def ask(asking: Asking) -> list[dict[str, Any]]:
        if estimated:
            asking.table("sampled", *period.utc_days)
            found = _matched_by_sample(period, tuple(steps))
        else:
            found = load_matched(asking, period, tuple(steps))
        asking.keep(found)
        [counted] = asking.rows(_counted(found, tuple(steps), window_hours))
        return told(counted, steps, one_in)

    return answered(lake, "funnel", COLUMNS, ask, period, one_in=one_in)


COLUMNS = [
    *("step", "kind", "value", "people", "of_first", "of_previous", "median_seconds"),
    *("between", "of_first_between"),
]


def load_matched(asking: Asking, period: Period, steps: tuple[Step, ...]) -> engine.Step:
    """What everybody did in the period that any step matches, not computed yet."""
    load_events(asking, load_acts(asking, period.utc_days), _shown(steps))
    return _matched_by_everybody(period, steps)


# Making SQL takes a quarter of the time of an answer, and pages ask the same funnel again and again.
@lru_cache(maxsize=64)
def _shown(steps: tuple[Step, ...]) -> Query:
    return to_sql(ALL_EVENTS.filter(is_any(ALL_EVENTS, steps)))


@lru_cache(maxsize=64)
def _matched_by_everybody(period: Period, steps: tuple[Step, ...]) -> engine.Step:
    return engine.Step("matched", lambda: _everybodys(period, steps))


@lru_cache(maxsize=64)
def _matched_by_sample(period: Period, steps: tuple[Step, ...]) -> engine.Step:
    return engine.Step("matched", lambda: _of_sample(period, steps))


@lru_cache(maxsize=64)
def _counted(found: engine.Step, steps: tuple[Step, ...], window_hours: int) -> Query:
    return to_sql(_reached(found.table, steps, window_hours))


def _of_sample(period: Period, steps: Sequence[Step]) -> ir.Table:
    rows = done_by_sampled(period)
    rows = rows.filter(is_any(rows, steps))
    return matched(rows.mutate(who=rows.person.hash()), steps)


def _everybodys(period: Period, steps: Sequence[Step]) -> ir.Table:
    """An act that is two steps is there twice, which is how often it counts anyway."""
    acts = ACTED.filter(period.covers(ACTED.ts))
    apart = (acts.filter(is_step(acts, step)) for step in steps)
    found = ibis.union(with_numbers(done(period)), *apart)
    return matched(resolved_by_number(found), steps)


def is_any(events: ir.Table, steps: Sequence[Step]) -> ir.BooleanValue:
    return ibis.or_(*(is_step(events, one) for one in steps))


def matched(done: ir.Table, steps: Sequence[Step]) -> ir.Table:
    """Who did it (the person's number), when, and which steps it is. done: only what any step matches."""
    return done.select(
        "who",
        moment=microseconds(done.ts),
        **{f"is_{n}": is_step(done, step) for n, step in enumerate(steps)},
    )


def _reached(found: ir.Table, steps: Sequence[Step], window_hours: int) -> ir.Table:
    starts = ways(found, steps, window_hours)
    waits = {f"wait_{n}": _latest_wait(starts, n) for n in range(1, len(steps))}
    each = starts.group_by("who").agg(**waits)
    began = found.agg(people_0=found.who.nunique(where=found.is_0))
    return began.cross_join(
        each.agg(
            **{f"people_{n}": each[f"wait_{n}"].count() for n in range(1, len(steps))},
            **{name: (each[name] / SECOND).median() for name in waits},
        )
    )


def _latest_wait(starts: ir.Table, step: int) -> ir.IntegerScalar:
    """That of the latest start that gets there: what starts later is nowhere earlier."""
    there, before = starts[f"at_{step}"], starts[f"at_{step - 1}"]
    return there.max() - before.max(where=there.notnull())


def wait(starts: ir.Table, step: int) -> ir.IntegerValue:
    """Microseconds from the step before."""
    return starts[f"at_{step}"] - starts[f"at_{step - 1}"]


def ways(found: ir.Table, steps: Sequence[Step], window_hours: int) -> ir.Table:
    """Every start of those who did the second step at all: at_0, at_1, …, the moments of the steps
    that it leads to in time, NULL from the first that it does not."""
    # Most people never do the second thing: only the others have to be put in order.
    further = found.filter(found.is_1).select("who")
    starts = _chained(found.semi_join(further, "who"), steps)
    until = starts.at_0 + window_hours * 3600 * SECOND
    in_time = {
        f"at_{n}": ibis.ifelse(starts[f"at_{n}"] <= until, starts[f"at_{n}"], ibis.null("int64"))
        for n in range(1, len(steps))
    }
    return starts.select("who", "at_0", **in_time)


SECOND = 1_000_000
_NEVER = 2**62


def _chained(rows: ir.Table, steps: Sequence[Step]) -> ir.Table:
    """Every start, with the moment of each further step that it leads to, _NEVER where it does not.

    From the last step back to the first: what a step leads to is what the earliest next step after
    it leads to, and as later steps lead to nothing earlier, that is a minimum over all later ones.
    So one sort of what matches any step does, without joining a person's events to each other.
    """
    later = ibis.window(group_by="who", order_by="moment", range=(1, None))
    at_once = ibis.window(group_by="who", order_by="moment", range=(0, None))
    for n in reversed(range(1, len(steps))):
        reached = {f"at_{n}": rows.moment} | {
            f"at_{m}": rows[f"at_{m}"] for m in range(n + 1, len(steps))
        }
        after = at_once if steps[n - 1].kind == "link" else later
        rows = rows.mutate(
            **{
                name: ibis.coalesce(moment.min(where=rows[f"is_{n}"]).over(after), _NEVER)
                for name, moment in reached.items()
            }
        )
    return rows.filter(rows.is_0).mutate(at_0=ibis._.moment)


def is_step(events: ir.Table, step: Step) -> ir.BooleanValue:
    """Whether an event is what the step says."""
    done = _done(events, step)
    if step.page:
        done &= _on(events, step.page)
    return done if step.codes is None else done & events.code.isin(step.codes)


def _done(events: ir.Table, step: Step) -> ir.BooleanValue:
    if step.kind == "event":
        return (events.type == "track") & (events.name == step.value)
    if step.kind == "code":
        return events.code == step.value
    if step.kind == "link":
        return events.code != ""
    return events.type.isin(["page", "screen"]) & _on(events, step.value)


def _on(events: ir.Table, path: str) -> ir.BooleanValue:
    """Whether it happened at the path, * for any characters."""
    if "*" not in path:
        return events.path == path
    first, *others = path.split("*")
    if not any(others):
        return events.path.startswith(first)
    pattern = ".*".join(re.escape(part) for part in (first, *others))
    return events.path.re_search(f"^{pattern}$")


def told(counted: dict[str, Any], steps: list[Step], one_in: int = 1) -> list[dict[str, Any]]:
    """The rows of the answer. counted: people_n and wait_n, in seconds, of each step n."""
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
                "people": people * one_in,
                "of_first": people / first if first else None,
                "of_previous": people / before if before else None,
                "median_seconds": counted.get(f"wait_{number}"),
                "between": None,
                "of_first_between": None,
            }
            | (_bounds(people, first, one_in) if one_in > 1 else {})
        )
    return rows


def _bounds(people: int, first: int, one_in: int) -> dict[str, Any]:
    whole = count_of_whole(people, one_in)
    share = share_of_whole(people, first) if first else None
    return {
        "between": (whole.low, whole.high),
        "of_first_between": (share.low, share.high) if share else None,
    }
