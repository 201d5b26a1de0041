"""What has arrived, asked of the events themselves: by source, and by name."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial

from drumbeat.insight.results.remembered import remembered_arrivals
from drumbeat.warehouse.engine import Query, Workspace, named, once_more, to_sql
from drumbeat.warehouse.events import SCHEMA
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions.funnel import Step, is_step


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
    return {
        row["source"]: Seen(row["last"], row["last_name"], row["events"])
        for row in _rows(lake, _by_source, since)
    }


def event_names(lake: BrandLake, since: date) -> list[EventName]:
    """Names of tracked events on the UTC days from `since` on, most frequent first."""
    return [EventName(**row) for row in _rows(lake, _by_name, since)]


def page_paths(lake: BrandLake, since: date) -> list[str]:
    """Paths of pages on the UTC days from `since` on, most frequent first."""
    return [row["path"] for row in _rows(lake, _by_path, since)]


def last_seen(lake: BrandLake, steps: tuple[Step, ...], since: date) -> list[datetime | None]:
    """When each was last done on the UTC days from `since` on, by anybody; None for never."""
    if not steps:
        return []
    ask = partial(_asked, lake, _when(steps), since)
    [row] = remembered_arrivals(lake, ("last_seen", steps, since), ask) or [{}]
    return [row.get(f"at_{n}") for n in range(len(steps))]


def _when(steps: tuple[Step, ...]) -> Query:
    events = named("events", SCHEMA)
    last = {f"at_{n}": events.ts.max(where=is_step(events, one)) for n, one in enumerate(steps)}
    return to_sql(events.agg(**last))


@cache
def _by_source() -> Query:
    events = named("events", SCHEMA)
    said = (events.name == "").ifelse(events.type, events.name)
    return to_sql(
        events.group_by("source").agg(
            last=events.received.max(),
            last_name=said.argmax(events.received),
            events=events.count(),
        )
    )


@cache
def _by_name() -> Query:
    events = named("events", SCHEMA)
    tracked = events.filter((events.type == "track") & (events.name != ""))
    asked = tracked.group_by("name").agg(events=tracked.count(), last=tracked.ts.max())
    return to_sql(asked.order_by([asked.events.desc(), asked.name]).limit(200))


@cache
def _by_path() -> Query:
    events = named("events", SCHEMA)
    pages = events.filter(events.type.isin(["page", "screen"]) & (events.path != "") & ~events.bot)
    asked = pages.group_by("path").agg(events=pages.count())
    return to_sql(asked.order_by([asked.events.desc(), asked.path]).limit(200))


def _rows(lake, question, since) -> list[dict]:
    """Remembered while nothing new arrives. Do not change the rows you get."""
    return remembered_arrivals(
        lake, (question.__name__, since), lambda: _asked(lake, question(), since)
    )


@once_more
def _asked(lake, question, since) -> list[dict]:
    files = lake.event_files(lake.events_version(), first=since)
    if not files:
        return []
    with Workspace() as space:
        space.files("events", files, SCHEMA)
        return space.run(question).to_pylist()
