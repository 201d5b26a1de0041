"""Tables are written beside the pass: whoever needs what one holds now waits for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor


class Tables:
    """The versions that a pass has reached; use it in a with block, which ends when all is
    written."""

    def __init__(self, versions: Mapping[str, int]) -> None:
        self._versions = dict(versions)
        self._writing: dict[str, Future[int]] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="writing")

    def __enter__(self) -> Tables:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def write(self, table: str, write: Callable[[], int]) -> None:
        """Let `write` make the table's next version, and say which: after the one before it."""
        self.version(table)
        self._writing[table] = self._pool.submit(write)

    def version(self, table: str) -> int | None:
        """The table's newest, None before the first. Raises what writing it raised."""
        if written := self._writing.get(table):
            self._versions[table] = written.result()
        return self._versions.get(table)

    def versions(self) -> dict[str, int]:
        """Those of all tables, once they are written."""
        for table in self._writing:
            self.version(table)
        return self._versions
