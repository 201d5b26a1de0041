"""Results: touches, people, outcomes and money by any dimension of the thread."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.engine import to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered
from drumbeat.warehouse.questions.credit import MARKOV, credits
from drumbeat.warehouse.questions.cut import Cut, Dated, Model, contacts_of, load, steps_of
from drumbeat.warehouse.questions.markov import chained

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
) -> Answer:
    """One row for each value of `by`, and one labelled row (key None) for each kind of rest.

    touches: contacts in the period, bots aside. visitors: distinct people of those touches, not
    additive over rows, None where a day's persons are not kept any more. outcomes: credited,
    Σ rows = all outcomes of the period. revenue_minor: credited minor units of `currency`, Σ rows = all revenue, None where currencies are mixed:
    revenue_by_currency has them apart. within: only placements with these values have keys.
    dated: refunds on their own day ("cash") or on the order's ("cohort").
    Raises ValueError for an unknown by, model or dimension.
    """
    cut = Cut(period, by, model, conversion, tuple(sorted((within or {}).items())), dated)

    def ask(asking: Asking) -> list[dict[str, Any]]:
        load(asking, cut, placements)
        earned = chained(asking, cut) if model == MARKOV else asking.rows(_earned(cut))
        rows = _merged(asking.rows(_touched(cut)), earned, by)
        return [row | _forgotten(asking, cut, row) for row in rows]

    return answered(lake, "results", _COLUMNS, ask, period)


def _forgotten(asking: Asking, cut: Cut, row: dict[str, Any]) -> dict[str, None]:
    first = cut.period.utc_days[0]
    if cut.by == "day" and row["key"]:
        first = cut.period.begins(date.fromisoformat(row["key"])).date()
    return {"visitors": None} if asking.forgets(first) else {}


def credited(cut: Cut) -> ir.Table:
    """The credited steps of the period's outcomes: share, credited, key and label with them."""
    return credits(steps_of(cut), cut.model)


# Making SQL takes longer than running it, and pages ask the same questions again and again.
@lru_cache(maxsize=512)
def _touched(cut: Cut) -> str:
    rows = contacts_of(cut)
    grouped = rows.group_by("key", "label")
    return to_sql(grouped.agg(touches=rows.count(), visitors=rows.person.nunique()))


@lru_cache(maxsize=512)
def _earned(cut: Cut) -> str:
    rows = credited(cut)
    return to_sql(
        rows.group_by("key", "label", "currency").agg(
            outcomes=(rows.share * rows.counted).sum(),
            revenue=rows.credited.sum().cast("int64"),
        )
    )


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
            row["revenue_by_currency"][found["currency"]] = found["revenue"]
            row["revenue_minor"] = found["revenue"] if single else None
    if by == "total" and not rows:
        row_of({"key": "total", "label": None})
    return sorted(
        rows.values(), key=lambda row: (row["key"] is None, row["key"] or row["label"] or "")
    )
