"""What a file is, by its bytes. Its name is only what somebody called it."""

import unicodedata
from pathlib import PurePosixPath
from typing import NamedTuple

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

    def keep(self, by: Member) -> StoredFile:
        stored = StoredFile.keep(by, self.name, self.data, self.facts.media_type)
        keep_facts(stored, self.facts)
        return stored


def checked_upload(upload, field="file") -> Upload:
    """An uploaded file, looked through. Raises Refused naming `field`."""
    if upload.size > MAX_FILE_BYTES:
        raise Refused(
            Problem(
                _("“%(name)s” has %(size)d MB; at most %(most)d MB fit. Compress it or link to it.")
                % {
                    "name": upload.name,
                    "size": upload.size // 2**20,
                    "most": LARGEST_MB,
                },
                field,
            )
        )
    name, data = safe_name(upload.name), upload.read()
    if not data:
        raise Refused(Problem(_("“%(name)s” is empty. Choose it again.") % {"name": name}, field))
    found = media_type(data)
    promised = PROMISES.get(name.rpartition(".")[2].lower())
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
    return Upload(name, data, _safe_facts(name, data, field))


def _safe_facts(name, data, field):
    """Reading its facts opens the file whole, and finds what it hides."""
    try:
        return facts.read(data)
    except Unsafe as unsafe:
        said = said_of(unsafe.code, unsafe.detail)
        raise Refused(
            Problem(_("“%(name)s” is not taken in.") % {"name": name} + " " + said, field)
        ) from unsafe
