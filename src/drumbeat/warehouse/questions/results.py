"""Results: touches, people, outcomes and money by any dimension of the thread."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.credit import MARKOV, credits, in_equal_parts
from drumbeat.warehouse.engine import Query, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered, keys_first
from drumbeat.warehouse.questions.cut import (
    Cut,
    Dated,
    Model,
    added_up,
    credit_of,
    load_credit,
    load_journeys,
    outcome_steps,
    steps_of,
    totals_of,
)
from drumbeat.warehouse.questions.markov import chained
from drumbeat.warehouse.questions.numbered import ROWS, number, with_number
from drumbeat.warehouse.questions.scope import placements_table
from drumbeat.warehouse.questions.visitors import contacted
from drumbeat.warehouse.sums import SUMMED_MODELS, outcomes_of

_COLUMNS = [
    "key",
    "label",
    "touches",
    "visitors",
    "outcomes",
    "revenue_minor",
    "currency",
    "revenue_by_currency",
]


def results(
    lake: BrandLake,
    *,
    period: Period,
    placements: pa.Table,
    by: str = "total",
    model: Model = "last_non_direct",
    conversion: str | None = None,
    within: dict[str, str] | None = None,
    dated: Dated = "cash",
    people: bool = True,
    ahead: bool = False,
) -> Answer:
    """One row for each value of `by`, and one labelled row (key None) for each kind of rest.

    touches: contacts in the period, bots aside. visitors: distinct people of those touches, not
    additive over rows, None where a day's persons are not kept any more. outcomes: credited,
    Σ rows = all outcomes of the period. revenue_minor: credited minor units of `currency`, Σ rows =
    all revenue, None where currencies are mixed: revenue_by_currency has them apart. within: only
    placements with these values have keys.
    dated: refunds on their own day ("cash") or on the order's ("cohort"). people: whether to tell
    visitors at all; where one row has several tracking codes that takes longest. ahead: let Markov
    share by the paths as they were counted ahead, where they are; the answer then says up to when.
    Raises ValueError for an unknown by, model or dimension.
    """
    cut = Cut(period, by, model, conversion, tuple(sorted((within or {}).items())), dated)

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.space.rows("placements", placements_table(placements))
        touched = contacted(asking, cut, people=people)
        rows = _merged(touched, _earned(asking, cut, ahead), by)
        return [row | _forgotten(asking, cut, row, people) for row in rows]

    return answered(lake, "results", _COLUMNS, ask, period)


def _forgotten(asking: Asking, cut: Cut, row: dict[str, Any], people: bool) -> dict[str, None]:
    first = cut.period.utc_days[0]
    if cut.by == "day" and row["key"]:
        first = cut.period.begins(date.fromisoformat(row["key"])).date()
    return {} if people and not asking.forgets(first) else {"visitors": None}


def credited(cut: Cut) -> ir.Table:
    """The credited steps of the period's outcomes: share, credited, key and label with them."""
    return credits(steps_of(cut), cut.model)


def _earned(asking: Asking, cut: Cut, ahead: bool) -> list[dict[str, Any]]:
    if cut.model in SUMMED_MODELS:
        load_credit(asking, cut)
        return asking.rows(_summed(cut))
    if cut.model == MARKOV:
        return chained(asking, cut, ahead)
    load_journeys(asking, cut)
    return _in_equal_parts(asking, cut)


# Making SQL takes longer than running it, and pages ask the same questions again and again.
@lru_cache(maxsize=512)
def _summed(cut: Cut) -> Query:
    rows = credit_of(cut, cut.model)
    sums = {"outcomes": outcomes_of(rows.parts), "revenue": rows.value_minor.sum()}
    return to_sql(added_up(rows, cut, "currency", **sums))


def _in_equal_parts(asking: Asking, cut: Cut) -> list[dict[str, Any]]:
    """Shapley: an outcome's touches share it by the different rows that they count under."""
    number(asking, cut, steps=True)
    untouched = [total for total in totals_of(asking, cut) if not total["touched"]]
    return [*asking.rows(_shapley(cut)), *untouched]


@lru_cache(maxsize=512)
def _shapley(cut: Cut) -> Query:
    steps = outcome_steps(cut)
    steps = with_number(steps.filter(steps.length > 0), cut)
    told = {name: steps[name].arbitrary() for name in ("currency", "counted", "value_minor")}
    steps = steps.group_by(steps.outcome_id.hash().name("outcome_id"), "number").agg(
        position=steps.position.min(), **told
    )
    rows = in_equal_parts(steps)
    sums = {"outcomes": (rows.share * rows.counted).sum(), "revenue": rows.credited.sum()}
    return to_sql(rows.group_by("number", "currency").agg(**sums).inner_join(ROWS, "number"))


def _merged(
    touched: list[dict[str, Any]], earned: list[dict[str, Any]], by: str
) -> list[dict[str, Any]]:
    currencies = {row["currency"] for row in earned if row["revenue"]}
    single = len(currencies) <= 1
    rows: dict[tuple[str | None, str | None], dict[str, Any]] = {}

    def row_of(found: dict[str, Any]) -> dict[str, Any]:
        key, label = found["key"], found["label"]
        return rows.setdefault(
            (key, label),
            {
                "key": key,
                "label": label or key,
                "touches": 0,
                "visitors": 0,
                "outcomes": 0.0,
                "revenue_minor": 0 if single else None,
                "currency": next(iter(currencies), "") if single else "",
                "revenue_by_currency": {},
            },
        )

    for found in touched:
        row_of(found).update(touches=found["touches"], visitors=found["visitors"])
    for found in earned:
        row = row_of(found)
        row["outcomes"] += found["outcomes"]
        if found["revenue"]:
            money, currency = row["revenue_by_currency"], found["currency"]
            money[currency] = money.get(currency, 0) + found["revenue"]
            row["revenue_minor"] = money[currency] if single else None
    if by == "total" and not rows:
        row_of({"key": "total", "label": None})
    return sorted(rows.values(), key=keys_first)
