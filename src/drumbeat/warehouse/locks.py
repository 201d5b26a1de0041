"""Locks between processes of one machine: files in a local folder, free when their holder dies."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from drumbeat.warehouse.store import Place

_holding = threading.local()


@contextmanager
def held(lock: Place) -> Iterator[None]:
    """Hold the file for this process; others wait. Raises ValueError where no file can be held."""
    mine: set[Path] = _holding.__dict__.setdefault("locks", set())
    if lock in mine:  # whoever holds it may call what needs it
        yield
        return
    if not isinstance(lock, Path):
        raise ValueError(
            f"{lock} is in an object store: give the lake a local folder for its locks"
        )
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        mine.add(lock)
        try:
            yield
        finally:
            mine.discard(lock)
