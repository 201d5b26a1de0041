"""The questions in ClickHouse's SQL, asked of its engine in this process (`chdb`)."""

from functools import partial
from pathlib import Path

from chdb.session import Session

from bench.rivals import ATTRIBUTION, FUNNEL, KPIS, PEOPLE, RETENTION, Asked

SQL = {
    KPIS: """
select day, countIf(isNull(before) or ts - before > 1800), uniqExact(anonymous_id),
  countIf(name = 'Order Completed'), sum(value_minor)
from (select toDate(ts) as day, anonymous_id, ts, name, value_minor,
  lagInFrame(toNullable(ts)) over (partition by anonymous_id order by ts
    rows between unbounded preceding and current row) as before
  from {events} where not bot)
group by day
""",
    FUNNEL: """
select countIf(level >= 1), countIf(level >= 2) from (
  select windowFunnel(604800)(toDateTime(ts), type = 'page' and path like '/tea/1%', name = 'Order Completed')
    as level
  from {events} where not bot and (path like '/tea/1%' or name = 'Order Completed')
  group by anonymous_id)
""",
    RETENTION: """
select cohort, arrayJoin(weeks) as week, count() from (
  select anonymous_id, groupUniqArray(toMonday(ts)) as weeks, min(toMonday(ts)) as cohort
  from {events} where not bot group by anonymous_id)
group by cohort, week
""",
    PEOPLE: """
select code, uniqExact(anonymous_id) from {events} where not bot and type = 'page' and code <> ''
group by code
""",
    ATTRIBUTION: """
with paced as (select message_id, anonymous_id, ts, type, name, code, value_minor,
  lagInFrame(toNullable(ts)) over (partition by anonymous_id order by ts
    rows between unbounded preceding and current row) as before
  from {events} where not bot),
orders as (select anonymous_id, ts as bought, value_minor as value, message_id as order_id
  from paced where name = 'Order Completed'),
touches as (select anonymous_id, ts, code from paced where type = 'page'
  and (code <> '' or isNull(before) or ts - before > 1800))
select code, sum(1 / length), sum(value / length) from (
  select code, value, count() over (partition by order_id) as length
  from orders join touches on orders.anonymous_id = touches.anonymous_id
  where ts <= bought and ts > bought - interval 30 day)
group by code
""",
}


def asked(events: Path) -> Asked:
    session = Session()
    table = f"file('{events}/day=*/*.parquet', Parquet)"
    return {
        name: partial(session.query, sql.format(events=table), "CSV") for name, sql in SQL.items()
    }
