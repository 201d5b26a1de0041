"""The lake: one folder a brand, open Delta tables inside, readable while they are written.

It lies on a disk or, as s3://bucket/prefix, in an object store; `store` knows what differs.

<root>/<brand>/events/           what happened, partitioned by UTC day
<root>/<brand>/derived/<table>/  what derivation made of it, by UTC day; small sums by month
<root>/<brand>/derived.json      which versions of the derived tables belong together
<root>/<brand>/acts/, moves/, saved/  made ahead of questions, which can be made again
<root>/<brand>/indexes/          made ahead of derivation, on the machine that derives
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import msgspec
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError
from deltalake.transaction import AddAction
from msgspec.structs import replace

from drumbeat.warehouse import months, portions
from drumbeat.warehouse.events import SCHEMA
from drumbeat.warehouse.files import Part, write_parts
from drumbeat.warehouse.locks import held
from drumbeat.warehouse.manifest import NOTHING_DERIVED, Manifest
from drumbeat.warehouse.settings import keep_as_new, settings_of, trim_log
from drumbeat.warehouse.snapshots import (
    beyond,
    by_day,
    commits,
    files_of,
    is_table,
    most_small,
    newest,
    rows_by_day,
    to_write,
)
from drumbeat.warehouse.store import Place, make_durable, place, put

_BRAND = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,63}")
_BATCH = re.compile(r"(?P<writer>.*?)-?(?P<number>\d{1,18})")

AHEAD = ("acts", "moves", "saved")  # folders of what was made ahead of questions
MOST_FILES = 16  # small ones of a day, until they are merged while the day goes on
SMALL_BYTES = 2_000_000  # of about sixty thousand events
# What is merged by day is not compressed, which takes less time and makes files that are not small:
# else each would be merged again with the next ones. The night packs them.
_GATHERED = WriterProperties(compression="UNCOMPRESSED")


class Lake:
    """All brands under one folder.

    locks: the local folder of the lock files, the root itself unless that is in an object store:
    one machine loads and derives, and any number reads.
    """

    def __init__(self, root: str | Place, locks: Path | None = None) -> None:
        self.root = place(root)
        self.locks = self.root if locks is None or isinstance(self.root, Path) else locks

    def brand(self, brand_id: str) -> BrandLake:
        """The lake of one brand. Raises ValueError for an id that could leave its folder."""
        if not _BRAND.fullmatch(str(brand_id)):
            raise ValueError(f"not a brand id: {brand_id!r}")
        return BrandLake(self.root / str(brand_id), str(brand_id), self.locks / str(brand_id))

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Hold the loading of events for this process; others wait."""
        with held(self.locks / "load.lock"):
            yield


