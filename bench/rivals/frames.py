"""The questions as Polars' lazy frames, on its streaming engine."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import polars as pl
from polars import col

from bench.rivals import (
    ALL_MODELS,
    ATTRIBUTION,
    FUNNEL,
    KPIS,
    LOOK_BACK_DAYS,
    ORDER,
    PAUSE_MINUTES,
    PEOPLE,
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
        PEOPLE: _people,
    }
    found = {name: partial(ask(log).collect, engine="streaming") for name, ask in questions.items()}
    return found | {ALL_MODELS: partial(_all_models, log)}


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


def _people(log):
    coded = log.filter((col("type") == "page") & (col("code") != ""))
    return coded.group_by("code").agg(col("anonymous_id").n_unique())


def _attribution(log):
    length = pl.len().over("message_id")
    return (
        _steps(*_touches_and_orders(log))
        .with_columns(credit=1 / length, worth=col("value_minor") / length)
        .group_by("code")
        .agg(col("credit").sum(), col("worth").sum())
    )


def _touches_and_orders(log):
    wanted = ["message_id", "anonymous_id", "ts", "type", "name", "code", "value_minor"]
    paced = log.select(*wanted, before=BEFORE)
    begins = col("before").is_null() | (col("ts") - col("before") > PAUSE)
    touches = paced.filter((col("type") == "page") & ((col("code") != "") | begins))
    orders = paced.filter(col("name") == ORDER)
    orders = orders.select("anonymous_id", "message_id", "value_minor", bought="ts")
    return touches.select("anonymous_id", "ts", "code", touch="message_id"), orders


def _steps(touches, orders):
    steps = orders.join(touches, on="anonymous_id")
    return steps.filter(
        (col("ts") <= col("bought")) & (col("ts") > col("bought") - timedelta(days=LOOK_BACK_DAYS))
    )


def _all_models(log):
    """From the events to the touches once, then each model; Markov's chain is counted, not solved."""
    touches, orders = pl.collect_all(_touches_and_orders(log), engine="streaming")
    steps = _steps(touches.lazy(), orders.lazy()).sort("message_id", "ts").collect()
    order = "message_id"
    steps = steps.with_columns(
        position=pl.int_range(pl.len()).over(order) + 1,
        length=pl.len().over(order),
        weight=0.5 ** ((col("bought") - col("ts")).dt.total_seconds() / 604_800),
        heard=pl.when(col("code") != "").then(pl.int_range(pl.len()).over(order) + 1),
    )
    middle = pl.when(col("position").is_in([1]) | (col("position") == col("length")))
    by_place = middle.then(0.4).otherwise(0.2 / (col("length") - 2))
    credits = [
        (col("position") == 1).cast(pl.Float64),
        (col("position") == col("length")).cast(pl.Float64),
        1 / col("length"),
        (col("position") == pl.coalesce(col("heard").max().over(order), col("length"))).cast(
            pl.Float64
        ),
        pl.when(col("length") > 2).then(by_place).otherwise(1 / col("length")),
        col("weight") / col("weight").sum().over(order),
    ]
    found = [_credited(steps.with_columns(share=share)) for share in credits]
    distinct = steps.unique([order, "code"])
    found.append(_credited(distinct.with_columns(share=1 / pl.len().over(order))))
    nowhere = touches.join(steps, on="touch", how="anti").sort("anonymous_id", "ts")
    return [*found, _moves(steps, order), _moves(nowhere, "anonymous_id")]


def _credited(steps):
    worth = (col("share") * col("value_minor")).sum()
    return steps.group_by("code").agg(col("share").sum(), worth.alias("worth"))


def _moves(steps, path):
    before, after = col("code").shift(1).over(path), col("code").shift(-1).over(path)
    told = steps.select("code", before=before, ends=after.is_null())
    return told.group_by("code", "before").agg(pl.len(), col("ends").sum())
