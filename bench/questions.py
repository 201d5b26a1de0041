"""What pages ask, on derived tables, against hand-written DuckDB on the raw events.

The raw queries are what somebody without derivation would write. They leave out what the
derivation also does (identities, click pairs, consent, refunds, exact cents), so they are generous
rivals. Both read the same Parquet files on the same machine, one after the other.
"""

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb

from bench.biglog import period, placements, write
from bench.derive import RULES
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.questions import MARKOV, MODELS, daily, results

ROUNDS = 3
AHEAD, AHEAD_IN_ATTRIBUTION = 15.0, 30.0
DAILY = """
with paced as (select day, anonymous_id, ts, name, value_minor,
  lag(ts) over (partition by anonymous_id order by ts) as before from events where not bot)
select day, count(*) filter (before is null or ts - before > interval 30 minute),
  count(distinct anonymous_id), count(*) filter (name = 'Order Completed'), sum(value_minor)
from paced group by day
"""
_JOURNEYS = """
with paced as (select message_id, anonymous_id, ts, type, name, code, value_minor,
  lag(ts) over (partition by anonymous_id order by ts) as before from events where not bot),
touches as (select anonymous_id, ts, code from paced where type = 'page'
  and (code <> '' or before is null or ts - before > interval 30 minute)),
orders as (select message_id, anonymous_id, ts, value_minor from paced
  where name = 'Order Completed'),
steps as (select orders.message_id, value_minor, code, orders.ts - touches.ts as age,
  row_number() over (partition by orders.message_id order by touches.ts) as position,
  count(*) over (partition by orders.message_id) as length
  from orders join touches on orders.anonymous_id = touches.anonymous_id
  and touches.ts <= orders.ts and touches.ts > orders.ts - interval 30 day)
"""
# The other models cost raw SQL no less than the simplest, so it stands for them all.
ATTRIBUTION = f"{_JOURNEYS} select code, sum(1.0 / length), sum(value_minor / length) from steps group by code"  # fmt: skip


def measure(*, quick: bool) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        lake = write(Path(folder), 1_000_000 if quick else 10_000_000)
        derive(lake, settings=RULES)
        owned, days = placements(), period()
        with duckdb.connect() as raw:
            files = lake.event_files(lake.events_version())
            raw.execute(f"create view events as select * from read_parquet({files},"
                        " hive_partitioning = true)")  # fmt: skip
            asked = {
                "KPIs by day": (partial(daily, lake, period=days), DAILY, AHEAD),
                "results by message": (_asking(lake, days, owned, "message", "last"), ATTRIBUTION,
                                       AHEAD),
            } | {
                f"attribution by placement, {model}": (
                    _asking(lake, days, owned, "placement", model), ATTRIBUTION,
                    AHEAD_IN_ATTRIBUTION,
                )
                for model in (*MODELS, MARKOV)
            }  # fmt: skip
            rivals: dict[str, list[float]] = {}
            for name, (ask, rival, bar) in asked.items():
                ask()  # the first time also makes the SQL
                ours = [_timed(ask) for _ in range(ROUNDS)]
                if rival not in rivals:
                    rivals[rival] = [_timed(lambda: raw.execute(rival).fetchall())  # noqa: B023
                                     for _ in range(2)]  # fmt: skip
                yield {"name": f"questions: {name}", "ours": ours, "reference": rivals[rival],
                       "bar": bar, "what": "DuckDB on raw events"}  # fmt: skip


def _asking(lake, days, owned, by, model):
    return partial(results, lake, period=days, placements=owned, by=by, model=model)


def _timed(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
