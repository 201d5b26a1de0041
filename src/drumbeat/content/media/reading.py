"""Reading the facts of files: when they come, and for those that came before, a portion at a time."""

from pathlib import Path

from django.utils import timezone

from drumbeat.content.media.models import DRAWN, FileFacts
from drumbeat.formats.media import facts
from drumbeat.formats.media.facts import Facts
from drumbeat.formats.media.kinds import UNKNOWN
from drumbeat.formats.media.problems import Unsafe
from drumbeat.science.colour import name_of
from drumbeat.science.pictures import dominant, fingerprint
from drumbeat.work.files.actions import LARGEST_MB
from drumbeat.work.files.models import StoredFile

AT_ONCE = 20
_SIGN = 1 << 63
_HELD_BYTES = LARGEST_MB << 20


def facts_of(stored: StoredFile) -> FileFacts:
    """The facts of a file, read now when nobody did before."""
    return _known(stored) or _read(stored)


def is_picture(stored: StoredFile) -> bool:
    return facts_of(stored).is_picture


def keep_facts(stored: StoredFile, found: Facts) -> FileFacts:
    """The facts of a file whose bytes were just read."""
    return _known(stored) or _kept(_blank(stored), found)


def read_due() -> int:
    """Read what waits, the oldest first; returns how many files were read."""
    waiting = FileFacts.objects.filter(read_at=None).select_related("file")
    found = list(waiting.order_by("pk")[:AT_ONCE])
    for known in found:
        _read(known.file)
    return len(found)


def _known(stored):
    return FileFacts.objects.filter(pk=stored.pk).exclude(read_at=None).first()


def _blank(stored):
    return FileFacts(file=stored, brand_id=stored.brand_id)


def _read(stored):
    known = _blank(stored)
    try:
        return _kept(known, _facts(stored))
    except Unsafe as unsafe:
        known.problem, known.problem_detail = unsafe.code, unsafe.detail[:80]
        known.media_type = stored.media_type
    except OSError:
        known.media_type, known.problem = UNKNOWN, "corrupt"
    return _save(known)


def _facts(stored):
    path = _path(stored)
    if path and stored.size_bytes > _HELD_BYTES:
        return facts.read_large(path)
    return facts.read(stored.read(), path)


def _kept(known, found):
    for name in ("media_type", "width", "height", "duration_ms", "codec", "pages", "notes"):
        setattr(known, name, getattr(found, name))
    if found.width and found.height:
        known.ratio = found.width / found.height
    if found.pixels is not None:
        known.colours = list(dominant(found.pixels))
        known.hues = "|".join(["", *dict.fromkeys(map(name_of, known.colours)), ""])
        known.fingerprint = signed(fingerprint(found.pixels))
    return _save(known)


def _save(known):
    known.face = "due" if known.media_type in DRAWN and not known.problem else ""
    known.read_at = timezone.now()
    known.save()
    return known


def signed(bits: int) -> int:
    """64 bits as the databases' signed integers hold them."""
    return bits - (1 << 64) if bits & _SIGN else bits


def unsigned(kept: int) -> int:
    return kept & ((1 << 64) - 1)


def _path(stored):
    try:
        return Path(stored.content.path)
    except NotImplementedError:  # a store that is no disk
        return None
