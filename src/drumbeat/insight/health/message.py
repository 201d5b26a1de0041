"""One message in full: what is kept of it, without what could tell who it was."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from drumbeat.channels.models import TrackingLink
from drumbeat.collector.privacy import masked
from drumbeat.collector.spool import SetAside
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.intake import the_spool
from drumbeat.insight.sources.models import Source
from drumbeat.warehouse.engine import Workspace, named, once_more, to_sql
from drumbeat.warehouse.events import SCHEMA

LOOKED_THROUGH = 300  # of the brand's newest messages that were set aside
_SHOWN_BYTES = 32_768
_OURS = ("brand", "batch", "day")  # where it is stored, not what it says


@dataclass(frozen=True)
class InFull:
    """text: the JSON, or for what was set aside the bytes as text; both masked.

    placement: what its code leads to, None for no code and for one that nobody minted.
    """

    received: datetime
    title: str
    text: str
    code: str = ""
    placement: object = None
    fault: str = ""


def taken(brand, day: date, message_id: str) -> InFull | None:
    """What is kept of an event (one query, one question to the lake); None when it is not there."""
    rows = _rows(brand, day, message_id)
    if not rows:
        return None
    row = rows[0]
    kept = {name: value for name, value in row.items() if value and name not in _OURS}
    kept["properties"] = json.loads(row["properties"] or "{}")
    links = TrackingLink.objects.of(brand).filter(code=row["code"]).select_related("placement")
    link = links.first() if row["code"] else None
    return InFull(
        received=row["received"],
        title=row["name"] or row["type"],
        text=masked(json.dumps(kept, indent=2, ensure_ascii=False, default=_iso)),
        code=row["code"],
        placement=link and link.placement,
    )


def set_aside(brand, print_: str) -> InFull | None:
    """One of the brand's newest messages that no table can hold; None when it is not there."""
    sources = set(Source.objects.of(brand).values_list("pk", flat=True))
    newest = the_spool().kept_aside(LOOKED_THROUGH, sources)
    found = next((one for one in newest if print_of(one) == print_), None)
    if found is None:
        return None
    return InFull(
        received=datetime.fromtimestamp(found.at / 1e6, UTC),
        title="",
        text=masked(found.body[:_SHOWN_BYTES].decode(errors="replace")),
        fault=masked(found.reason),
    )


def print_of(one: SetAside) -> str:
    """What tells one message that was set aside from the others."""
    told = f"{one.at} {one.source} {one.reason} ".encode() + one.body
    return hashlib.blake2b(told, digest_size=12).hexdigest()


@once_more
def _rows(brand, day: date, message_id: str) -> list[dict]:
    lake = lake_of(brand)
    files = lake.event_files(lake.events_version(), first=day, last=day)
    if not files:
        return []
    events = named("events", SCHEMA)
    asked = events.filter(events.message_id == message_id).limit(1)
    with Workspace() as space:
        space.files("events", files, SCHEMA)
        return space.run(to_sql(asked)).to_pylist()


def _iso(value: date) -> str:
    return value.isoformat()
