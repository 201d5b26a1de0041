"""The questions in DuckDB's SQL."""

from functools import partial
from pathlib import Path

import duckdb

from bench.rivals import ALL_MODELS, ATTRIBUTION, FUNNEL, KPIS, PATHS, PEOPLE, RETENTION, Asked

SQL = {
    KPIS: """
with paced as (select day, anonymous_id, ts, name, value_minor,
  lag(ts) over (partition by anonymous_id order by ts) as before from events where not bot)
select day, count(*) filter (before is null or ts - before > interval 30 minute),
  count(distinct anonymous_id), count(*) filter (name = 'Order Completed'), sum(value_minor)
from paced group by day
""",
    FUNNEL: """
with starts as (select anonymous_id, ts from events where not bot and type = 'page' and path like '/tea/1%'),
orders as (select anonymous_id, ts as bought from events
  where not bot and name = 'Order Completed')
select count(distinct starts.anonymous_id),
  count(distinct starts.anonymous_id) filter (bought - ts <= interval 168 hour)
from starts asof left join orders
  on starts.anonymous_id = orders.anonymous_id and starts.ts < orders.bought
""",
    RETENTION: """
with weeks as (select distinct anonymous_id, date_trunc('week', day) as week
  from events where not bot),
firsts as (select anonymous_id, week, min(week) over (partition by anonymous_id) as cohort
  from weeks)
select cohort, week, count(*) from firsts group by all
""",
    PEOPLE: """
select code, count(distinct anonymous_id) from events where not bot and type = 'page' and code <> ''
group by code
""",
    # Of all models the linear one; the others cost raw SQL no less, so it stands for them.
    ATTRIBUTION: """
with paced as (select message_id, anonymous_id, ts, type, name, code, value_minor,
  lag(ts) over (partition by anonymous_id order by ts) as before from events where not bot),
touches as (select anonymous_id, ts, code from paced where type = 'page'
  and (code <> '' or before is null or ts - before > interval 30 minute)),
orders as (select message_id, anonymous_id, ts, value_minor from paced
  where name = 'Order Completed'),
steps as (select orders.message_id, value_minor, code,
  count(*) over (partition by orders.message_id) as length
  from orders join touches on orders.anonymous_id = touches.anonymous_id
  and touches.ts <= orders.ts and touches.ts > orders.ts - interval 30 day)
select code, sum(1.0 / length), sum(value_minor / length) from steps group by code
""",
    PATHS: """
with paced as (select anonymous_id, ts, type, path,
  lag(ts) over (partition by anonymous_id order by ts) as before from events where not bot),
cut as (select anonymous_id, ts, type, path,
  count(*) filter (before is null or ts - before > interval 30 minute)
    over (partition by anonymous_id order by ts) as visit from paced),
told as (select anonymous_id, visit, ts, path,
  lag(path) over (partition by anonymous_id, visit order by ts) as last from cut where type = 'page'),
placed as (select anonymous_id, visit, path,
  row_number() over (partition by anonymous_id, visit order by ts) as n
  from told where path is distinct from last),
walks as (select max(path) filter (n = 1) as a, max(path) filter (n = 2) as b,
  max(path) filter (n = 3) as c, max(path) filter (n = 4) as d, max(n) > 4 as goes_on
  from placed group by anonymous_id, visit)
select a, b, c, d, goes_on, count(*) as walks from walks group by all
order by walks desc limit 2000
""",
}

# From the events to the touches once, then each model; Markov's chain is counted and not solved.
STEPS = [
    """
create or replace temp table touches as select message_id as touch, anonymous_id, ts, code
from (select *, lag(ts) over (partition by anonymous_id order by ts) as before
  from (select message_id, anonymous_id, ts, type, code from events where not bot))
where type = 'page' and (code <> '' or before is null or ts - before > interval 30 minute)
""",
    """
create or replace temp table steps as select *,
  row_number() over (partition by message_id order by ts) as position,
  count(*) over (partition by message_id) as length
from (select orders.message_id, orders.ts as bought, orders.value_minor as value, touch, touches.ts,
  touches.code
  from events as orders join touches on orders.anonymous_id = touches.anonymous_id
  and touches.ts <= orders.ts and touches.ts > orders.ts - interval 30 day
  where not orders.bot and orders.name = 'Order Completed')
""",
    "select code, count(*), sum(value) from steps where position = 1 group by code",
    "select code, count(*), sum(value) from steps where position = length group by code",
    "select code, sum(1.0 / length), sum(value / length) from steps group by code",
    """
select code, count(*), sum(value) from (select *,
  coalesce(max(position) filter (code <> '') over (partition by message_id), length) as chosen from steps)
where position = chosen group by code
""",
    """
select code, sum(share), sum(share * value) from (select code, value, case length when 1 then 1.0
  when 2 then 0.5 else case when position in (1, length) then 0.4 else 0.2 / (length - 2) end end as share
  from steps) group by code
""",
    """
select code, sum(weight / whole), sum(value * weight / whole) from (select *,
  sum(weight) over (partition by message_id) as whole from (select *,
  0.5 ** (epoch(bought - ts) / 604800) as weight from steps)) group by code
""",
    """
select code, sum(1.0 / n), sum(value / n) from (select *, count(*) over (partition by message_id) as n
  from (select distinct message_id, code, value from steps)) group by code
""",
    """
select code, before, count(*), count(*) filter (after is null) from (select code,
  lag(code) over (partition by message_id order by ts) as before,
  lead(code) over (partition by message_id order by ts) as after from steps) group by code, before
""",
    """
select code, before, count(*), count(*) filter (after is null) from (select code,
  lag(code) over (partition by anonymous_id order by ts) as before,
  lead(code) over (partition by anonymous_id order by ts) as after
  from touches anti join steps using (touch)) group by code, before
""",
]


def asked(events: Path) -> Asked:
    raw = duckdb.connect()
    raw.execute(
        f"create view events as select * from"
        f" read_parquet('{events}/day=*/*.parquet', hive_partitioning = true)"
    )
    questions: Asked = {name: partial(_ask, raw, sql) for name, sql in SQL.items()}
    return questions | {ALL_MODELS: lambda: [_ask(raw, sql) for sql in STEPS]}


def _ask(raw, sql):
    return raw.execute(sql).fetchall()
