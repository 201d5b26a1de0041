"""Events for tests: named ones for sentences, random ones for the oracle."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir

import pyarrow as pa
from hypothesis import strategies as st
from msgspec.structs import replace

from drumbeat.warehouse.derive import ConversionRule, Settings, derive
from drumbeat.warehouse.engine import Workspace
from drumbeat.warehouse.events import Event, to_table
from drumbeat.warehouse.lake import BrandLake, Lake
from drumbeat.warehouse.objects import key_of
from drumbeat.warehouse.questions import PLACEMENTS
from drumbeat.warehouse.store import Place

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
START = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp()) * SECOND

ORDERS = ConversionRule("order", "Order Completed", refund_event="Order Refunded", window_days=2)
LEADS = ConversionRule("lead", "Lead Sent", counts="once", window_days=1)
RULES = Settings(conversions=(ORDERS, LEADS))


def at(minutes: float, **fields) -> Event:
    """An event that many minutes after Monday 2026-03-02, 00:00 UTC; a page view unless told."""
    ts = START + int(minutes * MINUTE)
    return Event(
        **{
            "brand": "b",
            "source": "web",
            "type": "page",
            "message_id": f"m{ts}-{fields.get('type', '')}{fields.get('anonymous_id', '')}",
            "host": "shop.example.com",
            "ts": ts,
            "received": ts + SECOND,
            **fields,
        }
    )


def the_lake(folder: Place) -> Lake:
    """All brands there. One in an object store has its locks in a folder for itself."""
    return Lake(folder, Path(f"{gettempdir()}/drumbeat-locks/{key_of(str(folder))}"))


def a_lake(folder: Place, *batches: list[Event]) -> BrandLake:
    lake = the_lake(folder).brand("b")
    for number, events in enumerate(batches, start=1):
        lake.append(to_table(events, f"test-{number}"), f"test-{number}")
    return lake


def derived(folder: Place, *events: Event, settings: Settings = RULES) -> BrandLake:
    lake = a_lake(folder, list(events))
    derive(lake, settings=settings)
    return lake


def rows(lake: BrandLake, table: str) -> list[dict]:
    """A derived table as readers see it."""
    files = lake.derived_files(table, lake.manifest().tables.get(table))
    if not files:
        return []
    with Workspace() as space:
        return space.run(
            f"SELECT * FROM read_parquet({files!r}, hive_partitioning = true) ORDER BY ALL"
        ).to_pylist()


def placements(**codes: str) -> pa.Table:
    """Placements by code; every other dimension is named after the placement."""
    return pa.Table.from_pylist(
        [
            {name: code if name == "code" else f"{name} of {owner}" for name in PLACEMENTS.names}
            for code, owner in codes.items()
        ],
        schema=PLACEMENTS,
    )


_REFERRERS = ["", "", "https://www.baidu.com/baidu.php?q=1", "https://weibo.com/", "https://www.shop.example.com/a"]  # fmt: skip


@st.composite
def _event(draw, number: int) -> Event:
    kind = draw(
        st.sampled_from(
            ["page"] * 5 + ["click"] * 2 + ["track"] * 3 + ["identify", "alias", "screen"]
        )
    )
    # Few people, and moments that crowd around midnights, half hours and half minutes.
    day = draw(st.sampled_from([0, 0, 0, 1, 1, 2, 4]))
    near = draw(
        st.sampled_from(
            [-31, -30, -1, -0.5, 0, 0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1, 1.4, 29, 30, 31, 61]
        )
    )
    jitter = draw(st.sampled_from([0, 0, 1, SECOND]))
    ts = START + day * DAY + int(near * MINUTE) + jitter
    fields: dict = {
        "message_id": f"m{number}",
        "anonymous_id": draw(st.sampled_from(["a1", "a1", "a2", "a3", ""])),
        "user_id": draw(st.sampled_from(["", "", "u1", "u2"])),
        "consent": draw(st.sampled_from(["unknown"] * 6 + ["denied"])),
        "bot": draw(st.sampled_from([False] * 9 + [True])),
    }
    if kind == "click":
        fields |= {
            "user_id": "",
            "code": draw(st.sampled_from(["C1", "C2"])),
            "click": f"m{number}",
        }
    elif kind in ("page", "screen"):
        code = draw(st.sampled_from(["", "", "C1", "C2"]))
        fields |= {
            "code": code,
            "click": f"m{draw(st.integers(0, 12))}" if code and draw(st.booleans()) else "",
            "referrer": draw(st.sampled_from(_REFERRERS)),
            "utm_source": draw(st.sampled_from(["", "", "newsletter", "baidu"])),
            "utm_medium": draw(st.sampled_from(["", "email", "cpc"])),
        }
    elif kind == "track":
        fields |= {
            "name": draw(
                st.sampled_from(["Order Completed"] * 3 + ["Order Refunded", "Lead Sent", "Other"])
            ),
            "order_id": draw(st.sampled_from(["", "o1", "o2", "o3"])),
            "value_minor": draw(st.sampled_from([None, 0, 1, 100, 1001, -100])),
            "currency": "CNY",
        }
    elif kind == "alias":
        fields |= {"previous_id": draw(st.sampled_from(["a1", "a2", "u1", "u2"]))}
    return at(
        0, **{**fields, "type": kind, "ts": ts, "received": ts + draw(st.sampled_from([5, 9]))}
    )


@st.composite
def logs(draw, most: int = 60) -> list[Event]:
    """A few days of a few people, some messages sent twice."""
    events = [draw(_event(number)) for number in range(draw(st.integers(most // 2, most)))]
    again = draw(st.lists(st.sampled_from(events), max_size=4))
    return events + [_sent_again(event, draw(st.sampled_from([0, 0, 40, -40]))) for event in again]


def _sent_again(event: Event, seconds: int) -> Event:
    """A retry: the sender's clock may be corrected otherwise the second time."""
    moved = 0 if event.user_id else seconds * SECOND
    return replace(event, ts=event.ts + moved, received=event.received + abs(seconds))
