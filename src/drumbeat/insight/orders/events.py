"""Orders from a file, as the events that a shop's site would have sent."""

import hashlib
import hmac
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from drumbeat.formats.orders import OrderRow, OrdersFile
from drumbeat.insight.orders.reading import given_back
from drumbeat.warehouse.events import Event

ORDER, REFUND = "Order Completed", "Order Refunded"


def events_of(orders: OrdersFile, *, brand, now: datetime) -> list[Event]:
    """One `Order Completed` an order, and one `Order Refunded` where money went back.

    Message ids come from the order ids, so a second import of the file counts nothing twice.
    A day without an hour counts as noon in the brand's time zone. Customers who are named by an
    e-mail address are kept under a keyed hash of it.
    """
    zone, received = ZoneInfo(brand.time_zone), int(now.timestamp() * 1_000_000)
    events = []
    for row in orders.rows:
        common = {
            "brand": brand.pk,
            "source": f"file:{orders.layout}",
            "type": "track",
            "ts": _micros(row, zone),
            "received": received,
            "user_id": person_id(row.customer_id, brand),
            "consent": "granted",
            "order_id": row.order_id,
            "currency": row.currency,
        }
        events.append(
            Event(
                message_id=f"order:{row.order_id}",
                name=ORDER,
                value_minor=row.value_minor,
                **common,
            )
        )
        back = given_back(row)
        if back:
            events.append(
                Event(
                    message_id=f"refund:{row.order_id}",
                    name=REFUND,
                    value_minor=back,
                    **common,
                )
            )
    return events


def _micros(row: OrderRow, zone: ZoneInfo) -> int:
    moment = row.at or datetime.combine(row.date, time(12), zone)
    return int(moment.astimezone(UTC).timestamp() * 1_000_000)


def person_id(customer_id: str, brand) -> str:
    """The id under which a file's customer is kept: an e-mail address as a keyed hash of it."""
    if "@" not in customer_id:
        return customer_id
    key = f"{settings.SECRET_KEY}:{brand.pk}".encode()
    return hmac.new(key, customer_id.strip().lower().encode(), hashlib.sha256).hexdigest()[:32]
