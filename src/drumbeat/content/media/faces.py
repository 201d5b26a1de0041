"""Faces of documents and films: drawn beside the pages, a portion at a time, never while one waits."""

from datetime import datetime
from pathlib import Path

from drumbeat.content.media.models import FileFacts
from drumbeat.content.media.renditions import THUMBNAIL_PX, keep_made, made_before, thumbnail_of
from drumbeat.formats.media.faces import drawable, face
from drumbeat.formats.media.problems import Unsafe
from drumbeat.work.files.models import StoredFile

AT_ONCE = 10
# A film often begins in black.
_INTO_THE_FILM = 0.1
_WANTED = f"f{THUMBNAIL_PX}"


def draw_due(_now: datetime) -> int:
    """Draw what waits for its face, the oldest first; returns how many were drawn."""
    waiting = FileFacts.objects.filter(face="due", media_type__in=drawable())
    return sum(map(_draw, waiting.select_related("file").order_by("pk")[:AT_ONCE]))


def small_picture(stored: StoredFile) -> bytes:
    """Of a picture itself, of a document or film its face. Raises Unsafe, OSError."""
    facts = getattr(stored, "facts", None)
    return face_of(stored) if facts and facts.face == "made" else thumbnail_of(stored)


def face_of(stored: StoredFile) -> bytes:
    """The face that was drawn, in WebP. Raises OSError for one that is not there."""
    return made_before(stored, _WANTED)


def _draw(facts):
    at_ms = round((facts.duration_ms or 0) * _INTO_THE_FILM)
    try:
        path = Path(facts.file.content.path)
        keep_made(facts.file, _WANTED, face(path, facts.media_type, THUMBNAIL_PX, at_ms))
        facts.face = "made"
    except (Unsafe, OSError, NotImplementedError):
        facts.face = "none"
    facts.save(update_fields=["face"])
    return facts.face == "made"
