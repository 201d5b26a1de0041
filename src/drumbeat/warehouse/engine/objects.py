"""DuckDB reads s3:// through this: pyarrow's object store in the words of fsspec.

httpfs, which DuckDB would load for it, is no part of its wheel and comes from a server of its own.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from fsspec import AbstractFileSystem

from drumbeat.warehouse.objects import ObjectPath

_REMEMBERED = 100_000  # sizes of files
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class Objects(AbstractFileSystem):
    """Files that never change under their name: what was learned of one stays true."""

    protocol = "s3"
    cachable = False

    def __init__(self) -> None:
        super().__init__()
        self._sizes: OrderedDict[str, int] = OrderedDict()
        self._learning = threading.Lock()

    def glob(self, path: str, **_: Any) -> list[str]:
        return [path]  # the lake names its files: none has to be looked for

    def open(self, path: str, mode: str = "rb", **_: Any) -> ReadObject:
        return ReadObject(path)

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        return {"name": path, "size": self._size(path), "type": "file"}

    def modified(self, path: str) -> datetime:
        """DuckDB drops what it remembers of a file when this changes."""
        return _ANY_TIME

    def _size(self, path: str) -> int:
        with self._learning:
            if path in self._sizes:
                self._sizes.move_to_end(path)
                return self._sizes[path]
        size = ObjectPath(path).stat().st_size
        with self._learning:
            self._sizes[path] = size
            while len(self._sizes) > _REMEMBERED:
                self._sizes.popitem(last=False)
        return size


class ReadObject(io.RawIOBase):
    """An object, opened when somebody reads of it: often DuckDB remembers what it wants to know.

    Its threads share one and seek before they read, so each has a position of its own.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._opening = threading.Lock()
        self._opened: pa.NativeFile | None = None
        self._here = threading.local()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return getattr(self._here, "at", 0)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        before = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell()}
        self._here.at = offset + (before[whence] if whence in before else self._file().size())
        return self._here.at

    def read(self, size: int = -1) -> bytes:
        at = self.tell()
        file = self._file()
        data = file.read_at(file.size() - at if size < 0 else size, at)
        self._here.at = at + len(data)
        return data

    def _file(self) -> pa.NativeFile:
        with self._opening:
            if self._opened is None:
                self._opened = ObjectPath(self._path).open_input()
            return self._opened
