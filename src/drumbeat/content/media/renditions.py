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
    storage = stored.content.storage
    key = hashlib.sha256(f"{stored.sha256} {wanted}".encode()).hexdigest()
    name = f"{stored.brand_id}/made/{key[:2]}/{key}"
    try:
        with storage.open(name, "rb") as stream:
            return stream.read()
    except OSError:
        made = make(stored.read())
    if not storage.exists(name):
        storage.save(name, ContentFile(made))
    return made
