"""Deriving all of a log: sessions, touches, outcomes, journeys, written and published.

Reference: a million events a second, the bar of the blueprint. DuckDB cutting the same raw events
into sessions, and nothing else, stands beside it: about the least that any derivation must do.

Then a beat of the background, in seconds of the processor: a few new events on a day that holds many,
beside deriving that day whole; and a few after a long history of the same people, beside a tenth of
that history.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from bench import biglog
from bench.biglog import write
from bench.timing import GROWTH, seconds
from drumbeat.warehouse.derive import arrange_indexes, derive
from drumbeat.warehouse.derive.rules import ConversionRule, Settings
from drumbeat.warehouse.lake import Lake

RULES = Settings(conversions=(ConversionRule("order", "Order Completed"),))
EVENTS_A_SECOND = 1_000_000
NEW, BEATS = 15_000, 4  # events of three busy seconds
FEW = 1_000  # events of a morning's beats
SESSIONS = """
select count(*) from (
  select ts, lag(ts) over (partition by anonymous_id order by ts) as before
  from read_parquet({files}) where not bot)
where before is null or ts - before > interval 30 minute
"""


def measure(*, quick: bool) -> Iterator[dict]:
    _whole(100_000)  # makes the SQL
    events, ours, sessions = _whole(1_000_000 if quick else 10_000_000)
    yield {"name": f"derive: {events:,} events", "ours": [ours],
           "reference": [events / EVENTS_A_SECOND], "bar": 1.0,
           "what": "a million a second"}  # fmt: skip
    yield {"name": f"derive: {events:,} events, beside sessions", "ours": [ours],
           "reference": [sessions],
           "bar": 0.0, "what": "DuckDB cutting sessions only"}  # fmt: skip
    yield from _a_beat(1_000_000 if quick else 5_000_000)
    yield from _after_history(1_000_000 if quick else 10_000_000, FEW // 10 if quick else FEW)


def _whole(events: int) -> tuple[int, float, float]:
    """How many events there were in the end, seconds to derive them, and to cut sessions only."""
    with tempfile.TemporaryDirectory() as folder:
        lake = write(Path(folder), events)
        files = lake.event_files(lake.events_version())
        sessions = SESSIONS.format(files=files)
        return (
            sum(lake.event_rows().values()),
            seconds(lambda: derive(lake, settings=RULES)),
            seconds(lambda: duckdb.sql(sessions).fetchall()),
        )


def _a_beat(events: int) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder)).brand(biglog.BRAND)
        held, late = biglog.a_day(events, BEATS * NEW)
        lake.append(held, "held-1")
        derive(lake, settings=RULES)  # the first one also makes the SQL
        day = list(lake.event_rows())
        whole = seconds(lambda: derive(lake, day, settings=RULES), time.process_time)
        beats = []
        for beat in range(BEATS):
            lake.append(late.slice(beat * NEW, NEW), f"late-{beat}")
            beats.append(seconds(lambda: derive(lake, settings=RULES), time.process_time))
    yield {"name": f"derive: {NEW:,} events more, of {held.num_rows:,}", "ours": beats[1:],
           "reference": [whole], "bar": 2.0, "what": "that day whole"}  # fmt: skip


def _after_history(events: int, few: int) -> Iterator[dict]:
    before = _beats_after(events // 10, few)
    yield {"name": f"derive: {few:,} events more, after {events:,}", "ours": _beats_after(events, few),
           "reference": [GROWTH * took for took in before], "bar": 1.0,
           "what": f"{GROWTH:g} × that after {events // 10:,}"}  # fmt: skip


def _beats_after(events: int, few: int) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        lake = write(Path(folder), events, days=biglog.DAYS - 1)
        today = biglog.last_day(events)
        derive(lake, settings=RULES)
        arrange_indexes(lake, beyond=0)
        took = []
        for beat in range(BEATS):
            lake.append(today.slice(beat * few, few), f"today-{beat}")
            took.append(seconds(lambda: derive(lake, settings=RULES), time.process_time))
    return took[1:]  # the first one opens files that the next ones know
