"""Sums counted ahead: one file each, whole or not there at all."""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from drumbeat.warehouse.engine.session import FilesGone
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.manifest import Manifest
from drumbeat.warehouse.store import Place, put, source

_STATE = b"drumbeat"


@dataclass(frozen=True)
class Ahead:
    """Sums that lie in one file, which never changes under its name."""

    path: Place

    @property
    def state(self) -> dict[str, Any]:
        """What was put beside the rows. Raises FilesGone where a newer file took its place."""
        return _state(self.path)

    @property
    def freshness(self) -> datetime | None:
        """Newest arrival contained."""
        fresh = self.state["fresh"]
        return datetime.fromisoformat(fresh) if fresh else None

    @property
    def events_version(self) -> int:
        return self.state["version"]


@lru_cache(maxsize=64)
def _state(path: Place) -> dict[str, Any]:
    try:
        return json.loads(pq.read_schema(source(path)).metadata[_STATE])
    except FileNotFoundError as problem:
        raise FilesGone(str(problem)) from problem


@dataclass(frozen=True)
class Shelf:
    """A folder of a brand's lake with what was counted ahead. schema: of the rows."""

    folder: str
    schema: pa.Schema

    def newest(self, lake: BrandLake, key: str) -> Ahead | None:
        """Of the newest version of the events, the one that was counted last."""
        path = max(self._of(lake).glob(f"{key}-*.parquet"), default=None)
        return Ahead(path) if path else None

    def put(
        self, lake: BrandLake, key: str, manifest: Manifest, rows: pa.Table, **beside: Any
    ) -> None:
        """All or nothing. beside: what else is to be known of the rows."""
        fresh = manifest.fresh_until.isoformat() if manifest.fresh_until else ""
        state = {"version": manifest.events_version, "fresh": fresh, **beside}
        rows = rows.cast(self.schema).replace_schema_metadata({_STATE: json.dumps(state)})
        path = self._of(lake) / f"{key}-{manifest.events_version:012}-{time.time_ns()}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        file = pa.BufferOutputStream()
        pq.write_table(rows, file, compression="zstd")
        put(path, file.getvalue())

    def keep_only(self, lake: BrandLake, keys: Collection[str]) -> None:
        """Forget the sums of all other keys, and all but the newest of these."""
        newest = (self.newest(lake, key) for key in keys)
        wanted = {one.path for one in newest if one}
        for path in self._of(lake).glob("*"):  # drafts, too, that nobody lived to finish
            if path not in wanted:
                path.unlink(missing_ok=True)

    def counted_when(self, lake: BrandLake, key: str) -> datetime | None:
        """When it was last counted ahead."""
        found = self.newest(lake, key)
        if found is None:
            return None
        counted = int(found.path.name.removesuffix(".parquet").rpartition("-")[2])
        return datetime.fromtimestamp(counted / 1e9, UTC)

    def _of(self, lake: BrandLake) -> Place:
        return lake.root / self.folder
