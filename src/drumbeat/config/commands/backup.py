"""`drumbeat backup FILE`: everything in one file, while serving. `cut` says why it fits together."""

import errno
import io
import json
import os
import tarfile
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from django.conf import settings

from drumbeat import __version__
from drumbeat.config.commands.cut import Cut, a_cut
from drumbeat.warehouse.lake import AHEAD
from drumbeat.warehouse.objects import ObjectPath
from drumbeat.warehouse.store import Place, place

FORMAT = 1
NOTE = "backup.json"


def write(target: str):
    """Write the backup; it appears under its name only when it is complete.

    Raises ClickException before the first start, and when the file cannot be written.
    """
    path = Path(target).resolve()
    try:
        with _finished_or_gone(path) as unfinished:
            _fill(unfinished)
    except OSError as problem:
        raise click.ClickException(f"{path} was not written: {problem.strerror}.") from None
    click.echo(f"{path}: {path.stat().st_size / 1e6:,.1f} MB")


def _fill(file: Path):
    with (
        tarfile.open(file, "w:gz", compresslevel=3) as tar,
        TemporaryDirectory(dir=file.parent, prefix=".backup-") as room,
    ):
        _bytes(tar, NOTE, json.dumps(_note()).encode())
        # Before the log is listed: it then knows every table version that is named here.
        _manifests(tar)
        with a_cut() as cut:
            _copy(tar, cut, Path(room))
        # Bytes are stored before the row that names them, so these are not fewer.
        _files(tar)


@contextmanager
def _finished_or_gone(path: Path):
    """A file beside `path` that takes its place at the end. Only its owner may read it."""
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _note() -> dict:
    return {"format": FORMAT, "version": __version__, "at": datetime.now(UTC).isoformat()}


def _manifests(tar):
    """The lake's small files that change: which versions of derived tables belong together."""
    for path in place(settings.LAKE_ROOT).rglob("derived.json"):
        _bytes(tar, _in_home(path), path.read_bytes())


def _copy(tar, cut: Cut, room: Path):
    try:
        _add_log(tar, cut.log)
        _add(tar, _data_files())
    except FileNotFoundError as problem:
        raise click.ClickException(
            f"{problem.filename or problem} was cleaned away meanwhile. Nothing was written; try again."
        ) from None
    for snapshot in filter(None, (cut.spool, cut.database)):
        file = snapshot.copy_into(room)
        tar.add(file, file.name)
        file.unlink()


def _add_log(tar, entries: Iterable[Place]):
    """What a log says of old versions goes at any time; a later summary has it, then."""
    gone: list[Place] = []
    summed_up: dict[Place, str] = {}
    for entry in entries:
        try:
            _add(tar, [entry])
        except FileNotFoundError:
            gone.append(entry)
            continue
        if entry.name.endswith(".checkpoint.parquet"):
            summed_up[entry.parent] = max(summed_up.get(entry.parent, ""), entry.name)
    for entry in gone:
        if entry.name >= summed_up.get(entry.parent, ""):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(entry))


def _data_files() -> list[Place]:
    """All data files, those of versions after the cut too: the log does not name them. What was
    counted ahead is left out: it can be counted again, and goes away at any time."""
    files = place(settings.LAKE_ROOT).rglob("*.parquet")
    return [path for path in files if path.parent.name not in ("_delta_log", *AHEAD)]


def _files(tar):
    for name in ("files", "salts"):
        for path in sorted((settings.HOME / name).rglob("*")):
            # A day's salt may be destroyed, a double upload dropped, while we look.
            if path.is_file():
                try:
                    data = path.read_bytes()
                except FileNotFoundError:
                    continue
                _bytes(tar, _in_home(path), data)
    if (settings.HOME / "secret.key").exists():
        tar.add(settings.HOME / "secret.key", "secret.key")


def _add(tar, paths: Iterable[Place]):
    for path in paths:
        if isinstance(path, ObjectPath):
            _bytes(tar, _in_home(path), path.read_bytes())
        else:
            tar.add(path, _in_home(path))


def _bytes(tar, name: str, data: bytes):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    tar.addfile(entry, io.BytesIO(data))


def _in_home(path: Place) -> str:
    """Where it lies in the backup; a lake has its place there wherever it is."""
    lake = place(settings.LAKE_ROOT)
    if str(path).startswith(f"{lake}/"):
        return f"lake/{path.relative_to(lake)}"
    return str(path.relative_to(settings.HOME))
