"""How answers are cut: a period, a dimension, a model, and the rows that they concern."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.credit import MARKOV, MODELS
from drumbeat.warehouse.engine import Query, named, to_sql
from drumbeat.warehouse.questions.answer import Asking, Period, derived
from drumbeat.warehouse.questions.scope import DIMENSIONS, PLACEMENTS, keyed, placements_table
from drumbeat.warehouse.sums import outcomes_of

BY = (*DIMENSIONS, "day", "conversion", "total")
Model = Literal[
    "last_non_direct",
    "linear",
    "first",
    "last",
    "position",
    "time_decay",
    "shapley",
    "markov",
]
Dated = Literal["cash", "cohort"]


# What questions ask of a step; planning grows with every column that is only carried along.
_OF_A_STEP = (
    *("outcome_id", "conversion", "ts", "basis_ts", "person", "counted", "value_minor", "currency"),
    *("position", "length", "touch_id", "touch_ts", "source", "medium", "channel", "direct"),
)


@dataclass(frozen=True)
class Cut:
    """How results are cut: the arguments of `results`, checked, in a form that can be a key."""

    period: Period
    by: str = "total"
    model: str = "last_non_direct"
    conversion: str | None = None
    within: tuple[tuple[str, str], ...] = ()
    dated: str = "cash"

    def __post_init__(self) -> None:
        if self.by not in BY:
            raise ValueError(f"results by {self.by!r}: choose one of {', '.join(BY)}")
        if self.model not in (*MODELS, MARKOV):
            raise ValueError(
                f"no model {self.model!r}: choose one of {', '.join(MODELS)}, {MARKOV}"
            )
        if self.dated not in ("cash", "cohort"):
            raise ValueError(f"outcomes are dated cash or cohort, not {self.dated!r}")
        if unknown := {name for name, _ in self.within} - set(DIMENSIONS):
            raise ValueError(f"cannot restrict by {', '.join(sorted(unknown))}")


def load(asking: Asking, cut: Cut, placements: pa.Table) -> None:
    """Let the names that the questions below use mean their rows."""
    asking.space.rows("placements", placements_table(placements))
    asking.table("touches", *cut.period.utc_days)
    load_journeys(asking, cut)


def load_journeys(asking: Asking, cut: Cut) -> None:
    """In the cohort view a refund belongs to its order's day, however late it came."""
    first, last = cut.period.utc_days
    asking.table("journeys", first, None if cut.dated == "cohort" else last)


def outcome_steps(cut: Cut) -> ir.Table:
    """The journeys of the period's outcomes, step by step."""
    steps = derived("journeys")
    moment = steps.basis_ts if cut.dated == "cohort" else steps.ts
    steps = steps.filter(cut.period.covers(moment))
    if cut.conversion is not None:
        steps = steps.filter(steps.conversion == cut.conversion)
    moment = steps.basis_ts if cut.dated == "cohort" else steps.ts
    return steps.select(
        *_OF_A_STEP,
        code=ibis.coalesce(steps.code, ""),
        day=cut.period.local_day(moment),
        total=ibis.literal("total"),
    )


def steps_of(cut: Cut) -> ir.Table:
    """The same, each step with the key and label it counts under."""
    return keyed_by(outcome_steps(cut), cut)


def credit_of(cut: Cut, model: str) -> ir.Table:
    """What was credited on the period's days, as sums of `day_credit` by one of SUMMED_MODELS."""
    rows = derived("day_credit")
    rows = rows.filter(rows.model == model)
    if cut.conversion is not None:
        rows = rows.filter(rows.conversion == cut.conversion)
    rows = rows.mutate(day=rows.basis_day if cut.dated == "cohort" else rows.day)
    rows = rows.filter(rows.day.between(ibis.date(cut.period.start), ibis.date(cut.period.end)))
    return rows.mutate(total=ibis.literal("total"))


def load_credit(asking: Asking, cut: Cut) -> None:
    """Let `credit_of` have its rows."""
    asking.sums("day_credit", cut.period, later=cut.dated == "cohort")


def contacts_of(cut: Cut) -> ir.Table:
    """The period's touches, bots aside."""
    touches = derived("touches")
    touches = touches.filter(cut.period.covers(touches.ts) & ~touches.bot)
    return touches.select(
        *("touch_id", "ts", "code", "channel", "direct", "person"),
        day=cut.period.local_day(touches.ts),
        total=ibis.literal("total"),
        conversion=ibis.null("string"),
    )


def keyed_by(rows: ir.Table, cut: Cut) -> ir.Table:
    """Rows with the columns of `keyed` and each of BY, with the key and label they count under."""
    return keyed(rows, named("placements", PLACEMENTS), cut.by, dict(cut.within))


def told_by(cut: Cut) -> tuple[str, ...]:
    """The columns that `keyed_by` tells a row's key and label by."""
    if cut.by not in DIMENSIONS and not cut.within:
        return (cut.by,)
    own = () if cut.by in DIMENSIONS and cut.by != "channel" else (cut.by,)
    return ("code", "direct", *own)


def added_up(rows: ir.Table, cut: Cut, *also: str, **sums: ir.NumericScalar) -> ir.Table:
    """Sums by key and label, and by the columns `also`."""
    # Rows are many and the ways they came few: those are looked up, each once.
    ways = rows.group_by(list(dict.fromkeys((*told_by(cut), *also)))).agg(**sums)
    totals = {name: ibis._[name].sum() for name in sums}
    return keyed_by(ways, cut).group_by("key", "label", *also).agg(**totals)


def totals_of(asking: Asking, cut: Cut) -> list[dict[str, Any]]:
    """All outcomes and revenue (minor units) by currency, of those with a touch (`touched`) without
    key and label, of the others by the row in which they stay. `placements` is there already."""
    load_credit(asking, cut)
    return asking.rows(_totals(cut))


@lru_cache(maxsize=128)
def _totals(cut: Cut) -> Query:
    rows = credit_of(cut, "last")
    rows = rows.mutate(touched=rows.direct.notnull())
    sums = {"outcomes": outcomes_of(rows.parts), "revenue": rows.value_minor.sum()}
    rows = added_up(rows, cut, "touched", "currency", **sums)
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
