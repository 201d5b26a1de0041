"""A realistic event log: heavy-tailed paths, eight channels, 3 % of visits converting."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from drumbeat.warehouse.events import Event

CODES = [f"CODE{n:03}" for n in range(40)]
START = datetime(2026, 5, 1, tzinfo=UTC)
DAYS = 60


def events(visitors: int, seed: int = 7) -> Iterator[Event]:
    """About 2.3 events a visitor over sixty days, in no order."""
    chance = Random(seed)
    for number in range(visitors):
        moment = START + timedelta(seconds=chance.uniform(0, DAYS * 86_400))
        for visit in range(min(int(chance.paretovariate(1.6)), 30)):
            code = chance.choice(CODES) if chance.random() < 0.7 else ""
            yield _page(number, visit, moment, code)
            if chance.random() < 0.03:
                yield _order(number, visit, moment, chance)
            moment += timedelta(hours=chance.uniform(1, 90))


def _page(number, visit, moment, code):
    query = f"?dbc={code}&dbt=c{number}-{visit}" if code else ""
    return Event(
        brand="bench",
        source="site",
        message_id=f"p{number}-{visit}",
        type="page",
        ts=_micros(moment),
        received=_micros(moment),
        anonymous_id=f"a{number}",
        url=f"https://shop.example/{query}",
        host="shop.example",
        path="/",
        code=code,
        click=f"c{number}-{visit}" if code else "",
        consent="granted",
    )


def _order(number, visit, moment, chance):
    return Event(
        brand="bench",
        source="site",
        message_id=f"o{number}-{visit}",
        type="track",
        name="Order Completed",
        ts=_micros(moment + timedelta(minutes=5)),
        received=_micros(moment),
        anonymous_id=f"a{number}",
        order_id=f"o{number}-{visit}",
        value_minor=int(chance.lognormvariate(10, 0.5)),
        currency="CNY",
        consent="granted",
    )


def _micros(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)
