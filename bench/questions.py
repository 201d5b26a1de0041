"""Results by placement: derived tables against the same question asked of raw events.

Reference: hand-written DuckDB over the raw events, what a user would otherwise write: find touches
by code, the last one before each order within thirty days, and sum by code. It leaves out what the
derivation also does (identities, 30-second clicks, consent, refunds), so it is a generous rival.
"""

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.log import CODES, DAYS, START, events
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.derive.rules import ConversionRule, Settings
from drumbeat.warehouse.events import to_table
from drumbeat.warehouse.lake import Lake
from drumbeat.warehouse.questions import DIMENSIONS, Period, results

ROUNDS = 7
RULES = Settings(conversions=(ConversionRule("order", "Order Completed"),))
RAW = """
with touches as (select anonymous_id, ts, code from events where type = 'page' and code <> ''),
orders as (select anonymous_id, ts, value_minor from events where name = 'Order Completed')
select code, count(*), sum(value_minor) from (
  select o.*, t.code from orders o asof left join touches t
  on o.anonymous_id = t.anonymous_id and o.ts >= t.ts)
group by code
"""


def measure(*, quick: bool) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder)).brand("bench")
        for number, part in enumerate(_parts(events(30_000 if quick else 300_000))):
            lake.append(to_table(part, f"bench-{number + 1}"), f"bench-{number + 1}")
        derive(lake, settings=RULES)
        placements = _placements()
        period = Period(START.date(), (START + timedelta(days=DAYS)).date())
        files = lake.event_files(lake.events_version(), None, None)
        ours, reference = [], []
        for _round in range(ROUNDS):
            ours.append(_timed(lambda: results(lake, period=period, placements=placements,
                                               by="placement")))  # fmt: skip
            reference.append(_timed(lambda: _raw(files)))
        yield {"name": "questions: results by placement", "ours": ours[1:],
               "reference": reference[1:], "bar": 1.0, "what": "DuckDB on raw events"}  # fmt: skip


def _parts(log, size=100_000):
    while part := list(islice(log, size)):
        yield part


def _raw(files):
    with duckdb.connect() as connection:
        connection.execute(f"create view events as select * from read_parquet({files})")
        return connection.execute(RAW).fetchall()


def _placements() -> pa.Table:
    return pa.table({"code": CODES, **dict.fromkeys(DIMENSIONS, CODES)})


def _timed(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
