"""Traffic: who visited through what, and what was sold to the visits of each channel."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any, Literal

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.engine import Query, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered, derived
from drumbeat.warehouse.questions.daily import in_period, people_since
from drumbeat.warehouse.questions.scope import UNKNOWN
from drumbeat.warehouse.sums import ALL

By = Literal["channel", "source", "day"]
TRAFFIC_BY = ("channel", "source", "day")

NO_SESSION = "no_session"  # the last touch led to no recorded session: its landing never reported

_TRAFFIC = ["key", "sessions", "visitors", "bounced", "bounce_rate", "pages", "pages_per_session"]
_SALES = ["key", "label", "outcomes", "revenue_minor", "currency", "revenue_by_currency"]


def traffic(lake: BrandLake, *, period: Period, by: By = "channel") -> Answer:
    """One row for each channel, source or local day that sessions came from, by key.

    sessions: begun in the period, bots aside. visitors: distinct people, not additive over rows.
    bounced: sessions of less than two pages and less than ten seconds, GA4's "not engaged" but for
    its key events; bounce_rate: bounced / sessions, 0–1. pages: seen; pages_per_session: pages /
    sessions. Raises ValueError for another `by`.
    """
    if by not in TRAFFIC_BY:
        raise ValueError(f"traffic by {by!r}: choose one of {', '.join(TRAFFIC_BY)}")

    def ask(asking: Asking) -> list[dict[str, Any]]:
        for name in ("day_visits", "day_returns"):
            asking.sums(name, period)
        met = {row["key"]: row["visitors"] for row in asking.rows(_met(period, by))}
        return [
            row
            | {
                "visitors": met.get(row["key"], 0),
                "bounce_rate": row["bounced"] / row["sessions"],
                "pages_per_session": row["pages"] / row["sessions"],
            }
            for row in asking.rows(_visited(period, by))
        ]

    return answered(lake, "traffic", _TRAFFIC, ask, period)


def channel_sales(lake: BrandLake, *, period: Period, conversion: str | None = None) -> Answer:
    """Outcomes and revenue by the channel of the session that their last touch was in.

    That session's channel, not the touch's own, so that outcomes / sessions is about the same
    visits in both. key: the channel; None for the rests, whose label says why: "unknown" without a
    touch, "no_session" where the last touch was in no session. outcomes: whole, refunds aside.
    revenue_minor: net of refunds on their own day, None where currencies are mixed. Σ rows = all
    outcomes and all revenue of the period.
    """

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.table("journeys", *period.utc_days)
        (earliest,) = asking.rows(_earliest(period, conversion))
        began = earliest["ts"].date() - timedelta(days=1) if earliest["ts"] else period.start
        asking.table("sessions", began, period.utc_days[1])
        return _by_channel(asking.rows(_sold(period, conversion)))

    return answered(lake, "channel_sales", _SALES, ask, period)


@lru_cache(maxsize=128)
def _visited(period: Period, by: str) -> Query:
    rows = in_period("day_visits", period)
    grouped = rows.group_by(key=rows[by].cast("string")).agg(
        **{name: rows[name].sum().cast("int64") for name in ("sessions", "bounced", "pages")}
    )
    return to_sql(grouped.order_by("key"))


@lru_cache(maxsize=128)
def _met(period: Period, by: str) -> Query:
    rows = in_period("day_returns", period)
    rows = rows.filter(rows.counted_by == (ALL if by == "day" else by))
    key = rows.day.cast("string") if by == "day" else rows.key
    begins = rows.day if by == "day" else ibis.date(period.start)
    return to_sql(rows.group_by(key=key).agg(visitors=people_since(rows, begins).cast("int64")))


def _last_steps(period: Period, conversion: str | None) -> ir.Table:
    """One row an outcome: its last touch, or none."""
    steps = derived("journeys")
    steps = steps.filter(period.covers(steps.ts) & (steps.position == steps.length))
    return steps if conversion is None else steps.filter(steps.conversion == conversion)


@lru_cache(maxsize=128)
def _earliest(period: Period, conversion: str | None) -> Query:
    return to_sql(_last_steps(period, conversion).agg(ts=lambda steps: steps.touch_ts.min()))


@lru_cache(maxsize=128)
def _sold(period: Period, conversion: str | None) -> Query:
    steps = _last_steps(period, conversion)
    sessions = derived("sessions").select(visit="session_id", came_by="channel")
    steps = steps.left_join(sessions, steps.session_id == sessions.visit)
    why = ibis.ifelse(steps.length == 0, UNKNOWN, NO_SESSION)
    steps = steps.mutate(
        key=steps.came_by, label=ibis.ifelse(steps.came_by.isnull(), why, ibis.null("string"))
    )
    grouped = steps.group_by("key", "label", "currency").agg(
        outcomes=steps.counted.sum().cast("int64"),
        revenue=ibis.coalesce(steps.value_minor.sum(), 0).cast("int64"),
    )
    return to_sql(grouped.order_by("key", "label", "currency"))


def _by_channel(sold: list[dict[str, Any]]) -> list[dict[str, Any]]:
    currencies = {found["currency"] for found in sold if found["revenue"]}
    single = len(currencies) <= 1
    rows: dict[tuple[str | None, str | None], dict[str, Any]] = {}
    for found in sold:
        row = rows.setdefault(
            (found["key"], found["label"]),
            {
                "key": found["key"],
                "label": found["label"] or found["key"],
                "outcomes": 0,
                "revenue_minor": 0 if single else None,
                "currency": next(iter(currencies), "") if single else "",
                "revenue_by_currency": {},
            },
        )
        row["outcomes"] += found["outcomes"]
        if found["revenue"]:
            row["revenue_by_currency"][found["currency"]] = found["revenue"]
            row["revenue_minor"] = found["revenue"] if single else None
    return list(rows.values())
