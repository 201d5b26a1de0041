"""What a source sends at this moment, for whoever is connecting it: taken, set aside, and why."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from drumbeat.collector.privacy import masked
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.intake import the_spool
from drumbeat.insight.sources.models import Source
from drumbeat.warehouse.engine import Workspace, named, once_more, to_sql
from drumbeat.warehouse.events import SCHEMA

SHOWN = 30
SET_ASIDE_READ = 200  # of all sources together
_DAYS = 2  # an event is filed under the day it happened, which may be the day before
_COLUMNS = ("received", "type", "name", "path", "code", "anonymous_id", "user_id", "consent", "bot",
            "order_id", "library")  # fmt: skip


@dataclass(frozen=True)
class Arrival:
    """One message. fault: why it was set aside, "" for one that counts."""

    received: datetime
    what: str
    path: str = ""
    code: str = ""
    who: str = ""
    consent: str = ""
    is_bot: bool = False
    order: str = ""
    library: str = ""
    fault: str = ""


def arrivals(source: Source, today: date) -> list[Arrival]:
    """The last messages of one source, newest first (one question to the lake and the spool)."""
    found = [*_taken(source, today), *_set_aside(source)]
    return sorted(found, key=lambda one: one.received, reverse=True)[:SHOWN]


@once_more
def _taken(source: Source, today: date) -> list[Arrival]:
    lake = lake_of(source.brand)
    files = lake.event_files(lake.events_version(), first=today - timedelta(days=_DAYS))
    if not files:
        return []
    events = named("events", SCHEMA)
    asked = events.filter(events.source == source.pk).order_by(events.received.desc())
    with Workspace() as space:
        space.files("events", files, SCHEMA)
        rows = space.run(to_sql(asked.select(*_COLUMNS).limit(SHOWN))).to_pylist()
    return [
        Arrival(
            received=row["received"],
            what=row["name"] or row["type"],
            path=row["path"],
            code=row["code"],
            who=row["user_id"] or row["anonymous_id"],
            consent=row["consent"],
            is_bot=row["bot"],
            order=row["order_id"],
            library=row["library"],
        )
        for row in rows
    ]


def _set_aside(source: Source) -> list[Arrival]:
    return [
        Arrival(
            received=datetime.fromtimestamp(one.at / 1e6, UTC),
            what=masked(one.body[:120].decode(errors="replace")),
            fault=one.reason,
        )
        for one in the_spool().kept_aside(SET_ASIDE_READ)
        if one.source == source.pk
    ]
