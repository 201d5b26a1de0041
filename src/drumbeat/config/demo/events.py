"""A visitor of the world, as the messages that the Segment SDK of a site would send."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from drumbeat.config.demo.world import Visitor

_AGENTS = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; Mi 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
    " Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50",
]


def messages(visitor: Visitor, landing: dict[str, str], site: str, *, name: str) -> Iterator[dict]:
    """One page view a visit, some product views, the orders.

    name: of the visitor's world, so that two worlds have different people. landing: for each code the full tracked URL that its link leads to. A visit's landing URL
    carries the code and a click id of its own, as the redirect would have given it.
    """
    agent = _AGENTS[visitor.number % len(_AGENTS)]
    for index, visit in enumerate(visitor.visits):
        key = f"{name}-{visitor.number}-{index}"
        url = f"{landing[visit.code]}&dbt=c-{key}" if visit.code else site
        common = _common(f"{name}-{visitor.number}", visitor, agent, url)
        yield common | {
            "type": "page",
            "messageId": f"{key}-p",
            "timestamp": _iso(visit.at),
            "name": "Landing",
        }
        if visitor.number % 4 == 0:
            yield common | {
                "type": "track",
                "messageId": f"{key}-v",
                "event": "Product Viewed",
                "timestamp": _iso(visit.at + timedelta(seconds=40)),
            }
        if visit.order_minor is not None:
            yield common | _order(visitor, key, visit)


def _common(who, visitor, agent, url):
    ids = {"anonymousId": f"anon-{who}"}
    if visitor.signs_in:
        ids["userId"] = f"member-{who}"
    status = "granted" if visitor.consents else "denied"
    return ids | {
        "context": {"page": {"url": url}, "userAgent": agent, "consent": {"status": status}}
    }


def _order(visitor, key, visit):
    return {
        "type": "track",
        "messageId": f"{key}-o",
        "event": "Order Completed",
        "timestamp": _iso(visit.order_at),
        "properties": {
            "order_id": f"RM-{key}",
            "currency": "CNY",
            "revenue": f"{visit.order_minor / 100:.2f}",
        },
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
