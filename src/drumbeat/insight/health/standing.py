"""How each source stands: what came in a week, how late, and what did not become an event."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.intake import the_spool
from drumbeat.insight.results.remembered import remembered_arrivals
from drumbeat.insight.sources.models import Source
from drumbeat.warehouse.engine import Workspace, named, once_more, to_sql
from drumbeat.warehouse.events import SCHEMA

WEEK = timedelta(days=7)
LATE = timedelta(minutes=5)
ASIDE_COUNTED = 10_000


@dataclass(frozen=True)
class Week:
    """What arrived from one source. late: more than LATE after it happened; landed: page views
    that began a visit through something, of which coded carry a tracking code."""

    last: datetime
    last_name: str
    events: int
    late: int
    bots: int
    denied: int
    landed: int
    coded: int


@dataclass(frozen=True)
class Standing:
    """week: None when nothing came; set_aside, refused: of this week."""

    source: Source
    week: Week | None
    set_aside: int
    refused: int

    @property
    def untagged(self) -> float | None:
        """Arrivals through something without a code / all of them, 0–1; None of nothing."""
        week = self.week
        return (week.landed - week.coded) / week.landed if week and week.landed else None

    def share(self, part: str) -> float | None:
        """A part of the week's events, 0–1; None of nothing."""
        return getattr(self.week, part) / self.week.events if self.week else None


@dataclass(frozen=True)
class Refused:
    """Requests that got an error for an answer. source: None where the key is nobody's."""

    source: Source | None
    why: str
    count: int
    last: datetime


def standings(brand, now: datetime) -> list[Standing]:
    """All sources of the brand, the busiest first (one query, one question to the lake)."""
    sources = list(Source.objects.of(brand).current().select_related("owner__person"))
    weeks = _weeks(brand, now)
    aside = Counter(
        one.source
        for one in the_spool().kept_aside(ASIDE_COUNTED, {source.pk for source in sources})
        if _moment(one.at) >= now - WEEK
    )
    refused = Counter()
    for one in refusals(brand, now):
        if one.source:
            refused[one.source.pk] += one.count
    found = [
        Standing(source, weeks.get(source.pk), aside[source.pk], refused[source.pk])
        for source in sources
    ]
    return sorted(found, key=lambda one: -(one.week.events if one.week else 0))


def refusals(brand, now: datetime) -> list[Refused]:
    """What the brand's sources were refused for, newest first, as far as it still happens: each
    reason that came again within the week (one query)."""
    sources = {source.pk: source for source in Source.objects.of(brand)}
    found = [
        Refused(sources.get(one.source), one.why, one.count, _moment(one.last_seen))
        for one in the_spool().refusals()
        if one.source in sources and _moment(one.last_seen) >= now - WEEK
    ]
    return sorted(found, key=lambda one: one.last, reverse=True)


def keyless(now: datetime) -> int:
    """Requests to this installation whose key is nobody's, while they still come."""
    return sum(
        one.count
        for one in the_spool().refusals()
        if not one.source and _moment(one.last_seen) >= now - WEEK
    )


def _weeks(brand, now: datetime) -> dict[str, Week]:
    lake, since = lake_of(brand), (now - WEEK).replace(second=0, microsecond=0)
    return remembered_arrivals(lake, ("week", since), lambda: _counted(lake, since))


@once_more
def _counted(lake, since: datetime) -> dict[str, Week]:
    files = lake.event_files(lake.events_version(), first=since.date())
    if not files:
        return {}
    with Workspace() as space:
        space.files("events", files, SCHEMA)
        rows = space.run(to_sql(_asked(since))).to_pylist()
    return {row.pop("source"): Week(**row) for row in rows}


def _asked(since: datetime):
    events = named("events", SCHEMA)
    events = events.filter(events.received >= since)
    said = (events.name == "").ifelse(events.type, events.name)
    seconds = events.received.epoch_seconds() - events.ts.epoch_seconds()
    led = (events.utm_source != "") | (events.paid_click_id != "") | (events.code != "")
    landed = (events.type == "page") & led & ~events.bot
    return events.group_by("source").agg(
        last=events.received.max(),
        last_name=said.argmax(events.received),
        events=events.count(),
        late=events.count(where=seconds > LATE.total_seconds()),
        bots=events.count(where=events.bot),
        denied=events.count(where=events.consent == "denied"),
        landed=events.count(where=landed),
        coded=events.count(where=landed & (events.code != "")),
    )


def _moment(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1e6, UTC)
