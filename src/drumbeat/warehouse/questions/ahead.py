"""Sums counted ahead: one file for each key and version of the events, whole or not there at all."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from drumbeat.warehouse.lake import BrandLake, Manifest
from drumbeat.warehouse.questions.answer import Answer
from drumbeat.warehouse.store import Place, put, source

_STATE = b"drumbeat"


@dataclass(frozen=True)
class Ahead:
    """Sums of one key. Files never change under their name."""

    path: Place

    @cached_property
    def state(self) -> dict[str, Any]:
        """What was put beside the rows."""
        return json.loads(pq.read_schema(source(self.path)).metadata[_STATE])

    @property
    def freshness(self) -> datetime | None:
        """Newest arrival contained."""
        fresh = self.state["fresh"]
        return datetime.fromisoformat(fresh) if fresh else None

    @property
    def events_version(self) -> int:
        return self.state["version"]


@dataclass(frozen=True)
class Shelf:
    """A folder of a brand's lake with what was counted ahead. kept: how the rows are laid out."""

    folder: str
    kept: pa.Schema

    def newest(self, lake: BrandLake, key: str) -> Ahead | None:
        path = max(self._of(lake).glob(f"{key}-*.parquet"), default=None)
        return Ahead(path) if path else None

    def put(
        self, lake: BrandLake, key: str, manifest: Manifest, rows: pa.Table, **beside: Any
    ) -> None:
        """All or nothing. beside: what else is to be known of the rows."""
        fresh = manifest.fresh_until.isoformat() if manifest.fresh_until else ""
        state = {"version": manifest.events_version, "fresh": fresh, **beside}
        rows = rows.cast(self.kept).replace_schema_metadata({_STATE: json.dumps(state)})
        path = self._of(lake) / f"{key}-{manifest.events_version:012}.parquet"
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
        return datetime.fromtimestamp(found.path.stat().st_mtime, UTC) if found else None

    def _of(self, lake: BrandLake) -> Place:
        return lake.root / self.folder


def up_to(answer: Answer, ahead: Ahead | None) -> Answer:
    """The answer; it says up to when its paths were counted, where events came since."""
    if ahead is None or ahead.events_version >= answer.events_version:
        return answer
    return replace(answer, paths_until=ahead.freshness)
