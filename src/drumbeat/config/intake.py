"""What the collector asks the product, answered from the database with a short memory."""

import time
from collections.abc import Callable

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

from drumbeat.channels.links.queries import resolve
from drumbeat.collector.app import Collector
from drumbeat.collector.registry import Link, Source
from drumbeat.collector.spool import EventSpool
from drumbeat.collector.spools import open_spool
from drumbeat.insight.models import Source as SourceRecord

REMEMBER_SECONDS = 2.0


def remembered(ask: Callable, limit: int = 10_000) -> Callable:
    """An async version of `ask` that repeats itself for two seconds before it looks again.

    Short enough that a retired link or revoked key takes effect at once for people, long enough
    that a busy site asks the database twice a second and not a thousand times.
    """
    known: dict[str, tuple[float, object]] = {}
    look = sync_to_async(_with_fresh_connection(ask), thread_sensitive=False)

    async def answer(key: str):
        kept = known.get(key)
        if kept and time.monotonic() - kept[0] < REMEMBER_SECONDS:
            return kept[1]
        if len(known) >= limit:
            known.clear()
        found = await look(key)
        known[key] = (time.monotonic(), found)
        return found

    return answer


def _with_fresh_connection(ask):
    def asked(key):
        close_old_connections()
        try:
            return ask(key)
        finally:
            close_old_connections()

    return asked


def source_of(write_key: str) -> Source | None:
    """The source behind a write key; None when unknown or revoked (one query)."""
    found = (
        SourceRecord.objects.filter(write_key=write_key, revoked_at=None)
        .select_related("brand")
        .first()
    )
    if found is None:
        return None
    return Source(
        id=found.pk, brand=found.brand_id, tz=found.brand.time_zone, currency=found.brand.currency
    )


def link_of(code: str) -> Link | None:
    """Where a tracking code leads; None when no placement ever had it (one query)."""
    found = resolve(code)
    if found is None:
        return None
    return Link(
        brand=found.brand_id,
        source="links",
        code=found.code,
        destination_url=found.destination_url,
        state="retired" if found.is_retired else "live",
        fallback_url=found.fallback_url,
    )


def the_spool() -> EventSpool:
    """This installation's spool: the stream that the setting names, else its file."""
    return open_spool(settings.SPOOL_URL or settings.SPOOL_PATH)


def collector(spool: EventSpool) -> Collector:
    """The collector of this installation."""
    return Collector(
        spool,
        remembered(source_of),
        remembered(link_of),
        salts=settings.HOME / "salts",
        trusted_proxies=settings.TRUSTED_PROXIES,
    )
