"""Orders go the way of every event: spool, loader, lake, derivation."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from drumbeat.collector import letters
from drumbeat.collector.spool import EventSpool
from drumbeat.formats.orders import OrdersFile
from drumbeat.insight.lake import derive_brand, load_all
from drumbeat.insight.orders.events import events_of
from drumbeat.warehouse.events import Event

CHUNK = 5_000


def send_orders(
    brand,
    orders: OrdersFile,
    *,
    spool: EventSpool,
    now: datetime,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> int:
    """Send a file's orders and wait until the results contain them. Returns the events sent.

    progress: called with events sent and to be sent. Raises SpoolFull.
    """
    events = events_of(orders, brand=brand, now=now)
    spool_events(events, spool, progress)
    load_all(spool)
    derive_brand(brand)
    return len(events)


def spool_events(
    events: list[Event],
    spool: EventSpool,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> None:
    """Make the events durable, in order. Raises SpoolFull; sending again counts nothing twice."""
    for start in range(0, len(events), CHUNK):
        chunk = events[start : start + CHUNK]
        asyncio.run(spool.append(letters.of_events(chunk, chunk[0].received)))
        progress(min(start + CHUNK, len(events)), len(events))
