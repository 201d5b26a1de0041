"""Every question, asked: what the engines are compared by. A new question gets its call here."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

import pyarrow as pa

from drumbeat.warehouse import questions
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions import (
    BY,
    MARKOV,
    MODELS,
    FunnelStep,
    Memory,
    Period,
    Rates,
    SavedFunnel,
    SavedMoves,
)


class Log(NamedTuple):
    """What a log of events has in it, for whoever asks about it."""

    period: Period
    placements: pa.Table
    code: str
    conversion: str


def _shanghai(log: Log) -> Period:
    """The same days elsewhere: local days begin at another moment than the tables' own."""
    return Period(log.period.start, log.period.end, "Asia/Shanghai")


def _berlin(log: Log) -> Period:
    """A month with a day of 23 hours in it."""
    middle = log.period.start.replace(month=3, day=1)
    return Period(middle, middle + timedelta(days=45), "Europe/Berlin")


_STEPS = [FunnelStep("page", "/*"), FunnelStep("event", "Order Completed")]


def _calls(log: Log) -> dict[str, list[dict[str, Any]]]:
    """Arguments for each question, by its name."""
    here, there = log.period, _shanghai(log)
    owned = {"placements": log.placements}
    saved = SavedFunnel(tuple(_STEPS), 48, there.tz)
    since = datetime(here.start.year, here.start.month, here.start.day, tzinfo=UTC)
    return {
        "arrange_acts": [{"beyond": 0}],
        "channel_sales": [{"period": here}, {"period": there, "conversion": log.conversion}],
        "daily": [{"period": here}, {"period": here, "grain": "week"}, {"period": there, "conversion": log.conversion},
                  {"period": _berlin(log)}],
        "channel_paths": [{"period": there, **owned}, {"period": here, **owned, "length": 3,
                          "direction": "from", "anchor": log.placements["channel"][0].as_py()}],
        "contact_days": [{"period": there, **owned, "by": "asset"}, {"period": here, **owned, "by": "channel"}],
        "count_ahead": [{"saved": saved}],
        "count_moves_ahead": [{"saved": SavedMoves(None, here.tz)}],
        "freshness": [{}],
        "funnel": [{"period": there, "steps": _STEPS, "window_hours": 48},
                   {"period": there, "steps": _STEPS, "window_hours": 48, "estimated": True},
                   {"period": here, "window_hours": 48, "steps": [
                       FunnelStep("link", codes=(log.code,)),
                       FunnelStep("event", "Order Completed", page="/*")]}],
        "journeys": [{"period": here, **owned}],
        "last_touches": [{"code": log.code}],
        "order_gaps": [{"period": there}],
        "outcome_rows": [{"period": there, **owned, "by": "message", "model": "time_decay"},
                         {"period": here, **owned, "key": None, "label": "direct", "offset": 5}],
        "page_paths": [{"period": there}, {"period": there, "estimated": True},
                       {"period": here, "anchor": _STEPS[1], "direction": "to"}],
        "path_credit": [
            {"period": here, **owned, "by": "channel", "model": Memory(order=2, collapse=True)},
            {"period": here, **owned, "by": "channel", "model": Rates(seed=1)},
        ],
        "removal_effects": [{"period": here, **owned, "by": "channel"},
                            {"period": here, **owned, "by": "message", "ahead": True}],
        "results": [
            *({"period": there, **owned, "by": by} for by in BY),
            *({"period": here, **owned, "by": "channel", "model": model}
              for model in (*MODELS, MARKOV)),
            {"period": here, **owned, "by": "channel", "model": MARKOV, "people": False,
             "ahead": True},
            {"period": here, **owned, "by": "day", "dated": "cohort",
             "within": {"channel": log.placements["channel"][0].as_py()}},
        ],
        "retention": [{"period": there, "grain": grain} for grain in ("week", "month")],
        "repeat_rate": [{"period": there, "conversion": log.conversion}],
        "returning": [{"period": there, "grain": grain} for grain in ("day", "week", "month")],
        "rfm": [{"period": there, "currency": "CNY"}],
        "saved_funnel": [{"saved": saved, "period": there}],
        "second_orders": [{"period": there}],
        "traffic": [{"period": there, "by": by} for by in ("channel", "source", "day")],
        "verified": [{"codes": [log.code, "NOBODY"]}, {"codes": [log.code], "since": since}],
    }  # fmt: skip


def every_question(log: Log) -> Iterator[tuple[str, Callable[[BrandLake], Any]]]:
    """(how it reads, the question of a lake). Raises LookupError for a question without a call."""
    calls = _calls(log)
    for name in questions.__all__:
        question = getattr(questions, name)
        if not inspect.isfunction(question) or "lake" not in inspect.signature(question).parameters:
            continue
        if name not in calls:
            raise LookupError(
                f"{name} is asked nowhere: give it a call in tests/warehouse/asked.py"
            )
        for given in calls[name]:
            told = {key: value for key, value in given.items() if key != "placements"}
            yield f"{name} {told}", partial(question, **given)
