"""Reading the facts of files: when they come, and for those that came before, a portion at a time."""

import logging
from pathlib import Path

from django.utils import timezone

from drumbeat.content.media.models import FileFacts
from drumbeat.formats.media import facts
from drumbeat.formats.media.kinds import UNKNOWN
from drumbeat.formats.media.problems import Unsafe
from drumbeat.science.colour import name_of
from drumbeat.science.pictures import dominant, fingerprint
from drumbeat.work.files.models import StoredFile

log = logging.getLogger(__name__)

AT_ONCE = 20
_SIGN = 1 << 63


def facts_of(stored: StoredFile) -> FileFacts:
    """The facts of a file, read now when nobody did before."""
    known = FileFacts.objects.filter(pk=stored.pk).first()
    if known and known.read_at:
        return known
    known = known or FileFacts(file=stored, brand_id=stored.brand_id)
    _fill(known, stored)
    known.read_at = timezone.now()
    known.save()
    return known


def read_due() -> int:
    """Read what waits, the oldest first; returns how many files were read."""
    waiting = FileFacts.objects.filter(read_at=None).select_related("file")
    found = list(waiting.order_by("pk")[:AT_ONCE])
    for known in found:
        facts_of(known.file)
    return len(found)


def _fill(known, stored):
    try:
        read = facts.read(stored.read(), _path(stored))
    except Unsafe as unsafe:
        known.problem, known.problem_detail = unsafe.code, unsafe.detail[:80]
        known.media_type = stored.media_type
        return
    except Exception:
        # Half a dozen parsers over anybody's bytes: none may keep the clock from its other duties.
        log.exception("The file %s could not be read", stored.pk)
        known.media_type, known.problem = UNKNOWN, "corrupt"
        return
    for name in ("media_type", "width", "height", "duration_ms", "codec", "pages", "notes"):
        setattr(known, name, getattr(read, name))
    if read.width and read.height:
        known.ratio = read.width / read.height
    if read.pixels is not None:
        known.colours = list(dominant(read.pixels))
        known.hues = "|".join(["", *dict.fromkeys(map(name_of, known.colours)), ""])
        known.fingerprint = signed(fingerprint(read.pixels))


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
