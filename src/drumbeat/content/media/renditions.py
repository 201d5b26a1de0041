"""Pictures made from stored ones, kept under the hash of their master and what was wanted."""

import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile

from drumbeat.formats.media.renditions import thumbnail
from drumbeat.work.files.models import StoredFile

THUMBNAIL_PX = 480


def thumbnail_of(stored: StoredFile) -> bytes:
    """The whole picture, small, in WebP. Raises Unsafe, OSError."""
    return kept(stored, f"t{THUMBNAIL_PX}", lambda data: thumbnail(data, THUMBNAIL_PX))


def kept(stored: StoredFile, wanted: str, make: Callable[[bytes], bytes]) -> bytes:
    """What `make` makes of the stored bytes; made once, as neither of them changes."""
    try:
        return made_before(stored, wanted)
    except OSError:
        made = make(stored.read())
    keep_made(stored, wanted, made)
    return made


def made_before(stored: StoredFile, wanted: str) -> bytes:
    """Raises OSError for what was not made yet."""
    with stored.content.storage.open(_name(stored, wanted), "rb") as stream:
        return stream.read()


def keep_made(stored: StoredFile, wanted: str, made: bytes) -> None:
    storage, name = stored.content.storage, _name(stored, wanted)
    if not storage.exists(name):
        storage.save(name, ContentFile(made))


def _name(stored, wanted):
    key = hashlib.sha256(f"{stored.sha256} {wanted}".encode()).hexdigest()
    return f"{stored.brand_id}/made/{key[:2]}/{key}"
