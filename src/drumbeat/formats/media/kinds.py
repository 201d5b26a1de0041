"""The media type of bytes. A name is only what somebody called them."""

import io
import re
import zipfile
from typing import BinaryIO

UNKNOWN = "application/octet-stream"
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
FILMS = {"video/mp4", "video/quicktime", "video/webm"}
SOUNDS = {"audio/mpeg", "audio/wav", "audio/mp4", "audio/ogg", "audio/flac"}
FONTS = {"font/ttf", "font/otf", "font/woff2", "font/collection"}
SVG, PDF, HTML, TEXT, ZIP = (
    "image/svg+xml",
    "application/pdf",
    "text/html",
    "text/plain",
    "application/zip",
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE = {
    "word/": f"{_OFFICE}wordprocessingml.document",
    "ppt/": f"{_OFFICE}presentationml.presentation",
    "xl/": f"{_OFFICE}spreadsheetml.sheet",
}

# (offset, magic bytes, media type)
_MAGIC = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"%PDF-", PDF),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\x00\x01\x00\x00\x00", "font/ttf"),
    (0, b"OTTO", "font/otf"),
    (0, b"wOF2", "font/woff2"),
    (0, b"ttcf", "font/collection"),
    (0, b"PK\x03\x04", ZIP),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS = {b"qt  ": "video/quicktime", b"M4A ": "audio/mp4", b"M4B ": "audio/mp4"}
_MARKUP = re.compile(rb"^\s*<(?:!|\?|[a-zA-Z])")
_HEAD_BYTES = 4096

# Endings that promise a type; the bytes have to keep the promise.
PROMISES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": SVG,
    "pdf": PDF,
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "woff2": "font/woff2",
    "docx": OFFICE["word/"],
    "pptx": OFFICE["ppt/"],
    "xlsx": OFFICE["xl/"],
    "txt": TEXT,
    "md": TEXT,
}


def media_type(data: bytes) -> str:
    """The media type of the bytes; `application/octet-stream` for what we do not know.

    An archive given whole is told apart from a document that is one inside.
    """
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12], UNKNOWN)
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "video/mp4")
    for offset, magic, kind in _MAGIC:
        if data[offset : offset + len(magic)] == magic:
            return _office(io.BytesIO(data)) if kind == ZIP else kind
    return _text_type(data)


def media_type_of(stream: BinaryIO) -> str:
    """The media type of a file that is too large to hold; a text of that size is not known as one."""
    kind = media_type(stream.read(_HEAD_BYTES))
    if kind in (UNKNOWN, TEXT):
        stream.seek(0)
        return _office(stream) if stream.read(4) == b"PK\x03\x04" else UNKNOWN
    return kind


def _office(stream):
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return UNKNOWN
    if "[Content_Types].xml" not in names:
        return ZIP
    return next(
        (kind for folder, kind in OFFICE.items() if any(n.startswith(folder) for n in names)), ZIP
    )


def _text_type(data):
    head = data[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(head):
        return SVG if b"<svg" in head.lower() else HTML
    if b"\0" in data:
        return UNKNOWN
    try:
        data.decode()
    except UnicodeDecodeError:
        return UNKNOWN
    return TEXT
