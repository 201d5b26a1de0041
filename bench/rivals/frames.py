"""The questions as Polars' lazy frames, on its streaming engine."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import polars as pl
from polars import col

from bench.rivals import (
    ATTRIBUTION,
    FUNNEL,
    KPIS,
    LOOK_BACK_DAYS,
    ORDER,
    PAUSE_MINUTES,
    RETENTION,
    WINDOW_HOURS,
    Asked,
)

PAUSE = timedelta(minutes=PAUSE_MINUTES)
BEFORE = col("ts").shift(1).over("anonymous_id", order_by="ts")


def asked(events: Path) -> Asked:
    log = pl.scan_parquet(f"{events}/day=*/*.parquet", hive_partitioning=True)
    log = log.filter(~col("bot"))
    questions: dict[str, Callable[[pl.LazyFrame], pl.LazyFrame]] = {
        KPIS: _kpis,
        FUNNEL: _funnel,
        RETENTION: _retention,
        ATTRIBUTION: _attribution,
    }
    return {name: partial(ask(log).collect, engine="streaming") for name, ask in questions.items()}


def _kpis(log):
    paced = log.select("day", "anonymous_id", "ts", "name", "value_minor", before=BEFORE)
    begins = col("before").is_null() | (col("ts") - col("before") > PAUSE)
    return paced.group_by("day").agg(
        begins.sum().alias("sessions"),
        col("anonymous_id").n_unique().alias("people"),
        (col("name") == ORDER).sum().alias("orders"),
        col("value_minor").sum().alias("revenue"),
    )


def _funnel(log):
    starts = log.filter((col("type") == "page") & col("path").str.starts_with("/tea/1")).select(
        "anonymous_id", "ts"
    )
    orders = log.filter(col("name") == ORDER).select("anonymous_id", bought="ts")
    met = starts.sort("ts").join_asof(
        orders.sort("bought"),
        left_on="ts",
        right_on="bought",
        by="anonymous_id",
        strategy="forward",
        allow_exact_matches=False,
        tolerance=timedelta(hours=WINDOW_HOURS),
    )
    return met.select(
        people=col("anonymous_id").n_unique(),
        bought=col("anonymous_id").filter(col("bought").is_not_null()).n_unique(),
    )


def _retention(log):
    weeks = log.select("anonymous_id", week=col("ts").dt.truncate("1w")).unique()
    cohort = col("week").min().over("anonymous_id")
    return weeks.with_columns(cohort=cohort).group_by("cohort", "week").len()


def _attribution(log):
    wanted = ["message_id", "anonymous_id", "ts", "type", "name", "code", "value_minor"]
    paced = log.select(*wanted, before=BEFORE)
    begins = col("before").is_null() | (col("ts") - col("before") > PAUSE)
    touches = paced.filter((col("type") == "page") & ((col("code") != "") | begins))
    orders = paced.filter(col("name") == ORDER)
    steps = orders.select("anonymous_id", "message_id", "value_minor", bought="ts").join(
        touches.select("anonymous_id", "ts", "code"), on="anonymous_id"
    )
    steps = steps.filter(
        (col("ts") <= col("bought")) & (col("ts") > col("bought") - timedelta(days=LOOK_BACK_DAYS))
    )
    length = pl.len().over("message_id")
    return (
        steps.with_columns(credit=1 / length, worth=col("value_minor") / length)
        .group_by("code")
        .agg(col("credit").sum(), col("worth").sum())
    )
