"""What comes in at this moment: taken or set aside, and why; newest first."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlencode

from drumbeat.channels.models import TrackingLink
from drumbeat.collector.privacy import masked
from drumbeat.collector.spool import SetAside
from drumbeat.insight.health.message import print_of
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.intake import the_spool
from drumbeat.insight.results.remembered import remembered_arrivals
from drumbeat.insight.sources.models import Source
from drumbeat.warehouse.engine import Workspace, named, once_more, to_sql
from drumbeat.warehouse.events import SCHEMA

SHOWN = 30
DAYS = 2  # an event is filed under the day it happened, which may be the day before

Only = Literal["", "taken", "aside"]
_JUST_NOW = timedelta(minutes=15)
_COLUMNS = ("received", "source", "message_id", "day", "type", "name", "path", "code",
            "anonymous_id", "user_id", "consent", "bot", "order_id", "library")  # fmt: skip


@dataclass(frozen=True)
class Arrival:
    """One message. fault: why it was set aside, "" for one that counts; key: how to ask for it.

    placement: what its code leads to; None without a code, or for a code that nobody minted.
    """

    received: datetime
    source: str
    what: str
    key: str
    path: str = ""
    code: str = ""
    who: str = ""
    consent: str = ""
    is_bot: bool = False
    order: str = ""
    library: str = ""
    fault: str = ""
    placement: object = None


def arrivals(brand, now: datetime, *, source: Source | None = None, only: Only = "") -> list:
    """The brand's last messages, or those of one source (two queries, at most two questions to the
    lake, one look into the spool)."""
    titles = {one.pk: one for one in Source.objects.of(brand)}
    found = []
    if only != "aside":
        found += _taken(brand, now, source)
    if only != "taken":
        wanted = {source.pk} if source else set(titles)
        found += [_of_aside(one) for one in the_spool().kept_aside(SHOWN, wanted)]
    newest = sorted(found, key=lambda one: one["received"], reverse=True)[:SHOWN]
    placements = _placements(brand, {one["code"] for one in newest if one.get("code")})
    return [
        Arrival(**one | {"source": titles.get(one["source"], one["source"])},
                placement=placements.get(one.get("code")))
        for one in newest
    ]  # fmt: skip


def _taken(brand, now: datetime, source: Source | None) -> list[dict]:
    # A busy brand's two days are millions of rows, a quiet one's last minutes are none.
    minute = now.replace(second=0, microsecond=0)
    rows = _newest(brand, minute, source, _JUST_NOW)
    if len(rows) < SHOWN:
        rows = _newest(brand, minute, source, timedelta(days=DAYS))
    return [_of_event(row) for row in rows]


def _newest(brand, now: datetime, source: Source | None, back: timedelta) -> list[dict]:
    lake, key = lake_of(brand), source.pk if source else ""
    return remembered_arrivals(
        lake, ("newest", now, key, back), lambda: _asked(lake, now, key, now - back)
    )


@once_more
def _asked(lake, now: datetime, source: str, since: datetime) -> list[dict]:
    files = lake.event_files(lake.events_version(), first=(now - timedelta(days=DAYS)).date())
    if not files:
        return []
    events = named("events", SCHEMA)
    asked = events.filter(events.received >= since)
    if source:
        asked = asked.filter(asked.source == source)
    asked = asked.order_by(asked.received.desc()).select(*_COLUMNS).limit(SHOWN)
    with Workspace() as space:
        space.files("events", files, SCHEMA)
        return space.run(to_sql(asked)).to_pylist()


def _of_event(row: dict) -> dict:
    return {
        "received": row["received"],
        "source": row["source"],
        "what": row["name"] or row["type"],
        "key": urlencode({"day": row["day"].isoformat(), "message": row["message_id"]}),
        "path": row["path"],
        "code": row["code"],
        "who": masked(row["user_id"] or row["anonymous_id"]),
        "consent": row["consent"],
        "is_bot": row["bot"],
        "order": row["order_id"],
        "library": row["library"],
    }


def _of_aside(one: SetAside) -> dict:
    return {
        "received": datetime.fromtimestamp(one.at / 1e6, UTC),
        "source": one.source,
        "what": masked(one.body[:4096].decode(errors="replace"))[:120],
        "key": urlencode({"aside": print_of(one)}),
        "fault": masked(one.reason),
    }


def _placements(brand, codes: set[str]) -> dict[str, object]:
    if not codes:
        return {}
    links = TrackingLink.objects.of(brand).filter(code__in=codes)
    return {link.code: link.placement for link in links.select_related("placement")}
