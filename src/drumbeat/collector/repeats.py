"""Messages that clients sent again, because no answer reached them: the lake has them already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

import numpy as np
import pyarrow.parquet as pq

from drumbeat.warehouse.store import Place, source

DAYS = 7  # of event time: for so long a phone that was off may try again
MOST = 8_000_000  # ids remembered a brand, 8 bytes each; derivation lets later repeats pass too


class EventFiles(Protocol):
    root: Place

    def events_version(self) -> int: ...
    def event_files(self, version: int, first: date | None = None) -> list[str]: ...
    def changes(self, then: int, version: int) -> int | None: ...


class Known:
    """The message ids of one brand's newest events, as of one version of its events table.

    Kept as 64-bit numbers that nobody outside this process can foresee: the chance that a new id
    meets one of 8 million others is below 10⁻¹².
    """

    def __init__(self, version: int, since: date) -> None:
        self.version = version
        self.since = since
        self._runs: list[np.ndarray] = []  # each sorted, each less than half the one before

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def serves(self, version: int, since: date) -> bool:
        """Whether these are the ids of that version, back to that day and hardly further."""
        apart = (since - self.since).days
        return self.version == version and 0 <= apart <= 1 and len(self) <= MOST

    def fresh(self, ids: list[str]) -> np.ndarray:
        """(n,) True where the id is not known and not among those before it."""
        numbers = _numbers(ids)
        fresh = np.zeros(len(ids), bool)
        fresh[np.unique(numbers, return_index=True)[1]] = True
        for run in self._runs:
            at = np.minimum(np.searchsorted(run, numbers), len(run) - 1)
            fresh &= run[at] != numbers
        return fresh

    def add(self, ids: Iterable[str]) -> None:
        run = np.sort(_numbers(list(ids)))
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        if len(run):
            self._runs.append(run)


_known: dict[Place, Known] = {}


def known_in(lake: EventFiles, today: date) -> Known:
    """The ids in the brand's lake of events that happened in the DAYS before today or later."""
    version, since = lake.events_version(), today - timedelta(days=DAYS)
    known = _known.get(lake.root)
    if known and known.version < version and lake.changes(known.version, version) == 0:
        known.version = version  # the same rows, in other files
    if known is None or not known.serves(version, since):
        known = _known[lake.root] = Known(version, since)
        # Newest days first; half of MOST, so that it takes a while until we must read again.
        for file in reversed(lake.event_files(version, since) if version >= 0 else []):
            known.add(_ids_in(file))
            if len(known) > MOST // 2:
                break
    return known


def remember(lake: EventFiles, known: Known, ids: Iterable[str]) -> None:
    """The lake got these in one commit. Whatever else was committed meanwhile is read next time."""
    version = lake.events_version()
    if version == known.version + 1 or lake.changes(known.version, version) == 1:
        known.add(ids)
        known.version = version


def _ids_in(file: str) -> list[str]:
    with pq.ParquetFile(source(file)) as opened:
        return opened.read(columns=["message_id"])["message_id"].to_pylist()


def _numbers(ids: list[str]) -> np.ndarray:
    return np.fromiter(map(hash, ids), np.int64, len(ids))
