"""Files kept by their SHA-256: the same bytes are stored once, and never change."""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Brand, Member

_LARGE_BYTES = 50 << 20


class _Linked(File):
    """A file on the disk that the store takes by a second name, without copying it."""

    def temporary_file_path(self):
        link = f"{self.name}.kept"
        Path(link).unlink(missing_ok=True)
        os.link(self.name, link)
        return link


def _path(stored, _name):
    return f"{stored.brand_id}/{stored.sha256[:2]}/{stored.sha256}"


class StoredFile(models.Model):
    """Bytes of one brand. The name is what the person called it; the hash is what it is."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("fil"))
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to=_path, max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "sha256"], name="bytes_once")]

    def __str__(self):
        return self.name

    def belongs_to(self, member):
        return self.owner_id == member.pk

    def get_absolute_url(self):
        return reverse("work:file", args=[self.pk])

    @classmethod
    def keep(cls, member, name, data, media_type):
        """Store bytes (or find them already stored) for the member's brand."""
        sha256 = hashlib.sha256(data).hexdigest()
        return cls._keep(member, name, ContentFile(data), sha256, media_type)

    @classmethod
    def keep_file(cls, member, name, path: Path, sha256, media_type):
        """As `keep`, of a file on the same disk that is too large to hold; it stays where it is, and
        nobody may write to it any more."""
        with path.open("rb") as stream:
            return cls._keep(member, name, _Linked(stream, str(path)), sha256, media_type)

    @classmethod
    def _keep(cls, member, name, content, sha256, media_type):
        kept = cls.objects.filter(brand=member.brand, sha256=sha256).first()
        if kept:
            return kept
        stored = cls(
            brand=member.brand,
            owner=member,
            name=name[:200],
            media_type=media_type[:100],
            size_bytes=content.size,
            sha256=sha256,
        )
        stored.content.save(name, content, save=False)
        try:
            with transaction.atomic():
                stored.save()
        except IntegrityError:
            # Somebody kept the same bytes in the same moment.
            stored.content.delete(save=False)
            return cls.objects.get(brand=member.brand, sha256=sha256)
        return stored

    def read(self):
        # Not through the field's own handle, which cannot be opened again once its file is gone.
        with self.content.storage.open(self.content.name, "rb") as stream:
            return stream.read()

    def is_intact(self):
        """Do the bytes on disk still have the hash they were stored under?

        Those of a large file take seconds to read: they are read again once the disk says that
        somebody wrote to it, or after a restart.
        """
        with self.content.storage.open(self.content.name, "rb") as stream:
            if self.size_bytes <= _LARGE_BYTES:
                return _sha256(stream) == self.sha256
            now = os.fstat(stream.fileno())
            return _sha256_of(self.content.path, now.st_size, now.st_mtime_ns) == self.sha256


def _sha256(stream):
    return hashlib.file_digest(stream, "sha256").hexdigest()


@lru_cache(maxsize=256)
def _sha256_of(path, _size, _changed):
    with open(path, "rb") as stream:
        return _sha256(stream)
