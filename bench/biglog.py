"""A realistic log of any size, made by SQL: the same size always gives the same log.

Visits a person has are heavy-tailed (Pareto), pages a visit geometric; three of four visits come
through one of a dozen ways, most with a tracking code; 3 % of visits end in an order; some people
sign in. About 4.6 events a visit over 180 days.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import Schema
from deltalake.transaction import AddAction, create_table_with_add_actions

from drumbeat.warehouse.events import SCHEMA
from drumbeat.warehouse.lake import BrandLake, Lake
from drumbeat.warehouse.questions import DIMENSIONS, Period

BRAND = "bench"
FIRST = date(2026, 1, 1)
DAYS = 180
CODES = [f"CODE{number:04}" for number in range(400)]
EVENTS_A_VISIT = 4.6
LONGEST = 2500
"""Seconds from the first event of a visit to the last one, at most."""

# (source, medium, referrer, in-app browser, share of visits in %)
WAYS = [
    ("baidu", "cpc", "https://www.baidu.com/", "", 14),
    ("wechat", "social", "", "wechat", 14),
    ("weibo", "paid-social", "https://weibo.com/", "", 8),
    ("douyin", "paid-video", "", "douyin", 9),
    ("xiaohongshu", "kol", "https://www.xiaohongshu.com/", "", 8),
    ("newsletter", "email", "", "", 6),
    ("google", "cpc", "https://www.google.com/", "", 7),
    ("zhihu", "social", "https://www.zhihu.com/", "", 4),
    ("event-spring", "qr", "", "wechat", 3),
    ("meta", "paid-social", "https://www.facebook.com/", "", 4),
    ("", "", "https://www.baidu.com/", "", 8),
    ("", "", "https://blog.example.net/tea", "", 3),
    ("", "", "", "", 12),
]

_CHANCE = "((hash({seed}, {of}) % 1000003) / 1000003.0)"


def chance(of: str, seed: int) -> str:
    """SQL for a number in [0, 1) that depends on `of` and on nothing else."""
    return _CHANCE.format(of=of, seed=seed)


def _visits(people: int, first: int = 0, last: int = DAYS) -> str:
    """Who comes on which of the days first…last (numbers), day by day, of a world of so many."""
    return f"""
    WITH people AS (
      SELECT p, least(floor(pow(1 - {chance("p", 1)}, -1 / 1.25)), 40)::INT AS visits
      FROM range({people}) t(p)),
    visits AS (
      SELECT p, v, p * 64 + v AS s, visits,
        floor({chance("p * 64 + v", 2)} * {DAYS})::INT AS d
      FROM (SELECT p, visits, unnest(range(visits)) AS v FROM people))
    SELECT * FROM visits WHERE d BETWEEN {first} AND {last} ORDER BY d
    """


def _events(day: int) -> str:
    """Events of a day, from the table `visits`; those of the evening before may go on into it."""
    bounds, total = [], 0
    for source, medium, referrer, app, share in WAYS:
        bounds.append((total / 100, (total + share) / 100, source, medium, referrer, app))
        total += share
    ways = ", ".join(str(bound) for bound in bounds)
    start = int(datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC).timestamp())
    return f"""
    WITH ways AS (SELECT * FROM (VALUES {ways}) w(low, high, source, medium, referrer, app)),
    came AS (
      SELECT *, ({start} + d * 86400 + floor(sqrt({chance("s", 3)}) * 86399))::BIGINT AS began,
        least(1 + floor(ln(1 - {chance("s", 4)}) / ln(0.75)), 60)::INT AS pages,
        {chance("s", 5)} AS way, {chance("s", 6)} < 0.03 AS buys, {chance("p", 7)} < 0.08 AS signs
      FROM visits WHERE d BETWEEN {day - 1} AND {day}  -- which skips the rest of the table
        AND (d = {day} OR began >= {start + day * 86400 - LONGEST})),
    through AS (
      SELECT came.*, source, medium, referrer, app,
        CASE WHEN source <> '' THEN 'CODE' || lpad((hash(8, s) % 400)::VARCHAR, 4, '0') ELSE '' END AS code
      FROM came JOIN ways ON way >= low AND way < high),
    steps AS (
      SELECT *, unnest(range(pages + CASE WHEN buys THEN 1 ELSE 0 END)) AS n FROM through),
    told AS (
      SELECT *, n = pages AS is_order, n = 0 AS lands,
        make_timestamp((began + n * 40 + floor({chance("s * 64 + n", 9)} * 35))::BIGINT * 1000000) AS ts
      FROM steps)
    SELECT '{BRAND}' AS brand, 'site' AS source, format('{{:016x}}', hash(10, s * 64 + n)) AS message_id,
      CASE WHEN is_order THEN 'track' ELSE 'page' END AS type,
      CASE WHEN is_order THEN 'Order Completed' ELSE 'Page' END AS name,
      timezone('UTC', ts) AS ts, timezone('UTC', ts) AS received,
      format('{{:016x}}', hash(11, p)) AS anonymous_id,
      CASE WHEN signs AND (is_order OR n = 1) THEN 'user-' || p ELSE '' END AS user_id,
      '' AS previous_id,
      'https://shop.example/tea/' || (hash(12, s, n) % 997)
        || CASE WHEN lands AND code <> '' THEN '?utm_source=' || source || '&dbc=' || code ELSE '' END AS url,
      '/tea/' || (hash(12, s, n) % 997) AS path, 'shop.example' AS host,
      CASE WHEN lands THEN referrer ELSE 'https://shop.example/' END AS referrer,
      'Tea ' || (hash(12, s, n) % 997) AS title,
      CASE WHEN lands THEN code ELSE '' END AS code, '' AS click,
      CASE WHEN lands THEN through_source ELSE '' END AS utm_source,
      CASE WHEN lands THEN medium ELSE '' END AS utm_medium,
      CASE WHEN lands AND code <> '' THEN '2026q1_spring_g1' ELSE '' END AS utm_campaign,
      CASE WHEN lands AND code <> '' THEN 'a1-v2_b' ELSE '' END AS utm_content,
      '' AS utm_term, '' AS utm_id, '' AS paid_click_id,
      CASE WHEN hash(13, p) % 4 = 0 THEN 'desktop' ELSE 'mobile' END AS device, app AS in_app,
      hash(14, p) % 200 = 0 AS bot,
      CASE WHEN hash(15, p) % 50 = 0 THEN 'unknown' ELSE 'granted' END AS consent,
      CASE WHEN is_order THEN 'o' || s ELSE '' END AS order_id,
      CASE WHEN is_order THEN (2000 + hash(16, s) % 60000)::BIGINT END AS value_minor,
      CASE WHEN is_order THEN 'CNY' ELSE '' END AS currency,
      CASE WHEN is_order THEN '{{"revenue": 99.0, "currency": "CNY", "items": 2}}'
        ELSE '{{"list": "home", "position": ' || (n % 9) || '}}' END AS properties,
      'drumbeat.js 1' AS library,
      ts::DATE AS day, 'bench-1' AS batch
    FROM (SELECT * RENAME (source AS through_source) FROM told)
    """


def people_for(events: int) -> int:
    """How many people make about so many events."""
    return max(int(events / (EVENTS_A_VISIT * VISITS_A_PERSON)), 10)


VISITS_A_PERSON = 2.65


def write(root: Path, events: int, *, days: int = DAYS) -> BrandLake:
    """A lake of about so many events in DAYS, one sorted file a day, as compaction would leave it;
    of them the first `days`."""
    table = root / BRAND / "events"
    with duckdb.connect() as duck, ThreadPoolExecutor(os.cpu_count()) as pool:
        duck.execute("SET TimeZone = 'UTC'")
        duck.execute(f"CREATE TABLE visits AS {_visits(people_for(events))}")
        written = list(pool.map(lambda day: _written(duck.cursor(), table, day), range(days)))
    actions = [action for action in written if action]
    create_table_with_add_actions(
        str(table),
        Schema.from_arrow(SCHEMA),
        actions,
        partition_by=["day"],
        configuration={"delta.dataSkippingStatsColumns": "ts"},
    )
    return Lake(root).brand(BRAND)


def last_day(events: int) -> pa.Table:
    """The events of the last day of such a lake, in order."""
    return _of_day(people_for(events), DAYS - 1)


def a_day(events: int, late: int) -> tuple[pa.Table, pa.Table]:
    """About so many events of one day, in order, and the `late` last of them apart."""
    rows = _of_day(people_for(events * DAYS), DAYS // 2)
    return rows.slice(0, rows.num_rows - late), rows.slice(rows.num_rows - late)


def _of_day(people: int, day: int) -> pa.Table:
    with duckdb.connect() as duck:
        duck.execute("SET TimeZone = 'UTC'")
        duck.execute(f"CREATE TABLE visits AS {_visits(people, day - 1, day)}")
        return _rows(duck, day)


def _rows(duck: duckdb.DuckDBPyConnection, day: int) -> pa.Table:
    return duck.sql(
        f"SELECT * FROM ({_events(day)}) WHERE day = DATE '{FIRST}' + {day} ORDER BY ts, message_id"
    ).to_arrow_table()


def period() -> Period:
    """All of it."""
    return Period(FIRST, FIRST + timedelta(days=DAYS))


def placements() -> pa.Table:
    """One placement a code: ten a message, forty a campaign."""
    number = range(len(CODES))
    return pa.table(
        {
            "code": CODES,
            **{name: [f"{name}-{n % 40}" for n in number] for name in DIMENSIONS},
            "placement": [f"placement-{n}" for n in number],
            "channel": [f"channel-{n % 12}" for n in number],
        }
    )


def _written(duck: duckdb.DuckDBPyConnection, table: Path, number: int) -> AddAction | None:
    rows = _rows(duck, number)
    return _file(table, FIRST + timedelta(days=number), rows) if rows.num_rows else None


def _file(table: Path, day: date, rows: pa.Table) -> AddAction:
    name = f"day={day}/part-00000.parquet"
    path = table / name
    path.parent.mkdir(parents=True)
    stored = SCHEMA.remove(SCHEMA.get_field_index("day"))
    pq.write_table(rows.drop_columns(["day"]).cast(stored), path, compression="zstd")
    return AddAction(
        path=name,
        size=path.stat().st_size,
        partition_values={"day": str(day)},
        modification_time=int(path.stat().st_mtime * 1000),
        data_change=True,
        stats=json.dumps({"numRecords": rows.num_rows}),
    )
