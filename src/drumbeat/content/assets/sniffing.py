"""What a file is, by its bytes. Its name is only what somebody called it."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from drumbeat.people.errors import Problem, Refused
from drumbeat.work.files.actions import LARGEST_MB
from drumbeat.work.files.models import StoredFile

MAX_FILE_BYTES = LARGEST_MB * 1024 * 1024

# (offset, magic bytes, media type)
_MAGIC = [
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (4, b"ftyp", "video/mp4"),
]
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
# What the browser may show in place; everything else only leaves as a download.
SHOWN = PICTURES | {"application/pdf", "video/mp4", "text/plain"}
UNKNOWN = "application/octet-stream"

# Endings that promise one of the types above; the bytes have to keep the promise.
_PROMISES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "mp4": "video/mp4",
    "txt": "text/plain",
    "md": "text/plain",
}
# A longer text is not opened in the browser anyway; a shorter one is read whole to be sure.
_LONGEST_SHOWN_TEXT = 1024 * 1024
_HEAD_BYTES = 4096
_MARKUP = re.compile(rb"^\s*<(?:!|\?|[a-zA-Z])")
# Invisible characters that reorder a name on the screen: “gnp.exe” must not look like “exe.png”.
_UNSEEN = ("Cc", "Cf")


def media_type(data: bytes) -> str:
    """The media type of the bytes; `application/octet-stream` for what we do not know."""
    for offset, magic, kind in _MAGIC:
        if data[offset : offset + len(magic)] == magic and _riff(data, kind):
            return kind
    return _text_type(data)


def _riff(data, kind):
    return kind != "image/webp" or data[:4] == b"RIFF"


def _text_type(data):
    head = data[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(head):
        return "image/svg+xml" if b"<svg" in head.lower() else "text/html"
    if b"\0" in data:
        return UNKNOWN
    try:
        data.decode()
    except UnicodeDecodeError:
        return UNKNOWN
    return "text/plain"


def stored_type(stored: StoredFile) -> str:
    """The media type of stored bytes, looked at now: what was said when they came may be wrong.

    `application/octet-stream` when the file is not there any more.
    """
    try:
        # Opened beside the field's own handle, which somebody may be reading from.
        with stored.content.storage.open(stored.content.name, "rb") as stream:
            head = stream.read(_HEAD_BYTES)
            kind = media_type(head)
            if kind in SHOWN - {"text/plain"}:
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


def checked_upload(upload, field="file") -> tuple[str, bytes, str]:
    """(name, bytes, media type) of an uploaded file. Raises Refused naming `field`."""
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
    promised = _PROMISES.get(name.rpartition(".")[2].lower())
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
    return name, data, found
