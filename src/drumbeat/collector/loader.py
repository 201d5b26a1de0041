"""From the spool into each brand's lake, exactly once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

import msgspec
import pyarrow as pa

from drumbeat.collector.spool import EventSpool, Record
from drumbeat.warehouse.events import Event, to_table

_decode = msgspec.msgpack.Decoder(Event).decode
# What a record that no table can hold raises; anything else is the lake's own trouble.
_UNFIT = (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeError, TypeError, ValueError)


class BrandLake(Protocol):
    def append(self, table: pa.Table, batch_id: str) -> object:
        """Commit the rows with the batch id; a batch id already committed changes nothing."""


class Lake(Protocol):
    def brand(self, brand_id: str) -> BrandLake:
        """Raises ValueError for what cannot be a brand's id."""


@dataclass(frozen=True)
class LoadReport:
    """events: rows committed (or found committed); batches: commits, one a brand; set_aside:
    records that no table can hold, now in quarantine with the reason."""

    events: int = 0
    batches: int = 0
    seconds: float = 0.0
    set_aside: int = 0


def load_once(spool: EventSpool, lake: Lake, limit: int = 50_000) -> LoadReport:
    """Move one batch, at most `limit` records, from the spool to the lakes of its brands.

    Killed at any point, the next call meets the same batch under the same name, and a lake that
    has it already lets it pass. Raises what the lake raises; the records then stay in the spool.
    """
    began = time.perf_counter()
    batch = spool.peek(limit)
    if batch is None:
        return LoadReport()
    by_brand, faults = _sorted_out(batch.records)
    commits: list[tuple[BrandLake, pa.Table]] = []
    for brand, events in by_brand.items():
        try:
            brand_lake = lake.brand(brand)
        except ValueError as problem:
            faults += [(seq, str(problem)) for seq, _ in events]
            continue
        table, unfit = _tabled(events, batch.name)
        faults += unfit
        if table.num_rows:
            commits.append((brand_lake, table))
    if faults:
        spool.quarantine(faults)
    for brand_lake, table in commits:
        brand_lake.append(table, batch.name)
    spool.release(batch.last_seq)
    return LoadReport(
        events=sum(table.num_rows for _, table in commits),
        batches=len(commits),
        seconds=time.perf_counter() - began,
        set_aside=len(faults),
    )


Numbered = tuple[int, Event]
Fault = tuple[int, str]


def _sorted_out(records: list[Record]) -> tuple[dict[str, list[Numbered]], list[Fault]]:
    by_brand: dict[str, list[Numbered]] = {}
    faults: list[Fault] = []
    for seq, body in records:
        try:
            event = _decode(body)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as problem:
            faults.append((seq, f"cannot be read: {problem}"))
            continue
        by_brand.setdefault(event.brand, []).append((seq, event))
    return by_brand, faults


def _tabled(events: list[Numbered], batch_id: str) -> tuple[pa.Table, list[Fault]]:
    try:
        return to_table([event for _, event in events], batch_id), []
    except _UNFIT:
        fit, faults = _one_by_one(events, batch_id)
        return to_table(fit, batch_id), faults


def _one_by_one(events: list[Numbered], batch_id: str) -> tuple[list[Event], list[Fault]]:
    fit: list[Event] = []
    faults: list[Fault] = []
    for seq, event in events:
        try:
            to_table([event], batch_id)
        except _UNFIT as problem:
            faults.append((seq, f"does not fit the table: {problem}"))
        else:
            fit.append(event)
    return fit, faults
