"""Where ids have left a trace: every file of a folder, and everything packed inside it."""

from __future__ import annotations

import gzip
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from drumbeat.collector.letters import unpack
from drumbeat.warehouse.objects import ObjectPath
from drumbeat.warehouse.store import Place
from tests.objects import fetched

_ZSTD = b"\x28\xb5\x2f\xfd"


def traces(folder: Place, ids: Iterable[str]) -> list[str]:
    """ "file: id" for every file that has an id among its bytes, unpacked ones included."""
    if isinstance(folder, ObjectPath):
        with tempfile.TemporaryDirectory() as copied:
            return traces(fetched(folder, Path(copied)), ids)
    wanted = [(one, re.compile(re.escape(one.encode()), re.IGNORECASE)) for one in ids]
    return sorted(
        {
            f"{file.relative_to(folder)}: {one}"
            for file in folder.rglob("*")
            if file.is_file()
            for told in _told(file)
            for one, sought in wanted
            if sought.search(told)
        }
    )


def _told(file: Path) -> Iterator[bytes]:
    raw = file.read_bytes()
    yield raw
    if file.suffix == ".parquet":
        for column in pq.ParquetFile(file).read().columns:
            yield repr(column.to_pylist()).encode()
    if raw.startswith(b"\x1f\x8b"):
        yield gzip.decompress(raw)
    for found in re.finditer(re.escape(_ZSTD), raw):  # pages that nobody uses any more, too
        yield _decompressed(raw[found.start() :])
    if raw.startswith(b"SQLite format 3\0"):
        yield from _rows(file)


def _decompressed(frame: bytes) -> bytes:
    stream, plain = pa.input_stream(pa.py_buffer(frame), compression="zstd"), b""
    try:
        while portion := stream.read(1024):
            plain += portion
    except OSError:
        pass  # not a frame, or its end lies on another page
    return plain


def _rows(file: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        db.text_factory = bytes
        tables = [
            name.decode()
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for table in tables:
            for row in db.execute(f'SELECT * FROM "{table}"'):
                yield repr(row).encode()
        if "chunk" in tables:
            for size, body in db.execute("SELECT size, body FROM chunk"):
                yield repr(unpack(size, body)).encode()
