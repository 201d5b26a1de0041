"""Deriving all of a log: sessions, touches, outcomes, journeys, written and published.

Reference: a million events a second, the bar of the blueprint. DuckDB cutting the same raw events
into sessions, and nothing else, stands beside it: about the least that any derivation must do.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from bench.biglog import write
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.derive.rules import ConversionRule, Settings

RULES = Settings(conversions=(ConversionRule("order", "Order Completed"),))
EVENTS_A_SECOND = 1_000_000
SESSIONS = """
select count(*) from (
  select ts, lag(ts) over (partition by anonymous_id order by ts) as before
  from read_parquet({files}) where not bot)
where before is null or ts - before > interval 30 minute
"""


def measure(*, quick: bool) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        lake = write(Path(folder), 1_000_000 if quick else 10_000_000)
        events = sum(lake.event_rows().values())
        files = lake.event_files(lake.events_version())
        ours, sessions = [], []
        for _round in range(2):  # the first one also makes the SQL
            shutil.rmtree(lake.root / "derived", ignore_errors=True)
            (lake.root / "derived.json").unlink(missing_ok=True)
            ours.append(_timed(lambda: derive(lake, settings=RULES)))
            sessions.append(_timed(lambda: duckdb.sql(SESSIONS.format(files=files)).fetchall()))
        yield {"name": f"derive: {events:,} events", "ours": ours[1:],
               "reference": [events / EVENTS_A_SECOND], "bar": 1.0,
               "what": "a million a second"}  # fmt: skip
        yield {"name": f"derive: {events:,} events", "ours": ours[1:], "reference": sessions[1:],
               "bar": 0.0, "what": "DuckDB cutting sessions only"}  # fmt: skip


def _timed(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
