"""`drumbeat restore FILE` into an empty home and an empty database: all of it or nothing."""

import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.utils import OperationalError

from drumbeat.config.commands import postgres
from drumbeat.config.commands.backup import FORMAT, NOTE
from drumbeat.warehouse.store import place, put

_SQLITE = "drumbeat.sqlite3"


def read(source: str):
    """Unpack into $DRUMBEAT_HOME and its database. Raises ClickException: then nothing changed."""
    home = settings.HOME
    _must_be_empty(home)
    # In the home itself, so that putting things in their place is renaming them.
    with TemporaryDirectory(dir=home, prefix=".restoring-") as room:
        unpacked = Path(room)
        note = _unpack(source, unpacked)
        with _lake_put_back(unpacked / "lake"):
            _fill_database(unpacked)
        for path in unpacked.iterdir():
            path.replace(home / path.name)
    call_command("migrate", verbosity=0, interactive=False)
    click.echo(f"Restored the state of {note['at']} into {home}.")


def _must_be_empty(home: Path):
    if any((home / name).exists() for name in (_SQLITE, "lake", "spool.sqlite3", "files", "salts")):
        raise click.ClickException(
            f"{home} is not empty. Name another folder with DRUMBEAT_HOME, or move this one away."
        )
    lake = place(settings.LAKE_ROOT)
    if any(lake.rglob("*")):
        raise click.ClickException(f"{lake} is not empty. Name another place with DRUMBEAT_LAKE.")
    if connection.vendor == "sqlite":
        taken = Path(connection.settings_dict["NAME"]).exists()
    else:
        try:
            taken = bool(connection.introspection.table_names())
        except OperationalError as problem:
            raise click.ClickException(f"The database cannot be reached: {problem}") from None
    if taken:
        raise click.ClickException(
            "The database is not empty. Name an empty one with DRUMBEAT_DATABASE_URL."
        )


def _unpack(source: str, room: Path) -> dict:
    try:
        with tarfile.open(source) as tar:
            first = tar.next()
            if first is None or first.name != NOTE:
                raise tarfile.ReadError(f"it does not begin with {NOTE}")
            note = json.load(tar.extractfile(first))
            if note["format"] > FORMAT:
                raise click.ClickException(
                    f"This backup was written by Drumbeat {note['version']}; install that version."
                )
            tar.extractall(room, filter="data")
    except (tarfile.TarError, EOFError, OSError, ValueError) as problem:
        raise click.ClickException(
            f"{source} is no whole backup of Drumbeat ({problem})."
        ) from None
    (room / NOTE).unlink()
    return note


@contextmanager
def _lake_put_back(unpacked: Path) -> Iterator[None]:
    """A lake that does not lie in the home folder goes where it belongs, unless something fails."""
    root = place(settings.LAKE_ROOT)
    if root == settings.HOME / "lake" or not unpacked.exists():
        yield
        return
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    there = [root / path.relative_to(unpacked).as_posix() for path in files]
    try:
        for path, target in zip(files, there, strict=True):
            target.parent.mkdir(parents=True, exist_ok=True)
            put(target, path.read_bytes())
        yield
    except BaseException as problem:
        for target in there:
            target.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise click.ClickException(f"{root} cannot be written to: {problem}") from None
        raise
    shutil.rmtree(unpacked)


def _fill_database(room: Path):
    """Into the engine it came from; the other one is refused before anything is changed."""
    dump, file = room / postgres.DUMP, room / _SQLITE
    if connection.vendor == "sqlite":
        if not file.exists():
            raise click.ClickException(
                "This backup holds a PostgreSQL database. Name an empty one with"
                " DRUMBEAT_DATABASE_URL=postgresql://…"
            )
        target = Path(connection.settings_dict["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, target)
        return
    if not dump.exists():
        raise click.ClickException(
            "This backup holds a SQLite database, and DRUMBEAT_DATABASE_URL names PostgreSQL."
            " Restore without that setting."
        )
    connection.close()
    name = settings.DATABASES["default"]["NAME"]
    postgres.run("pg_restore", "--no-owner", "--single-transaction", f"--dbname={name}", str(dump))
    dump.unlink()
