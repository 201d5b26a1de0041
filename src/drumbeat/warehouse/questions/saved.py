"""A saved funnel counted ahead: sums from which any period is answered without its events.

Of one person all ways from the first step to another one, put in order, begin and end no earlier
than the one before. So those that lie inside a period stand side by side, and of n of them n − 1
neighbours do: ways less pairs of neighbours is one for everybody who got there, and none for all
others, whatever the period. By first and last day both are few, and nobody is in them by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from math import exp, log
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse import engine
from drumbeat.warehouse.derive.days import DAY
from drumbeat.warehouse.engine import Workspace, named, once_more, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.ahead import Shelf
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered
from drumbeat.warehouse.questions.funnel import (
    COLUMNS,
    SECOND,
    Step,
    load_matched,
    told,
    wait,
    ways,
)

# people: how many ways to the step begin and end on these days, less pairs of neighbours. waited:
# between which powers of _APART the seconds since the step before lie, with one added.
WAYS = pa.schema(
    {
        "step": pa.int64(),
        "first": pa.date32(),
        "last": pa.date32(),
        "waited": pa.int64(),
        "people": pa.int64(),
    }
)
_APART = log(1.02)  # a time is told to one per cent
_SHELF = Shelf("saved", WAYS)


@dataclass(frozen=True)
class SavedFunnel:
    """tz: whose local days periods are of."""

    steps: tuple[Step, ...]
    window_hours: int
    tz: str

    @property
    def key(self) -> str:
        """What it is kept under: another definition is another funnel."""
        return sha256(repr(self).encode()).hexdigest()[:32]


@once_more
def count_ahead(lake: BrandLake, saved: SavedFunnel) -> int:
    """Count the funnel over all events that are derived, and keep the sums; returns how many."""
    manifest = lake.manifest()
    days = sorted(manifest.event_rows)
    if not days:
        return 0
    everything = Period(days[0] - DAY, days[-1] + DAY, saved.tz)
    with Workspace() as space:
        asking = Asking(lake, space, manifest)
        found = load_matched(asking, everything, saved.steps)
        space.keep(found)
        starts = engine.Step("ways", lambda: ways(found.table, saved.steps, saved.window_hours))
        space.keep(starts)
        steps = [_first_steps(found.table, everything)]
        steps += [_further(starts.table, n, everything) for n in range(1, len(saved.steps))]
        rows = pa.concat_tables(space.run(to_sql(_summed(one))).cast(WAYS) for one in steps)
    _SHELF.put(lake, saved.key, manifest, rows)
    return rows.num_rows


def saved_funnel(lake: BrandLake, saved: SavedFunnel, *, period: Period) -> Answer | None:
    """The answer of `funnel`, as of the last `count_ahead`; None when there was none, or the period
    is of another time zone. Its times are told to one per cent."""
    ahead = _SHELF.newest(lake, saved.key)
    if saved.tz != period.tz or ahead is None:
        return None

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.space.files("ways", [str(ahead.path)], WAYS)
        return told(_counted(asking.rows(_inside(period)), len(saved.steps)), list(saved.steps))

    answer = answered(lake, "funnel", COLUMNS, ask, period)
    return replace(answer, freshness=ahead.freshness, events_version=ahead.events_version)


def keep_only(lake: BrandLake, saved: Collection[SavedFunnel]) -> None:
    """Forget the sums of all other funnels, and all but the newest of these."""
    _SHELF.keep_only(lake, [one.key for one in saved])


def counted_when(lake: BrandLake, saved: SavedFunnel) -> datetime | None:
    """When it was last counted ahead."""
    return _SHELF.counted_when(lake, saved.key)


def _first_steps(found: ir.Table, everything: Period) -> ir.Table:
    starts = found.filter(found.is_0)
    day = _local_day(starts.moment, everything)
    return starts.select("who", first=day, last=day, start=starts.moment, waited=0).mutate(step=0)


def _further(starts: ir.Table, step: int, everything: Period) -> ir.Table:
    moment = starts[f"at_{step}"]
    seconds = wait(starts, step) / SECOND
    rows = starts.mutate(waited=((seconds + 1).ln() / _APART).floor().cast("int64"))
    return rows.filter(moment.notnull()).select(
        "who",
        first=_local_day(rows.at_0, everything),
        last=_local_day(moment, everything),
        start=rows.at_0,
        waited=rows.waited,
        step=step,
    )


def _summed(rows: ir.Table) -> ir.Table:
    """Ways less pairs of neighbours, by day. The latest way inside a period stands for a person."""
    each = rows.group_by("step", "who", "first", "last").agg(
        waited=rows.waited.argmax(rows.start), start=rows.start.max()
    )
    along = {"group_by": each.who, "order_by": each.start}
    each = each.mutate(
        earlier=each["first"].lag().over(**along), then=each.waited.lag().over(**along)
    )
    pairs = each.filter(each.earlier.notnull())
    both = each.select("step", "first", "last", "waited", n=1).union(
        pairs.select("step", "last", first=pairs.earlier, waited=pairs.then, n=-1).select(
            "step", "first", "last", "waited", "n"
        )
    )
    sums = both.group_by("step", "first", "last", "waited").agg(people=both.n.sum().cast("int64"))
    return sums.filter(sums.people != 0).select(*WAYS.names)


def _local_day(moment: ir.IntegerValue, everything: Period) -> ir.DateValue:
    return everything.local_day((moment // SECOND).as_timestamp("s"))


def _inside(period: Period):
    rows = named("ways", WAYS)
    rows = rows.filter(
        (rows["first"] >= ibis.date(period.start)) & (rows["last"] <= ibis.date(period.end))
    )
    return to_sql(rows.group_by("step", "waited").agg(people=rows.people.sum().cast("int64")))


def _counted(rows: list[dict[str, Any]], steps: int) -> dict[str, Any]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows:
        found[row["step"]][row["waited"]] = row["people"]
    counted: dict[str, Any] = {}
    for step in range(steps):
        counted[f"people_{step}"] = sum(found[step].values())
        counted[f"wait_{step}"] = _median(found[step]) if step else None
    return counted


def _median(waits: dict[int, int]) -> float | None:
    """Seconds in the middle of a histogram."""
    people, so_far = sum(waits.values()), 0
    for waited in sorted(waits):
        so_far += waits[waited]
        if 2 * so_far >= people > 0:
            return exp((waited + 0.5) * _APART) - 1
    return None
