"""The rows behind a number: outcomes with their credited touch, and the touches of a code."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pyarrow as pa

from drumbeat.warehouse.engine import Query, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.answer import Answer, Asking, Period, answered, derived
from drumbeat.warehouse.questions.cut import Cut, load_journeys
from drumbeat.warehouse.questions.results import credited
from drumbeat.warehouse.questions.scope import placements_table

_OUTCOME = [
    "outcome_id",
    "conversion",
    "ts",
    "person",
    "counted",
    "value_minor",
    "currency",
    "touch_id",
    "touch_ts",
    "code",
    "source",
    "medium",
    "channel",
    "position",
    "length",
    "key",
    "label",
    "share",
    "credited",
]
_TOUCH = [
    "touch_id",
    "ts",
    "person",
    "kind",
    "code",
    "source",
    "medium",
    "campaign",
    "channel",
    "why",
    "host",
    "path",
    "device",
    "in_app",
    "bot",
]
_ANY = object()


def outcome_rows(
    lake: BrandLake,
    *,
    period: Period,
    placements: pa.Table,
    by: str = "total",
    key: Any = _ANY,
    label: str | None = None,
    model: str = "last_non_direct",
    conversion: str | None = None,
    within: dict[str, str] | None = None,
    dated: str = "cash",
    limit: int = 50,
    offset: int = 0,
) -> Answer:
    """The credited steps that one row of `results` sums up, newest first.

    Same arguments as `results`; key: of the row, or its label where key is None. Without either,
    all rows. Σ share·counted = outcomes and Σ credited = revenue over all pages. Raises KeyError for
    a model that credits no single outcome (Markov).
    """
    cut = Cut(period, by, model, conversion, tuple(sorted((within or {}).items())), dated)

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.space.rows("placements", placements_table(placements))
        load_journeys(asking, cut)
        return asking.rows(_steps(cut, key, label, limit, offset))

    return answered(lake, "outcome_rows", _OUTCOME, ask, period)


# Making SQL takes longer than running it, and people page back and forth.
@lru_cache(maxsize=256)
def _steps(cut: Cut, key: Any, label: str | None, limit: int, offset: int) -> Query:
    rows = credited(cut)
    if label is not None and (key is None or key is _ANY):
        rows = rows.filter(rows.label == label)
    elif key is not _ANY:
        rows = rows.filter(rows.key.isnull() if key is None else rows.key == str(key))
    rows = rows.order_by(rows.ts.desc(), rows.outcome_id, rows.position)
    return to_sql(rows.select(*_OUTCOME).limit(limit, offset=offset))


def last_touches(lake: BrandLake, code: str, limit: int = 20) -> Answer:
    """The newest touches that carry a tracking code, bots included and marked."""

    def ask(asking: Asking) -> list[dict[str, Any]]:
        asking.table("touches")
        touches = derived("touches")
        rows = touches.filter(touches.code == code)
        rows = rows.order_by(rows.ts.desc(), rows.touch_id)
        return asking.rows(to_sql(rows.select(*_TOUCH).limit(limit)))

    return answered(lake, "last_touches", _TOUCH, ask)
