"""A person leaves the lake: found, shown, and erased from events, derived tables and old files."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import replace

from drumbeat.warehouse.derive import derive, identity
from drumbeat.warehouse.derive.rules import Settings
from drumbeat.warehouse.derive.tables import SCHEMAS
from drumbeat.warehouse.engine import Workspace, in_process
from drumbeat.warehouse.events import SCHEMA
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.mentions import Mentions

_IDS = ("anonymous_id", "user_id", "previous_id")
_KEYS = ("message_id", "click", "order_id")  # other rows refer to them: equal ones stay equal
_TEXTS = (
    *("name", "url", "path", "host", "referrer", "title", "code", "paid_click_id", "library"),
    *("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "utm_id"),
)
_WHO = ("id", "visitor", "who", "person")  # the columns of derived tables that hold ids

_GONE = pa.schema([("id", pa.string())])


@dataclass(frozen=True)
class Held:
    """What the lake holds of a person. ids: all that one identity ties together.

    events: rows by type; mentions: rows of others that name an id; tables: rows of derived tables;
    outcomes: counted; revenue: minor units by currency, refunds taken off; days: that change.
    """

    ids: frozenset[str]
    events: dict[str, int] = field(default_factory=dict)
    mentions: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    outcomes: int = 0
    revenue: dict[str, int] = field(default_factory=dict)
    first: datetime | None = None
    last: datetime | None = None
    days: tuple[date, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.events or self.mentions or any(self.tables.values()))


def identity_of(lake: BrandLake, ids: Iterable[str]) -> frozenset[str]:
    """The ids, and all that are the same person by the lake's own identity (derived tables).

    A device that somebody else signed in on later stays its first user's, as in every answer.
    """
    given = {one for one in ids if one}
    with in_process() as space:
        _open_people(lake, space)
        space.rows("given", _ids(given))
        found = space.run(
            "WITH mine AS (SELECT coalesce(p.person, g.id) AS person"
            " FROM given g LEFT JOIN people p ON p.id = g.id)"
            " SELECT person AS id FROM mine UNION"
            " SELECT p.id FROM people p JOIN mine ON p.person = mine.person"
        )
    return frozenset(given | set(found["id"].to_pylist()))


def held(lake: BrandLake, ids: frozenset[str]) -> Held:
    """What the lake holds of these ids. ids: closed by `identity_of`. Reads all events."""
    with in_process() as space:
        _open_events(lake, space, ids)
        counts = space.run(
            "SELECT type, count(*) AS n, min(ts) AS first, max(ts) AS last"
            " FROM told WHERE mine GROUP BY type ORDER BY type"
        ).to_pylist()
        days = space.run("SELECT DISTINCT day FROM told WHERE mine OR mentions ORDER BY day")
        mentions = space.run("SELECT count(*) AS n FROM told WHERE mentions AND NOT mine")
        tables = {name: rows.num_rows for name, rows in _derived_rows(lake, space)}
        money = _money(space)
    return Held(
        ids=ids,
        events={row["type"]: row["n"] for row in counts},
        mentions=mentions["n"][0].as_py(),
        tables=tables,
        outcomes=sum(row["outcomes"] for row in money),
        revenue={row["currency"]: row["revenue"] for row in money if row["revenue"]},
        first=min((row["first"] for row in counts), default=None),
        last=max((row["last"] for row in counts), default=None),
        days=tuple(days["day"].to_pylist()),
    )


def rows_of(lake: BrandLake, ids: frozenset[str]) -> dict[str, list[dict[str, Any]]]:
    """Everything held of these ids, by table, each in order of time: for the person to take."""
    with in_process() as space:
        _open_events(lake, space, ids)
        columns = ", ".join(SCHEMA.names)
        events = space.run(f"SELECT {columns} FROM told WHERE mine ORDER BY ts, message_id")
        named = space.run(
            f"SELECT {columns} FROM told WHERE mentions AND NOT mine ORDER BY ts, message_id"
        )
        tables = {name: rows.to_pylist() for name, rows in _derived_rows(lake, space)}
    return {"events": events.to_pylist(), "named_in": named.to_pylist(), **tables}


def erase(lake: BrandLake, ids: frozenset[str], *, settings: Settings) -> Held:
    """Take the person out of events, derived tables and every older file. Returns what went.

    ids: closed by `identity_of`. Their rows and the reports of their orders go; in other rows that
    name an id it is masked. Hold `Lake.loading` around it. Killed at any point and called again
    with any of the ids, it completes; called twice, it changes nothing.
    """
    with lake.arranging(), lake.deriving():
        lake.settle()
        found = held(lake, ids)
        if found.days:
            _say_stale(lake, found.days)
            with in_process() as space:
                _open_events(lake, space, ids)
                lake.rewrite_days(found.days, _without(space, found))
        derive(lake, settings=settings)
        lake.purge()
    return found


def _say_stale(lake: BrandLake, days: Iterable[date]) -> None:
    """Masking changes no day's number of rows: say before it that these are to be derived."""
    manifest = lake.manifest()
    rows = {**manifest.event_rows, **dict.fromkeys(days, -1)}
    lake.publish(replace(manifest, event_rows=rows))


