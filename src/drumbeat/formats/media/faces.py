"""A picture of what is none: the first page of a PDF, a moment of a film."""

from importlib.util import find_spec
from pathlib import Path

from .bounded import ran
from .kinds import FILMS, PDF
from .renditions import thumbnail


def draws_films() -> bool:
    """Is drumbeat[film] installed? Films have no faces without it."""
    return find_spec("av") is not None


def drawable() -> set[str]:
    """The media types that can be drawn on this machine."""
    return {PDF} | (FILMS if draws_films() else set())


def face(path: Path, media_type: str, side: int, at_ms: int = 0) -> bytes:
    """A picture in WebP, its longer side `side` pixels at most. at_ms: the moment of a film.

    Raises Unsafe("corrupt") for what cannot be drawn, or not within its bounds.
    """
    if media_type == PDF:
        return thumbnail(ran("sheet.py", path, side), side)
    return thumbnail(ran("moment.py", path, media_type, side, at_ms), side)
