"""One moment of a running installation, held still for as long as it takes to copy it.

An event is acknowledged into the spool and moves from there into its brand's lake, which remembers
how far it has taken that spool in and lets everything up to there pass. The database says what the
event's code means. Copied one after the other while events move, the three do not fit together:

- Lake, then spool: what moves in between is in neither copy. Lost.
- Spool, then lake: what moves in between is in both, and the lake lets it pass. But what arrives
  and moves in between takes the lake's memory beyond the end of the copied spool. Restored, that
  spool gives the same numbers to new events, and the lake takes them for old ones. Lost, later.
- Database before either: a placement booked in between is missing, its touches have no home.

So all three are fixed while nobody may write to the spool, for the milliseconds that takes:

- Nothing is acknowledged meanwhile: every event is in this moment's spool, or released from it
  and then in the lake's log; every code an event carries was in the database before the event.
- The loader may commit meanwhile, but only what this moment's spool holds: the lake's memory never
  goes beyond the spool's end, and what is in both is let pass.

Readers of SQLite and PostgreSQL keep their moment while others go on writing. A lake table is what
its log says, and neither log entries nor data files change once written: the names suffice. What
the log says of old versions goes, once a later summary has it.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import click
from django.conf import settings
from django.db import connection, transaction

from drumbeat.config.commands import postgres
from drumbeat.warehouse.store import Place, place

_PATIENCE_SECONDS = 30


class Snapshot(Protocol):
    """A database as it was in the moment of the cut."""

    def copy_into(self, folder: Path) -> Path:
        """Write it into a new file of the folder; returns the file."""


@dataclass(frozen=True)
class SqliteSnapshot:
    """reader: inside a read transaction, which shows one state however others write."""

    reader: sqlite3.Connection
    name: str

    def copy_into(self, folder: Path) -> Path:
        with closing(sqlite3.connect(folder / self.name)) as copy:
            self.reader.backup(copy)
        return folder / self.name


@dataclass(frozen=True)
class PostgresSnapshot:
    """key: of a snapshot that an open transaction exports."""

    key: str

    def copy_into(self, folder: Path) -> Path:
        file = folder / postgres.DUMP
        postgres.run(
            "pg_dump", "--format=custom", "--no-owner", f"--snapshot={self.key}", f"--file={file}"
        )
        return file


@dataclass(frozen=True)
class Cut:
    """spool: None before the first start. log: the names in all tables' logs, in that moment."""

    spool: Snapshot | None
    database: Snapshot
    log: list[Place]


@contextmanager
def a_cut() -> Iterator[Cut]:
    """Hold one moment of the installation.

    Raises ClickException when the spool stays busy, and before the first start.
    """
    with ExitStack() as held:
        with _nobody_writes_to(settings.SPOOL_PATH):
            spool = None
            if settings.SPOOL_PATH.exists():
                spool = held.enter_context(_sqlite(settings.SPOOL_PATH, "spool.sqlite3"))
            cut = Cut(spool, held.enter_context(_database()), log_of(place(settings.LAKE_ROOT)))
        yield cut


def log_of(root: Place) -> list[Place]:
    """The files that say what the lake's tables hold, oldest first in each table."""
    listed = sorted(root.rglob("_delta_log/*"))
    # Entries begin with their version. The pointer to the last checkpoint does not: it changes,
    # and readers find the checkpoint without it.
    return [path for path in listed if path.name[:20].isdigit() and "#" not in path.name]


@contextmanager
def _nobody_writes_to(spool: Path) -> Iterator[None]:
    if not spool.exists():
        yield
        return
    with closing(_connect(spool)) as lock:
        try:
            lock.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as problem:
            raise click.ClickException(
                f"The spool is too busy ({problem}). Nothing was written; try again."
            ) from None
        yield
        lock.execute("ROLLBACK")


def _database() -> contextlib.AbstractContextManager[Snapshot]:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        if not path.exists():
            raise click.ClickException(f"Nothing has been started in {settings.HOME} yet.")
        return _sqlite(path, "drumbeat.sqlite3")
    return _postgres()


@contextmanager
def _sqlite(path: Path, name: str) -> Iterator[SqliteSnapshot]:
    with closing(_connect(path)) as reader:
        reader.execute("BEGIN")
        # The moment is taken by the first read, not by BEGIN.
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield SqliteSnapshot(reader, name)


@contextmanager
def _postgres() -> Iterator[PostgresSnapshot]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield PostgresSnapshot(cursor.fetchone()[0])


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
