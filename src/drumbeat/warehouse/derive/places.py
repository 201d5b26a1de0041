"""Which event files name a key: remembered from pass to pass, as a file never changes.

A day that fills is searched at every beat for the few whom new events concern; most of its files
hold none of them. What is remembered are numbers, so a file may be named that holds no such key,
but none that does is left out.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from drumbeat.warehouse.derive.facts import SEEN
from drumbeat.warehouse.engine import Workspace, in_process
from drumbeat.warehouse.remembered import Remembered

KEYS = ("anonymous_id", "user_id", "message_id", "click")
_KEY = pa.schema([("key", pa.string())])
_NUMBERS = "SELECT DISTINCT hash(key) AS number FROM ({}) WHERE key <> ''"
_OF_KEYS = _NUMBERS.format("SELECT key FROM keys")
_OF_FILE = _NUMBERS.format(" UNION ALL ".join(f"SELECT {key} AS key FROM file" for key in KEYS))


class Places:
    """most: numbers to remember, of eight bytes each; of files beyond it nothing is known."""

    def __init__(self, most: int = 8_000_000) -> None:
        self._known: Remembered[np.ndarray] = Remembered(most, len)
        self._asking = threading.Lock()

    def holding(self, files: Sequence[str], keys: pa.Array) -> list[str]:
        """Those of the files that may name one of the keys, or of which that is not known."""
        with self._asking, in_process(light=True) as space:
            space.rows("keys", pa.table([keys], schema=_KEY))
            wanted = _Wanted(_numbers(space, _OF_KEYS))
            return [
                file
                for file in files
                if (held := self._numbers_of(space, file, files)) is None or wanted.among(held)
            ]

    def _numbers_of(self, space: Workspace, file: str, files: Sequence[str]) -> np.ndarray | None:
        def numbers() -> np.ndarray:
            space.files("file", [file], SEEN)
            return _numbers(space, _OF_FILE)

        return self._known.of(file, files, numbers)


class _Wanted:
    """Numbers to be found: their last bits leave few of a file's to be looked up."""

    _BITS = np.uint64((1 << 20) - 1)

    def __init__(self, numbers: np.ndarray) -> None:
        self._numbers = np.sort(numbers)
        self._marked = np.zeros(1 << 20, dtype=bool)
        self._marked[numbers & self._BITS] = True

    def among(self, held: np.ndarray) -> bool:
        near = held[self._marked[held & self._BITS]]
        at = np.searchsorted(self._numbers, near)  # of what is marked, never empty
        return bool((self._numbers[np.minimum(at, len(self._numbers) - 1)] == near).any())


def _numbers(space: Workspace, sql: str) -> np.ndarray:
    return space.run(sql)["number"].to_numpy()


PLACES = Places()
