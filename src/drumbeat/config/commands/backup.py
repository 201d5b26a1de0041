"""`drumbeat backup FILE` while serving, `drumbeat restore FILE` into an empty home.

Order matters: spool first, then the lake, then the database and the files. An event that moves
from spool to lake in between is then in both copies, and its batch id (or message id) makes it
count once; the other order could miss it. Lake files never change once written, and a table is
what its log says, so logs are listed before data files are copied.
"""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command

from drumbeat import __version__

_FORMAT = 1


def write(target: str):
    """Write the backup; it appears under its name only when it is complete."""
    path = Path(target).resolve()
    unfinished = path.with_name(path.name + ".unfinished")
    with (
        tempfile.TemporaryDirectory() as room,
        tarfile.open(unfinished, "w:gz", compresslevel=3) as tar,
    ):
        _note(tar)
        _sqlite(tar, settings.SPOOL_PATH, "spool.sqlite3", Path(room))
        _lake(tar)
        _database(tar, Path(room))
        for folder in ("files", "salts", "secret.key"):
            if (settings.HOME / folder).exists():
                tar.add(settings.HOME / folder, folder)
    unfinished.replace(path)
    click.echo(f"{path}: {path.stat().st_size / 1e6:,.1f} MB")


def read(source: str):
    """Unpack into $DRUMBEAT_HOME, which must be empty. Raises ClickException otherwise."""
    home = settings.HOME
    if any(home.joinpath(name).exists() for name in ("drumbeat.sqlite3", "lake", "spool.sqlite3")):
        raise click.ClickException(
            f"{home} is not empty. Name another folder with DRUMBEAT_HOME, or move this one away."
        )
    with tarfile.open(source) as tar:
        note = json.load(tar.extractfile("backup.json"))
        if note["format"] > _FORMAT:
            raise click.ClickException(
                f"This backup was written by Drumbeat {note['version']}; install that version."
            )
        tar.extractall(home, filter="data")
    _fill_database(home)
    call_command("migrate", verbosity=0, interactive=False)
    click.echo(f"Restored the state of {note['at']} into {home}.")


def _note(tar):
    note = {"format": _FORMAT, "version": __version__, "at": datetime.now(UTC).isoformat()}
    data = json.dumps(note).encode()
    entry = tarfile.TarInfo("backup.json")
    entry.size = len(data)
    tar.addfile(entry, io.BytesIO(data))


def _sqlite(tar, path: Path, name: str, room: Path):
    """A consistent copy through SQLite's own backup, also while others write."""
    if not path.exists():
        return
    copy = room / name
    with sqlite3.connect(path) as live, sqlite3.connect(copy) as still:
        live.backup(still)
    tar.add(copy, name)


def _lake(tar):
    root = settings.LAKE_ROOT
    logs = [p for p in root.rglob("*") if p.is_file() and p.suffix != ".parquet"]
    for path in sorted(logs, key=lambda p: p.stat().st_mtime):
        tar.add(path, Path("lake") / path.relative_to(root))
    for path in root.rglob("*.parquet"):
        tar.add(path, Path("lake") / path.relative_to(root))


def _database(tar, room: Path):
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        _sqlite(tar, Path(database["NAME"]), "drumbeat.sqlite3", room)
        return
    dump = room / "drumbeat.pgdump"
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={dump}")
    tar.add(dump, dump.name)


def _fill_database(home: Path):
    dump = home / "drumbeat.pgdump"
    if dump.exists():
        _postgres(
            "pg_restore", "--no-owner", "--dbname", settings.DATABASES["default"]["NAME"], str(dump)
        )
        dump.unlink()


def _postgres(program: str, *arguments: str):
    database = settings.DATABASES["default"]
    if shutil.which(program) is None:
        raise click.ClickException(f"{program} is missing: install PostgreSQL's client programs.")
    env = {
        "PGHOST": str(database["HOST"]),
        "PGPORT": str(database["PORT"] or 5432),
        "PGUSER": str(database["USER"]),
        "PGPASSWORD": str(database["PASSWORD"]),
        "PGDATABASE": str(database["NAME"]),
    }
    subprocess.run([program, *arguments], env=os.environ | env, check=True)
