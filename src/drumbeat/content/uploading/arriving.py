"""Files that arrive in parts: their bytes, and how many of them are promised to be kept, lie on the
disk under the product's home until they are whole and somebody says where they belong.

A part counts once it is on the disk for good; what came after that is cut away before more is taken.
"""

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from drumbeat.people.members.models import Member

KEPT = timedelta(days=1)
SPARE_BYTES = 1 << 30
MOST_UNFINISHED = 50
_PORTION = 1 << 20
_KEY = re.compile(r"[0-9a-f]{32}")


class DiskFull(OSError):
    """There is no room for what is to come, besides what others were promised."""


class TooMany(Exception):
    """Somebody began more than anybody sends at once."""


class Busy(Exception):
    """Somebody else is writing to it in this moment."""


class Damaged(Exception):
    """The part does not have the checksum that was sent along."""


class TooLong(Exception):
    """More bytes came than the file was said to have."""


@dataclass(frozen=True)
class Arriving:
    """A file on its way in. length: bytes it will have; offset: bytes that are safe on the disk.
    metadata: as the sender told it, `Upload-Metadata` of the protocol."""

    folder: Path
    key: str
    length: int
    offset: int = 0
    metadata: str = ""

    @property
    def path(self) -> Path:
        return self.folder / self.key

    @property
    def is_whole(self) -> bool:
        return self.offset == self.length

    @property
    def until(self) -> datetime:
        """When it is thrown away, unless more of it comes."""
        return datetime.fromtimestamp(self.path.stat().st_mtime).astimezone() + KEPT


def begin(member: Member, length: int, metadata: str = "") -> Arriving:
    """Raises DiskFull, TooMany; no byte of it was taken by then."""
    folder = _folder(member)
    if len(list(folder.glob("*.json"))) >= MOST_UNFINISHED:
        raise TooMany
    if shutil.disk_usage(settings.HOME).free - _promised() < length + SPARE_BYTES:
        raise DiskFull
    folder.mkdir(parents=True, exist_ok=True)
    made = Arriving(folder, secrets.token_hex(16), length, metadata=metadata)
    made.path.touch()
    _acknowledge(made)
    return made


def found(member: Member, key: str) -> Arriving | None:
    """One that this member of this brand began."""
    folder = _folder(member)
    return _read(folder / f"{key}.json") if _KEY.fullmatch(key) else None


@contextmanager
def held(arriving: Arriving) -> Iterator[Arriving]:
    """It, as it is now, for one writer at a time. Raises Busy, FileNotFoundError."""
    with arriving.path.open("r+b") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise Busy from busy
        now = _read(arriving.folder / f"{arriving.key}.json")
        if now is None:
            raise FileNotFoundError(arriving.path)
        yield now


def append(arriving: Arriving, read: Callable[[int], bytes], checksum=("", b"")) -> Arriving:
    """Take the next part, through `read(size)`, and answer once it is safe.

    checksum: name of a hash and what it has to be of this part. Raises Damaged, TooLong, DiskFull,
    OSError: then nothing of the part counts.
    """
    name, wanted = checksum
    told = hashlib.new(name) if name else None
    offset = arriving.offset
    with arriving.path.open("r+b") as stream:
        stream.truncate(offset)
        stream.seek(offset)
        while portion := read(_PORTION):
            offset += len(portion)
            if offset > arriving.length:
                raise TooLong
            if told:
                told.update(portion)
            stream.write(portion)
        if told and told.digest() != wanted:
            raise Damaged
        stream.flush()
        os.fsync(stream.fileno())
    now = replace(arriving, offset=offset)
    _acknowledge(now)
    return now


def let_go(arriving: Arriving) -> None:
    (arriving.folder / f"{arriving.key}.json").unlink(missing_ok=True)
    arriving.path.unlink(missing_ok=True)


def clear_due(now: datetime) -> int:
    """Throw away what nobody went on with for a day; returns how many."""
    gone = 0
    for path in _root().glob("*/*/*"):
        try:
            stale = path.stat().st_mtime < (now - KEPT).timestamp()
        except FileNotFoundError:
            continue
        if stale:
            path.unlink(missing_ok=True)
            gone += path.suffix == ".json"
    return gone


def _root():
    return settings.HOME / "arriving"


def _folder(member):
    return _root() / member.brand_id / member.pk


def _promised():
    """Bytes still to come of everything that was begun."""
    begun = filter(None, map(_read, _root().glob("*/*/*.json")))
    return sum(one.length - one.offset for one in begun)


def _read(record):
    try:
        told = json.loads(record.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return Arriving(record.parent, record.stem, **told)


def _acknowledge(arriving):
    """Write down how much is safe, so that it is still known after a power cut."""
    told = asdict(arriving)
    del told["folder"], told["key"]
    record = arriving.folder / f"{arriving.key}.json"
    draft = record.with_suffix(".new")
    with draft.open("w") as stream:
        json.dump(told, stream)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(record)
    folder = os.open(arriving.folder, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
