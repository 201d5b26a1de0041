"""Where a lake lies: a folder on a disk, or a prefix in an object store. What differs is here."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyarrow as pa
from pyarrow import fs

from drumbeat.warehouse.objects import SCHEME, ObjectPath

Place = Path | ObjectPath

# delta-rs panics at some of the characters that a key may have beside these.
_ADDRESS = re.compile(SCHEME + r"[a-z0-9][a-z0-9.-]+(/[A-Za-z0-9_.=-]+)*/?")


def place(where: str | Place) -> Place:
    """The folder, or for s3://bucket/prefix what lies there.

    Raises ValueError for the address of anything else.
    """
    if not isinstance(where, str):
        return where
    if _ADDRESS.fullmatch(where):
        return ObjectPath(where)
    if "://" in where:
        raise ValueError(
            f"no place for a lake: {where}; a folder, or s3://bucket/prefix of plain letters,"
            " digits, dots and hyphens"
        )
    return Path(where).expanduser().resolve()


def put(path: Place, data: bytes | pa.Buffer) -> None:
    """Let the file hold this, all at once and for good."""
    if isinstance(path, ObjectPath):
        path.write_bytes(data)
        return
    draft = path.with_name(path.name + ".next")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def make_durable(*paths: Place) -> None:
    """Wait until these files or folders are on the disk; an object was before anybody saw it."""
    for path in paths:
        if isinstance(path, ObjectPath):
            continue
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def source(file: str | Place) -> str | Path | pa.NativeFile:
    """What pyarrow reads a Parquet file from."""
    if str(file).startswith(SCHEME):
        return ObjectPath(str(file)).open_input()
    return file


def sink(path: Place) -> pa.NativeFile:
    """A new file."""
    if isinstance(path, ObjectPath):
        return path.open_output()
    path.parent.mkdir(parents=True, exist_ok=True)
    return fs.LocalFileSystem().open_output_stream(str(path), compression=None)
