"""What has arrived, asked of the events themselves: by source, and by name."""

from dataclasses import dataclass
from datetime import date, datetime

from drumbeat.warehouse.engine import Workspace, named, once_more, to_sql
from drumbeat.warehouse.events import SCHEMA
from drumbeat.warehouse.lake import BrandLake


@dataclass(frozen=True)
class Seen:
    """last: newest arrival; last_name: its event name, or its type; events: stored rows."""

    last: datetime
    last_name: str
    events: int


@dataclass(frozen=True)
class EventName:
    name: str
    events: int
    last: datetime


def seen_by_source(lake: BrandLake, since: date) -> dict[str, Seen]:
    """Source id → what came from it on the UTC days from `since` on; silent ones are missing."""
    events = named("events", SCHEMA)
    said = (events.name == "").ifelse(events.type, events.name)
    asked = events.group_by("source").agg(
        last=events.received.max(), last_name=said.argmax(events.received), events=events.count()
    )
    return {
        row["source"]: Seen(row["last"], row["last_name"], row["events"])
        for row in _rows(lake, asked, since)
    }


def event_names(lake: BrandLake, since: date) -> list[EventName]:
    """Names of tracked events on the UTC days from `since` on, most frequent first."""
    events = named("events", SCHEMA)
    tracked = events.filter((events.type == "track") & (events.name != ""))
    asked = tracked.group_by("name").agg(events=tracked.count(), last=tracked.ts.max())
    asked = asked.order_by([asked.events.desc(), asked.name]).limit(200)
    return [EventName(**row) for row in _rows(lake, asked, since)]


def page_paths(lake: BrandLake, since: date) -> list[str]:
    """Paths of pages on the UTC days from `since` on, most frequent first."""
    events = named("events", SCHEMA)
    pages = events.filter(events.type.isin(["page", "screen"]) & (events.path != "") & ~events.bot)
    asked = pages.group_by("path").agg(events=pages.count())
    asked = asked.order_by([asked.events.desc(), asked.path]).limit(200)
    return [row["path"] for row in _rows(lake, asked, since)]


@once_more
def _rows(lake, asked, since):
    files = lake.event_files(lake.events_version(), first=since)
    if not files:
        return []
    with Workspace() as space:
        space.files("events", files, SCHEMA)
        return space.run(to_sql(asked)).to_pylist()
