"""The engines that somebody would ask instead: the same questions by hand on the raw events.

They leave out what derivation also does (identities, click pairs, consent, refunds, exact cents),
so they are generous rivals. All read the same Parquet files, on the same machine. Each gives the
answers it has under the names here, as functions that ask once.
"""

import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

KPIS = "KPIs by day"
FUNNEL = "a funnel"
RETENTION = "weekly retention"
ATTRIBUTION = "attribution"
ALL_MODELS = "all attribution models"
PEOPLE = "people by tracking code"
PATHS = "ways through pages"

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


def seconds_apart(engine: str, question: str, events: Path, *, at_most: float) -> float | None:
    """How long a rival takes in a process of its own; None when it does not answer in so many
    seconds, or dies: on a log much larger than memory some do neither."""
    words = [sys.executable, "-m", "bench.rivals", engine, question, str(events)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=at_most)
    except subprocess.TimeoutExpired:
        return None
    return float(done.stdout.split()[-1]) if done.returncode == 0 else None
