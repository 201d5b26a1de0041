"""Orders from files: they become the events that a shop's site would have sent."""

from drumbeat.insight.orders.events import events_of
from drumbeat.insight.orders.sending import send_orders, spool_events

__all__ = ["events_of", "send_orders", "spool_events"]
