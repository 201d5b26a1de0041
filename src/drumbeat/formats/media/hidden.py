"""Files that are two things at once: a picture that is also a script, an archive or a page."""

import io
import re
import zipfile
from typing import BinaryIO

from .kinds import FILMS, PDF, PICTURES, SOUNDS
from .problems import Unsafe

# Long enough that compressed pixels do not spell them by chance.
_MARKUP = re.compile(
    rb"<script[\s>/]|<!doctype html|<html[\s>][^\0]{0,200}<|<\?php\s|javascript:[a-z]",
    re.IGNORECASE,
)
_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"


def refuse_hidden(data: bytes, kind: str) -> None:
    """Raises Unsafe for a picture, film, sound or PDF that carries something else to run."""
    if kind not in PICTURES | FILMS | SOUNDS | {PDF}:
        return
    if kind in PICTURES and (found := _MARKUP.search(data)):
        raise Unsafe("hidden_markup", found.group()[:20].decode("latin-1"))
    refuse_archive(io.BytesIO(data))
    end = {"image/png": _png_end, "image/gif": _gif_end}.get(kind, lambda _data: None)(data)
    if end is not None and data[end:].strip(b"\0\r\n "):
        raise Unsafe("trailing")


def refuse_archive(stream: BinaryIO) -> None:
    """Raises Unsafe for anything that an archive's index follows; only its end is read."""
    if not zipfile.is_zipfile(stream):
        return
    try:
        with zipfile.ZipFile(stream) as archive:
            holds_some = bool(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return
    if holds_some:
        raise Unsafe("hidden_archive")


def _png_end(data):
    at = data.rfind(_PNG_END)
    return None if at < 0 else at + len(_PNG_END)


def _gif_end(data: bytes) -> int | None:
    """Where the picture's own blocks end (GIF89a, §12–§27); None for one that never does."""
    at = 13 + _table_bytes(data[10]) if len(data) > 13 else len(data)
    while at < len(data):
        mark = data[at]
        if mark == 0x3B:
            return at + 1
        if mark == 0x21:
            at = _after_blocks(data, at + 2)
        elif mark == 0x2C and at + 9 < len(data):
            at = _after_blocks(data, at + 11 + _table_bytes(data[at + 9]))
        else:
            return None
    return None


def _table_bytes(flags):
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data, at):
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1
