"""How the lake's Delta tables are kept: what their logs say, and for how long."""

from __future__ import annotations

import re
import time
from bisect import bisect_left

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable

from drumbeat.warehouse.objects import ObjectPath
from drumbeat.warehouse.store import Place, source

LOG_SECONDS = 3600.0  # for so long an old version can still be asked for

_SETTINGS = {
    # Each load and each beat adds an entry. Whoever commits reads all since the last summary.
    "delta.checkpointInterval": "20",
    # Delta's own cleaning would take the version that readers see now, if nobody wrote for a while.
    "delta.enableExpiredLogCleanup": "false",
    # Files that were taken out are named in every summary for so long.
    "delta.deletedFileRetentionDuration": "interval 1 hours",
}
# Column statistics in the log would carry ids that erasure has to find again; the time is enough
# to skip files.
_TIME_ONLY = {"delta.dataSkippingStatsColumns": "ts"}
# Whoever opens a table reads its log from the last summary on, entry by entry: in an object store
# each is a request.
_OBJECTS = {"delta.checkpointInterval": "10"}


def settings_of(path: Place, schema: pa.Schema) -> dict[str, str]:
    """How a table with these columns is to be kept there."""
    told = _SETTINGS | (_TIME_ONLY if "ts" in schema.names else {})
    return told | _OBJECTS if isinstance(path, ObjectPath) else told


def keep_as_new(path: Place) -> int:
    """Let a table that was made before be kept as one made now; returns its version."""
    table = DeltaTable(str(path))
    wanted = settings_of(path, pa.schema(table.schema().to_arrow()))
    if wanted.items() - table.metadata().configuration.items():
        table.alter.set_table_properties(wanted)
    return table.version()


def trim_log(path: Place, seen: int) -> None:
    """Delete what the table's log says of versions that were out of date LOG_SECONDS ago, and are
    older than `seen`.

    Opening a table and looking for news goes through the names of all that its log says: after
    sixty thousand commits that takes fifty times as long as after a thousand.
    """
    entries = sorted((path / "_delta_log").glob("*"))
    commits = [entry for entry in entries if _COMMIT.fullmatch(entry.name)]
    old = bisect_left(commits, time.time() - LOG_SECONDS, key=lambda entry: entry.stat().st_mtime)
    if not old:
        return
    needed = min(_version(commits[old - 1]), seen)  # the newest of then, which somebody may hold
    summaries = [entry for entry in entries if _SUMMARY.fullmatch(entry.name)]
    earlier = (entry for entry in reversed(summaries) if _version(entry) <= needed)
    if first := next(filter(_is_whole, earlier), None):
        for entry in (*commits, *summaries):
            if _version(entry) < _version(first):
                entry.unlink(missing_ok=True)


# Names of drafts are longer: a summary that nobody lived to finish sums up nothing.
_COMMIT, _SUMMARY = re.compile(r"\d{20}\.json"), re.compile(r"\d{20}\.checkpoint\.parquet")


def _version(entry: Place) -> int:
    return int(entry.name[:20])


def _is_whole(summary: Place) -> bool:
    """Whether it is on the disk to its end: what it sums up is about to go."""
    try:
        return pq.read_metadata(source(summary)).num_rows > 0
    except (pa.ArrowInvalid, FileNotFoundError):
        return False
