"""What has arrived and what is derived of it: asked of the events themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import ibis

from drumbeat.warehouse.engine import Workspace, named, once_more, to_sql
from drumbeat.warehouse.events import SCHEMA
from drumbeat.warehouse.lake import BrandLake


@dataclass(frozen=True)
class Freshness:
    """fresh_until: newest arrival that answers contain, None before the first derivation.
    waiting: event rows that are stored and not derived yet."""

    fresh_until: datetime | None
    events_version: int
    derived_version: int
    waiting: int


def freshness(lake: BrandLake) -> Freshness:
    """How far the answers are behind the events."""
    manifest = lake.manifest()
    version, rows = lake.events_now()
    return Freshness(
        fresh_until=manifest.fresh_until,
        events_version=version,
        derived_version=manifest.events_version,
        waiting=sum(max(0, n - manifest.event_rows.get(day, 0)) for day, n in rows.items()),
    )


@once_more
def verified(
    lake: BrandLake, codes: Iterable[str], *, since: datetime | None = None
) -> dict[str, datetime]:
    """The last touch of each code that has one, derived or not; bots verify nothing.

    since: look no further back than this moment, which also reads fewer days.
    """
    wanted = sorted(set(codes) - {""})
    if not wanted:
        return {}
    files = lake.event_files(lake.events_version(), first=since.date() if since else None)
    events = named("events", SCHEMA)
    seen = events.filter(
        events.code.isin(wanted) & ~events.bot & events.type.isin(["click", "page", "screen"])
    )
    if since:
        seen = seen.filter(seen.ts >= ibis.literal(since))
    with Workspace() as space:
        space.files("events", files, SCHEMA)
        last = space.run(to_sql(seen.group_by("code").agg(ts=seen.ts.max())))
    return dict(zip(last["code"].to_pylist(), last["ts"].to_pylist(), strict=True))
