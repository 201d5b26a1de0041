"""What a file is, by its bytes. Its name is only what somebody called it."""

import hashlib
import unicodedata
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from drumbeat.content.media.reading import keep_facts
from drumbeat.content.media.words import said_of
from drumbeat.formats.media import facts
from drumbeat.formats.media.facts import Facts
from drumbeat.formats.media.kinds import PDF, PICTURES, PROMISES, TEXT, UNKNOWN, media_type
from drumbeat.formats.media.problems import Unsafe
from drumbeat.people.errors import Problem, Refused
from drumbeat.people.members.models import Member
from drumbeat.work.files.actions import LARGEST_MB
from drumbeat.work.files.models import StoredFile

MAX_FILE_BYTES = LARGEST_MB * 1024 * 1024

# What the browser may show in place; everything else only leaves as a download.
SHOWN = PICTURES | {PDF, TEXT, "video/mp4", "video/webm", "audio/mpeg"}

# A longer text is not opened in the browser anyway; a shorter one is read whole to be sure.
_LONGEST_SHOWN_TEXT = 1024 * 1024
_HEAD_BYTES = 4096
# Invisible characters that reorder a name on the screen: “gnp.exe” must not look like “exe.png”.
_UNSEEN = ("Cc", "Cf")


def stored_type(stored: StoredFile) -> str:
    """The media type of stored bytes, looked at now: what was said when they came may be wrong.

    `application/octet-stream` when the file is not there any more.
    """
    try:
        # Opened beside the field's own handle, which somebody may be reading from.
        with stored.content.storage.open(stored.content.name, "rb") as stream:
            head = stream.read(_HEAD_BYTES)
            kind = media_type(head)
            if kind in SHOWN - {TEXT}:
                return kind
            return media_type(head + stream.read()) if _is_short(stored) else UNKNOWN
    except OSError:
        return UNKNOWN


def _is_short(stored):
    return stored.size_bytes <= _LONGEST_SHOWN_TEXT


def safe_name(name: str) -> str:
    """The last part of the name without unseen characters; never a path."""
    visible = "".join(c for c in name if unicodedata.category(c) not in _UNSEEN)
    return PurePosixPath(visible.replace("\\", "/")).name.strip(" .")[:200] or "file"


class Upload(NamedTuple):
    """A file that was looked through and is not kept yet."""

    name: str
    data: bytes
    facts: Facts

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def keep(self, by: Member) -> StoredFile:
        stored = StoredFile.keep(by, self.name, self.data, self.facts.media_type)
        keep_facts(stored, self.facts)
        return stored


class LargeUpload(NamedTuple):
    """The same of a file that is never held in memory."""

    name: str
    path: Path
    facts: Facts
    sha256: str

    def keep(self, by: Member) -> StoredFile:
        stored = StoredFile.keep_file(by, self.name, self.path, self.sha256, self.facts.media_type)
        keep_facts(stored, self.facts)
        return stored


def too_large(name: str, size: int) -> str:
    """Why a file that comes in parts is not begun, by what it says of itself; "" when it may come."""
    promised = PROMISES.get(_ending(name), UNKNOWN)
    most = settings.LARGEST_FILE_BYTES if promised in facts.LARGE else MAX_FILE_BYTES
    return "" if size <= most else _over(name, size, most)


def _ending(name):
    return name.rpartition(".")[2].lower()


def _over(name, size, most):
    words = _("“%(name)s” has %(size)d MB; at most %(most)d MB fit. Compress it or link to it.")
    # Rounded up: 50.1 MB are not told to be 50.
    return words % {"name": name, "size": -(-size // 2**20), "most": most // 2**20}


def checked_large(name: str, path: Path, field="file") -> LargeUpload:
    """As `checked_upload`, of a file on the disk that came in parts. Raises Refused."""
    name = safe_name(name)
    found = _safe_facts(name, lambda: facts.read_large(path), field)
    _must_keep_promise(name, found.media_type, field)
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return LargeUpload(name, path, found, sha256)


def checked_upload(upload, field="file") -> Upload:
    """An uploaded file, looked through. Raises Refused naming `field`."""
    if upload.size > MAX_FILE_BYTES:
        raise Refused(Problem(_over(upload.name, upload.size, LARGEST_MB << 20), field))
    name, data = safe_name(upload.name), upload.read()
    if not data:
        raise Refused(Problem(_("“%(name)s” is empty. Choose it again.") % {"name": name}, field))
    _must_keep_promise(name, media_type(data), field)
    return Upload(name, data, _safe_facts(name, lambda: facts.read(data), field))


def _must_keep_promise(name, found, field):
    promised = PROMISES.get(_ending(name))
    if promised and promised != found:
        raise Refused(
            Problem(
                _(
                    "“%(name)s” says it is %(promised)s but its bytes are %(found)s. "
                    "Export it again or give it the right ending."
                )
                % {"name": name, "promised": promised, "found": found},
                field,
            )
        )


def _safe_facts(name, read, field):
    """Reading its facts opens the file whole, and finds what it hides."""
    try:
        return read()
    except Unsafe as unsafe:
        said = said_of(unsafe.code, unsafe.detail)
        raise Refused(
            Problem(_("“%(name)s” is not taken in.") % {"name": name} + " " + said, field)
        ) from unsafe
