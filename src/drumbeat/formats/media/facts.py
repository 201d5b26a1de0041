"""What a file is: read once from its bytes, and kept."""

import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from . import documents, films, fonts, hidden, pictures, vectors
from .kinds import (
    FILMS,
    FONTS,
    OFFICE,
    PDF,
    PICTURES,
    SOUNDS,
    SVG,
    UNKNOWN,
    ZIP,
    media_type,
    media_type_of,
)  # fmt: skip
from .problems import Unsafe

_STREAMED = {PDF: documents.read_pdf} | dict.fromkeys(
    [ZIP, *OFFICE.values()], documents.read_archive
)
LARGE = FILMS | SOUNDS | {UNKNOWN, *_STREAMED}


@dataclass(frozen=True, slots=True)
class Facts:
    """width, height: pixels as shown, turned by the camera's note. duration_ms: of films and sound.

    pixels: (h, w, 3) sRGB of a picture, made small. notes: what EXIF, IPTC, XMP or the document say
    of themselves.
    """

    media_type: str
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    codec: str = ""
    pages: int | None = None
    pixels: np.ndarray | None = None
    notes: dict[str, str] = field(default_factory=dict)


def read(data: bytes, path: Path | None = None) -> Facts:
    """Facts of the bytes. path: where they also lie, which spares films a copy.

    Raises Unsafe for what hides something else, would run, unpacks without end, or is broken.
    """
    kind = media_type(data)
    try:
        hidden.refuse_hidden(data, kind)
        return Facts(kind, **_reader(kind)(data, path))
    except Unsafe:
        raise
    except Exception as broken:  # half a dozen parsers over anybody's bytes, each with its own
        raise Unsafe("corrupt") from broken


def read_large(path: Path) -> Facts:
    """As `read`, of a file that is never held in memory: one of the kinds in `LARGE`.

    Raises Unsafe, with the code "large" for a kind that is only ever read whole.
    """
    with path.open("rb") as stream:
        kind = media_type_of(stream)
        if kind not in LARGE:
            raise Unsafe("large")
        try:
            if kind in FILMS | SOUNDS | {PDF}:
                hidden.refuse_archive(stream)
            if kind in FILMS | SOUNDS:
                return Facts(kind, **films.read(b"", path, kind))
            return Facts(kind, **_STREAMED[kind](stream) if kind in _STREAMED else {})
        except Unsafe:
            raise
        except Exception as broken:
            raise Unsafe("corrupt") from broken


def _reader(kind):
    if kind in PICTURES:
        return lambda data, _path: pictures.read(data)
    if kind in FILMS | SOUNDS:
        return lambda data, path: films.read(data, path, kind)
    if kind in FONTS:
        return lambda data, _path: fonts.read(data)
    if kind == SVG:
        return lambda data, _path: vectors.read(data)
    if kind in _STREAMED:
        return lambda data, _path: _STREAMED[kind](io.BytesIO(data))
    return lambda _data, _path: {}
