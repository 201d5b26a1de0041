"""What a file is: read once from its bytes, and kept."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from . import documents, films, fonts, hidden, pictures, vectors
from .kinds import FILMS, FONTS, OFFICE, PDF, PICTURES, SOUNDS, SVG, ZIP, media_type
from .problems import Unsafe


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


def _reader(kind):
    if kind in PICTURES:
        return lambda data, _path: pictures.read(data)
    if kind in FILMS | SOUNDS:
        return lambda data, path: films.read(data, path, kind)
    if kind in FONTS:
        return lambda data, _path: fonts.read(data)
    readers = {PDF: documents.read_pdf, SVG: vectors.read, ZIP: documents.read_archive}
    readers |= dict.fromkeys(OFFICE.values(), documents.read_archive)
    chosen = readers.get(kind)
    return (lambda data, _path: chosen(data)) if chosen else (lambda _data, _path: {})
