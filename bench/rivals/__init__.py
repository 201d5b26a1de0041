"""The engines that somebody would ask instead: the same questions by hand on the raw events.

They leave out what derivation also does (identities, click pairs, consent, refunds, exact cents),
so they are generous rivals. All read the same Parquet files, on the same machine. Each gives its
answers under the names of `QUESTIONS`, as a function that asks once.
"""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

KPIS = "KPIs by day"
FUNNEL = "a funnel"
RETENTION = "weekly retention"
ATTRIBUTION = "attribution"
QUESTIONS = (KPIS, FUNNEL, RETENTION, ATTRIBUTION)

PAGE, ORDER, WINDOW_HOURS = "/tea/1*", "Order Completed", 168
"""The funnel: some page, then an order within a week."""
LOOK_BACK_DAYS, PAUSE_MINUTES = 30, 30

Asked = dict[str, Callable[[], object]]


def rivals(events: Path) -> dict[str, Asked]:
    """Engine → its questions, for those that are installed. events: folder of day=*/*.parquet."""
    from bench.rivals import duck

    found = {"DuckDB": duck.asked(events)}
    if find_spec("chdb"):
        from bench.rivals import clickhouse

        found["ClickHouse"] = clickhouse.asked(events)
    if find_spec("polars"):
        from bench.rivals import frames

        found["Polars"] = frames.asked(events)
    return found