def _open_people(lake: BrandLake, space: Workspace) -> None:
    files = lake.derived_files("identities", lake.manifest().tables.get("identities"))
    space.files("identities", files, SCHEMAS["identities"])
    identity.NOW.keep(space)


def _open_events(lake: BrandLake, space: Workspace, ids: frozenset[str]) -> None:
    """Let `told` mean all events, with `mine` and `mentions`."""
    space.rows("gone", _ids(ids))
    mentions = Mentions(ids)
    space.value("words", mentions.word_pattern)
    space.value("parts", mentions.part_pattern)
    space.files("events", lake.event_files(lake.events_version()), SCHEMA)
    own = "coalesce(nullif(user_id, ''), nullif(anonymous_id, ''), nullif(previous_id, ''), '')"
    space.rows(
        "orders",
        space.run(
            "SELECT DISTINCT order_id AS id FROM events WHERE order_id <> ''"
            f" AND {own} IN (SELECT id FROM gone)"
        ),
    )
    keys, said = ", ".join(_KEYS), ", ".join([*_TEXTS, "properties"])
    whole = " OR ".join(f"{name} IN (SELECT id FROM gone)" for name in (*_IDS, *_KEYS, *_TEXTS))
    # An order counts once, whoever reports it: its reports that name no other user go with it.
    space.view(
        "told",
        f"SELECT *, {own} IN (SELECT id FROM gone)"
        " OR (user_id = '' AND order_id <> '' AND order_id IN (SELECT id FROM orders)) AS mine,"
        f" ({whole} OR regexp_matches(concat_ws(chr(10), {said}), getvariable('words'))"
        f" OR regexp_matches(concat_ws(chr(10), {keys}), getvariable('parts'))) AS mentions"
        " FROM events",
    )


def _without(space: Workspace, found: Held) -> pa.RecordBatchReader:
    """The events of the days that change, as they are to be."""
    days = ", ".join(f"DATE '{day}'" for day in found.days)
    columns = ", ".join([*SCHEMA.names, "mentions"])
    rows = space.stream(f"SELECT {columns} FROM told WHERE day IN ({days}) AND NOT mine")
    return pa.RecordBatchReader.from_batches(SCHEMA, _masked(rows, Mentions(found.ids)))


def _masked(rows: Iterable[pa.RecordBatch], mentions: Mentions) -> Iterator[pa.RecordBatch]:
    salt = secrets.token_bytes(16)
    for portion in rows:
        table = pa.table(portion)
        named = table["mentions"]
        table = table.drop_columns("mentions").cast(SCHEMA)
        if pc.any(named).as_py():
            others = table.filter(pc.invert(named))
            changed = [_mask(row, mentions, salt) for row in table.filter(named).to_pylist()]
            table = pa.concat_tables([others, pa.Table.from_pylist(changed, schema=SCHEMA)])
        yield from table.combine_chunks().to_batches()


def _mask(row: dict[str, Any], mentions: Mentions, salt: bytes) -> dict[str, Any]:
    for name in _IDS:
        if row[name] in mentions.ids:
            row[name] = ""  # one made-up id for all would make one person of many
    for name in _KEYS:
        if row[name] and mentions.inside(row[name]):
            digest = hashlib.blake2b(row[name].encode(), key=salt, digest_size=12)
            row[name] = f"erased-{digest.hexdigest()}"
    for name in _TEXTS:
        row[name] = mentions.masked(row[name] or "")
    row["properties"] = mentions.masked_json(row["properties"] or "{}")
    return row


def _derived_rows(lake: BrandLake, space: Workspace) -> Iterator[tuple[str, pa.Table]]:
    versions = lake.manifest().tables
    for name, schema in SCHEMAS.items():
        space.files(name, lake.derived_files(name, versions.get(name)), schema)
        who = " OR ".join(f"{one} IN (SELECT id FROM gone)" for one in _WHO if one in schema.names)
        yield name, space.run(f"SELECT * FROM {name} WHERE {who} ORDER BY ts")


def _money(space: Workspace) -> list[dict[str, Any]]:
    return space.run(
        "SELECT currency, sum(counted) AS outcomes, sum(coalesce(value_minor, 0)) AS revenue"
        " FROM outcomes WHERE person IN (SELECT id FROM gone) GROUP BY currency ORDER BY currency"
    ).to_pylist()


def _ids(ids: Iterable[str]) -> pa.Table:
    return pa.table([sorted(ids)], schema=_GONE)
