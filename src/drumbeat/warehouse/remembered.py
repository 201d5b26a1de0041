"""What was made of files, kept in memory: files never change, so it is made once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from typing import Generic, TypeVar

_Made = TypeVar("_Made")


class Remembered(Generic[_Made]):
    """most: how much of it to keep, by the `size` of each; one more than that may be there."""

    def __init__(self, most: int, size: Callable[[_Made], int]) -> None:
        self.most = most
        self._size = size
        self._made: OrderedDict[str, _Made] = OrderedDict()

    def __iter__(self) -> Iterator[str]:
        """The files."""
        return iter(self._made)

    def of(self, file: str, asked: Collection[str], make: Callable[[], _Made]) -> _Made | None:
        """What was made of the file, made now if need be; None where there is no room beside what
        the files in `asked` have."""
        if file not in self._made:
            if not self._has_room(asked):
                return None
            self._made[file] = make()
        self._made.move_to_end(file)
        return self._made[file]

    def forget(self, file: str) -> None:
        del self._made[file]

    def _has_room(self, asked: Collection[str]) -> bool:
        """Forget what was asked for longest ago, unless it is asked for now."""
        while self._held >= self.most and self._made:
            oldest = next(iter(self._made))
            if oldest in asked:
                break
            del self._made[oldest]
        return self._held < self.most

    @property
    def _held(self) -> int:
        return sum(map(self._size, self._made.values()))
