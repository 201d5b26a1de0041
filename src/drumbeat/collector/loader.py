"""From the spool into each brand's lake, exactly once."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.collector.letters import Fault, Place, events_in
from drumbeat.collector.normalise import Visitor
from drumbeat.collector.repeats import EventFiles, Known, known_in, remember
from drumbeat.collector.spool import Chunk, EventSpool
from drumbeat.warehouse.events import Event, to_table

# What a record that no table can hold raises; anything else is the lake's own trouble.
_UNFIT = (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeError, TypeError, ValueError)
Placed = tuple[Place, Event]


class BrandLake(EventFiles, Protocol):
    def loaded(self, writer: str) -> int:
        """The number of the writer's last batch that is in, −1 before the first."""

    def append(self, table: pa.Table, batch_id: str) -> object:
        """Commit the rows with the batch id; a batch id already committed changes nothing."""


class Lake(Protocol):
    def loading(self) -> AbstractContextManager:
        """Hold the loading for this process; others wait."""

    def brand(self, brand_id: str) -> BrandLake:
        """Raises ValueError for what cannot be a brand's id."""


@dataclass(frozen=True)
class LoadReport:
    """chunks: taken from the spool, 0 when it was empty; events: rows committed; batches: commits,
    one a brand; set_aside: messages that no table can hold, now kept apart with the reason;
    repeats: messages that the lake had already; full: the portion was, so more may wait."""

    chunks: int = 0
    events: int = 0
    batches: int = 0
    seconds: float = 0.0
    set_aside: int = 0
    repeats: int = 0
    full: bool = False


def load_once(spool: EventSpool, lake: Lake, visitor: Visitor, limit: int = 50_000) -> LoadReport:
    """Move about `limit` events, the oldest, from the spool to the lakes of their brands.

    Each brand's commit says how far into the spool it reaches, and what lies before that is let
    pass: killed at any point, the next call loads what is missing and nothing twice. Raises what
    the lake raises; the events then stay in the spool.
    """
    began = time.perf_counter()
    with lake.loading():
        chunks = spool.peek(limit)
        if not chunks:
            return LoadReport()
        load = _Load(f"{spool.name}-{chunks[-1].seq}")
        load.open(chunks, spool.name, visitor)
        commits = [
            commit
            for brand, events in load.by_brand.items()
            if (brand_lake := load.lake_of(lake, brand))
            and (commit := load.commit(brand_lake, _new(events, brand_lake.loaded(spool.name))))
        ]
        if load.faults:
            # Before any commit: afterwards nobody would look at these messages again.
            spool.set_aside(load.faults)
        for commit in commits:
            commit.lake.append(commit.table, load.batch)
            remember(commit.lake, commit.known, commit.table["message_id"].to_pylist())
        spool.release(chunks[-1].seq)
    return LoadReport(
        chunks=len(chunks),
        events=sum(commit.table.num_rows for commit in commits),
        batches=len(commits),
        seconds=time.perf_counter() - began,
        set_aside=len(load.faults),
        repeats=load.repeats,
        full=_full(chunks, limit),
    )


def _full(chunks: list[Chunk], limit: int) -> bool:
    """Whether the look into the spool ended at the limit; what cannot be read may have been any."""
    events = sum(letter.count for chunk in chunks for letter in chunk.letters)
    return events >= limit or any(chunk.fault for chunk in chunks)


def _new(events: list[Placed], done: int) -> list[Placed]:
    return [(place, event) for place, event in events if place.seq > done]


class _Commit(NamedTuple):
    lake: BrandLake
    table: pa.Table
    known: Known


@dataclass
class _Load:
    """One load's events by brand, and what is not fit to be one."""

    batch: str
    by_brand: dict[str, list[Placed]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    repeats: int = 0

    def open(self, chunks: list[Chunk], spool: str, visitor: Visitor) -> None:
        for chunk in chunks:
            if chunk.fault:
                self.faults.append(Fault(Place(chunk.seq, 0, 0), "", chunk.fault, b""))
            for number, letter in enumerate(chunk.letters):
                events, faults = events_in(letter, spool, chunk.seq, number, visitor)
                self.by_brand.setdefault(letter.brand, []).extend(events)
                self.faults += faults

    def lake_of(self, lake: Lake, brand: str) -> BrandLake | None:
        try:
            return lake.brand(brand)
        except ValueError as problem:
            self.faults += [_fault(placed, problem) for placed in self.by_brand[brand]]
            return None

    def commit(self, lake: BrandLake, events: list[Placed]) -> _Commit | None:
        """What of the events the lake does not have; None when that is nothing."""
        table = self.table(events)
        if not table.num_rows:
            return None
        known = known_in(lake, pc.max(table["received"]).as_py().date())
        fresh = known.fresh(table["message_id"].to_pylist())
        self.repeats += int((~fresh).sum())
        return _Commit(lake, table.filter(pa.array(fresh)), known) if fresh.any() else None

    def table(self, events: list[Placed]) -> pa.Table:
        try:
            return to_table([event for _, event in events], self.batch)
        except _UNFIT:
            return to_table([event for event in map(self._fit, events) if event], self.batch)

    def _fit(self, placed: Placed) -> Event | None:
        try:
            to_table([placed[1]], self.batch)
        except _UNFIT as problem:
            self.faults.append(_fault(placed, f"does not fit the table: {problem}"))
            return None
        return placed[1]


def _fault(placed: Placed, reason: object) -> Fault:
    place, event = placed
    return Fault(place, event.source, str(reason), msgspec.msgpack.encode(event))