class BrandLake:
    """One brand's tables. Everything it can reach lies in `root`."""

    def __init__(self, root: Place, brand: str, locks: Path) -> None:
        self.root = root
        self.brand = brand
        self._locks = locks

    @property
    def indexes(self) -> Path:
        """The folder of what `derive.indexed` finds rows by; it need not be there."""
        return self._locks / "indexes"

    # -- events ---------------------------------------------------------------------------------

    def append(self, table: pa.Table, batch_id: str | int) -> bool:
        """Commit the rows and the batch id in one step; False when the batch is in already.

        batch_id: "<writer>-<number>" or a bare number; numbers of one writer only grow.
        Raises ValueError for another form of id, or for rows of another brand.
        """
        named = _BATCH.fullmatch(str(batch_id))
        if not named:
            raise ValueError(f"a batch id ends in a number, got {batch_id!r}")
        if table.num_rows and table["brand"].unique().to_pylist() != [self.brand]:
            raise ValueError(f"rows of another brand in a batch for {self.brand}")
        writer, number = named["writer"] or "batch", int(named["number"])
        table = table.cast(SCHEMA)
        added: list[AddAction] = []
        while True:
            _make_sure(self.root / "events", SCHEMA)
            events = to_write(str(self.root / "events"))
            done = events.transaction_version(writer)
            if done is not None and done >= number:
                return False
            added = added or write_parts(self.root / "events", table, durable=True)
            try:
                events.create_write_transaction(
                    added,
                    "append",
                    events.schema(),
                    ["day"],
                    commit_properties=CommitProperties(
                        app_transactions=[Transaction(writer, number)]
                    ),
                )
            except CommitFailedError:
                # Somebody committed the same writer's batch first: look again which one it was.
                continue
            if isinstance(self.root, Path):  # whoever sent the rows forgets them now
                make_durable(*sorted((self.root / "events" / "_delta_log").glob("*.json"))[-1:])
            return True

    def loaded(self, writer: str) -> int:
        """The number of the writer's last batch that is in, −1 before the first."""
        path = str(self.root / "events")
        done = to_write(path).transaction_version(writer) if is_table(path) else None
        return -1 if done is None else done

    def events_version(self) -> int:
        """The version of the events table, −1 before the first event."""
        path = str(self.root / "events")
        return newest(path) if is_table(path) else -1

    def event_rows(self) -> dict[date, int]:
        """Rows per UTC day in the newest snapshot, repeats included. Compaction leaves it as is."""
        return self.events_now()[1]

    def events_now(self) -> tuple[int, dict[date, int]]:
        """(version, rows per UTC day) of one snapshot of the events table."""
        version = self.events_version()
        return version, dict(rows_by_day(str(self.root / "events"), version))

    def event_files(
        self, version: int, first: date | None = None, last: date | None = None
    ) -> list[str]:
        """Parquet files of one version of the events, optionally of the days first…last."""
        return files_of(str(self.root / "events"), version, first, last)

    def event_files_by_day(self, version: int) -> dict[date, set[str]]:
        """Parquet files of one version of the events; days without events are not there."""
        return dict(by_day(str(self.root / "events"), version))

    def event_files_since(
        self, then: int, version: int, days: Iterable[date]
    ) -> dict[date, list[str] | None]:
        """Files that a version of the events has beyond an older one, by day; None for a day whose
        old rows are not all there any more, or not told apart. What `gather` only put into other
        files is not new."""
        return beyond(str(self.root / "events"), then, version, days)

    def changes(self, then: int, version: int) -> int | None:
        """How many commits after `then`, up to `version`, brought or took rows; None when the
        table's log does not go back so far."""
        try:
            return sum(one.changes for one in commits(str(self.root / "events"), then, version))
        except FileNotFoundError:
            return None

    def rewrite_days(self, days: Iterable[date], rows: pa.RecordBatchReader) -> None:
        """Put `rows`, of SCHEMA, in place of all events of these days, in one commit."""
        wanted = " OR ".join(f"day = '{day}'" for day in sorted(days))
        if wanted and (events := self._events()):
            write_deltalake(events, rows, mode="overwrite", predicate=wanted)

    def compact(self) -> None:
        """Merge the small files of each day, of events and of what was derived. Rows and batch ids
        stay as they are, and no day becomes stale."""
        with self.arranging(), self.deriving():
            self.settle()
            before = self.manifest()
            tables = {name: self._joined(name) for name in before.tables}
            now = before.events_version
            if (was := self.events_version()) >= 0:
                keep_as_new(self.root / "events")
                events = DeltaTable(str(self.root / "events"))
                events.optimize.compact()
                now = events.version() if was == now else now
            if before.tables:
                self.publish(replace(before, tables=tables, events_version=now))

    def scattered(self) -> bool:
        """Whether a day's events lie in so many files that reading and adding become slow."""
        path = str(self.root / "events")
        return most_small(path, self.events_version(), SMALL_BYTES) > MOST_FILES

    def gather(self) -> None:
        """Merge small event files that were derived. Loading and deriving go on meanwhile: no row
        comes or goes, and the table's log says so."""
        path = str(self.root / "events")
        with self.arranging():
            derived = self.manifest().events_version
            old, new = by_day(path, derived), by_day(path, self.events_version())
            if not all(old[day] <= new[day] for day in old):
                return  # others than the newest are not there to be merged
            with suppress(CommitFailedError):  # who took rows away came first
                DeltaTable(path, version=derived).optimize.compact(
                    target_size=SMALL_BYTES, max_concurrent_tasks=1, writer_properties=_GATHERED
                )

    def _joined(self, name: str) -> int:
        """The version of a derived table in which each day, of sums each month, is one file."""
        root = self.root / "derived" / name
        version = keep_as_new(root)
        (by,) = DeltaTable(str(root)).metadata().partition_columns
        for day, files in by_day(str(root), version).items():
            if len(files) == 1:
                continue
            if by == "month":
                rows, last = months.joined(sorted(files)), months.last_day(day)
            else:
                rows, last = portions.joined(day, sorted(files)), day
            version = self.replace_days(name, rows, day, last, by=by)
        return version

    def vacuum(self, hours: int = 1) -> None:
        """Delete files that no version of the last `hours` shows; slower readers would miss them.

        A derived table that readers do not see the newest version of is left alone.
        """
        tables = [events] if (events := self._events()) else []
        for name, version in self.manifest().tables.items():
            table = DeltaTable(str(self.root / "derived" / name))
            if self._is_seen(table, version):
                tables.append(table)
        for table in tables:
            table.vacuum(
                retention_hours=hours, enforce_retention_duration=False, dry_run=False, full=True
            )

    def trim_logs(self) -> None:
        """Delete what the tables' logs say of versions that nobody looks at any more."""
        manifest = self.manifest()
        for name, version in manifest.tables.items():
            trim_log(self.root / "derived" / name, version)
        if manifest.tables:
            trim_log(self.root / "events", manifest.events_version)

    def settle(self) -> None:
        """Take back what a derivation wrote and did not live to publish. Hold `deriving`."""
        seen = self.manifest().tables
        for folder in self._derived_folders():
            if newest(str(folder)) == seen.get(folder.name):
                continue
            table = DeltaTable(str(folder))
            if folder.name not in seen:
                nothing = pa.schema(table.schema().to_arrow()).empty_table()
                write_deltalake(table, nothing, mode="overwrite")
            elif not self._is_seen(table, seen[folder.name]):
                table.restore(seen[folder.name])

    def purge(self) -> None:
        """Delete every data file that readers do not see now, for good and at once, and what was
        counted ahead of them.

        Hold `Lake.loading`, `arranging` and `deriving`: what somebody is still writing would go too. A reader
        of an older version finds its files gone and has to look again.
        """
        self.settle()
        tables = [DeltaTable(str(folder)) for folder in self._derived_folders()]
        for table in (*tables, self._events()):
            if table is not None:
                table.vacuum(
                    retention_hours=0, enforce_retention_duration=False, dry_run=False, full=True
                )
        for folder in (*(self.root / name for name in AHEAD), self.indexes):
            for path in folder.glob("*"):
                path.unlink(missing_ok=True)

    def _derived_folders(self) -> list[Place]:
        found = sorted((self.root / "derived").glob("*/"))
        return [folder for folder in found if is_table(str(folder))]

    def _is_seen(self, table: DeltaTable, version: int) -> bool:
        # Vacuuming makes versions too, with the same files.
        seen = DeltaTable(table.table_uri, version=version)
        return set(table.file_uris()) == set(seen.file_uris())

    def _events(self) -> DeltaTable | None:
        path = str(self.root / "events")
        return DeltaTable(path) if is_table(path) else None

    # -- derived tables -------------------------------------------------------------------------

    def manifest(self) -> Manifest:
        """The newest finished derivation, or NOTHING_DERIVED."""
        try:
            written = (self.root / "derived.json").read_bytes()
        except FileNotFoundError:
            return NOTHING_DERIVED
        return msgspec.json.decode(written, type=Manifest)

    def publish(self, manifest: Manifest) -> None:
        """Let readers see this set of table versions, all at once."""
        put(self.root / "derived.json", msgspec.json.encode(manifest))

    def replace_days(
        self, name: str, rows: pa.Table, first: date, last: date, *, by: Part = "day"
    ) -> int:
        """Put `rows` in place of a derived table's days first…last; returns the new version.

        rows: within each day in the order they are to have. by: one file a day, or mostly one a
        month for tables of few rows.
        """
        root = self.root / "derived" / name
        _make_sure(root, rows.schema, by)
        table = to_write(str(root))
        if by == "month":
            months.replace_days(table, root, rows, first, last)
            return table.version()
        table.create_write_transaction(
            write_parts(root, rows),
            "overwrite",
            table.schema(),
            ["day"],
            partition_filters=[("day", ">=", str(first)), ("day", "<=", str(last))],
        )
        table.update_incremental()
        return table.version()

    def exchange_rows(
        self, name: str, key: str, gone: pa.Table, come: pa.Table, order: list[str]
    ) -> int:
        """Put the rows `come` in place of the rows `gone`, which have the same `key` on their day;
        returns the new version. Call `settle` before a pass that does. Order: of rows in a file.
        """
        root = self.root / "derived" / name
        _make_sure(root, come.schema)
        table = to_write(str(root))
        portions.commit(table, portions.exchange(table, root, key, gone, come, order))
        return table.version()

    def derived_files(
        self, name: str, version: int | None, first: date | None = None, last: date | None = None
    ) -> list[str]:
        """Parquet files of one version of a derived table; none for a version None."""
        if version is None:
            return []
        return files_of(str(self.root / "derived" / name), version, first, last)

    def derived_files_by_day(self, name: str, version: int | None) -> dict[date, set[str]]:
        """Parquet files of one version of a derived table by day, or by month."""
        if version is None:
            return {}
        return dict(by_day(str(self.root / "derived" / name), version))

    @contextmanager
    def arranging(self) -> Iterator[None]:
        """Hold for this process which files the brand's events lie in; who merges them waits, and
        who removes rows for good must know that nobody is copying them. Before `deriving`."""
        with held(self._locks / "arrange.lock"):
            yield

    @contextmanager
    def deriving(self) -> Iterator[None]:
        """Hold the brand's derivation for this process; others wait."""
        with held(self._locks / "derive.lock"):
            yield


def _make_sure(path: Place, schema: pa.Schema, by: Part = "day") -> None:
    """Make the table when it is not there yet."""
    if not is_table(str(path)):
        if by not in schema.names:
            schema = schema.append(pa.field(by, pa.date32()))
        path.mkdir(parents=True, exist_ok=True)
        DeltaTable.create(
            str(path),
            schema,
            mode="ignore",
            partition_by=[by],
            configuration=settings_of(path, schema),
        )
