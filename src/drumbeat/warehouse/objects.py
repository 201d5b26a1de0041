"""A place in an object store, as much of `pathlib.Path` as a lake needs of one.

An object appears whole and stays: whoever wrote it need not wait for a disk, nor rename anything.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache, total_ordering
from typing import NamedTuple

import pyarrow as pa
from pyarrow import fs

SCHEME = "s3://"


@cache
def the_store() -> fs.S3FileSystem:
    """The store that the AWS_* variables name, as for delta-rs; only they know the keys."""
    named = os.environ.get
    return fs.S3FileSystem(
        endpoint_override=named("AWS_ENDPOINT_URL_S3") or named("AWS_ENDPOINT_URL"),
        region=named("AWS_REGION") or named("AWS_DEFAULT_REGION"),
        allow_delayed_open=True,  # a small object is one request
        connect_timeout=10,
        request_timeout=60,
    )


def key_of(address: str) -> str:
    """The bucket and the key, as pyarrow names an object."""
    return address.removeprefix(SCHEME)


class Facts(NamedTuple):
    """Of a file, as `os.stat` names them."""

    st_size: int
    st_mtime: float


@total_ordering
class ObjectPath:
    """An object, or what the keys of several begin with."""

    def __init__(self, address: str) -> None:
        self._key = key_of(address).strip("/")

    def __str__(self) -> str:
        return SCHEME + self._key

    def __repr__(self) -> str:
        return f"ObjectPath({str(self)!r})"

    def __truediv__(self, name: str) -> ObjectPath:
        return ObjectPath(f"{self._key}/{name}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectPath) and self._key == other._key

    def __lt__(self, other: ObjectPath) -> bool:
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def name(self) -> str:
        return self._key.rpartition("/")[2]

    @property
    def parent(self) -> ObjectPath:
        return ObjectPath(self._key.rpartition("/")[0])

    def relative_to(self, root: ObjectPath) -> str:
        return self._key.removeprefix(f"{root._key}/")

    def mkdir(self, parents: bool = False, exist_ok: bool = False) -> None:
        """A prefix is there as soon as something begins with it."""

    def glob(self, pattern: str) -> Iterator[ObjectPath]:
        """What lies directly under it by a name like this; only prefixes when it ends in a slash."""
        for found in self._listed(recursive=False):
            folders_only = pattern.endswith("/")
            if fnmatch(found.base_name, pattern.rstrip("/")) and (
                found.type == fs.FileType.Directory or not folders_only
            ):
                yield ObjectPath(found.path)

    def rglob(self, pattern: str) -> Iterator[ObjectPath]:
        """The objects under it, however deep, whose keys end like this."""
        for found in self._listed(recursive=True):
            if found.type == fs.FileType.File and fnmatch(found.path, f"*/{pattern}"):
                yield ObjectPath(found.path)

    def exists(self) -> bool:
        return the_store().get_file_info(self._key).type != fs.FileType.NotFound

    def stat(self) -> Facts:
        found = the_store().get_file_info(self._key)
        if found.type == fs.FileType.NotFound:
            raise FileNotFoundError(str(self))
        return Facts(found.size, found.mtime_ns / 1e9)

    def open_input(self) -> pa.NativeFile:
        return the_store().open_input_file(self._key)

    def open_output(self) -> pa.NativeFile:
        return the_store().open_output_stream(self._key, compression=None)

    def read_bytes(self) -> bytes:
        """Raises FileNotFoundError."""
        with the_store().open_input_stream(self._key, compression=None) as file:
            return file.read()

    def write_bytes(self, data: bytes) -> None:
        with self.open_output() as file:
            file.write(data)

    def unlink(self, missing_ok: bool = False) -> None:
        try:
            the_store().delete_file(self._key)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def _listed(self, recursive: bool) -> list[fs.FileInfo]:
        selected = fs.FileSelector(self._key, recursive=recursive, allow_not_found=True)
        return the_store().get_file_info(selected)
