"""Files kept by their SHA-256: the same bytes are stored once, and never change."""

import hashlib

from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Brand, Member


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
        kept = cls.objects.filter(brand=member.brand, sha256=sha256).first()
        if kept:
            return kept
        stored = cls(
            brand=member.brand,
            owner=member,
            name=name[:200],
            media_type=media_type[:100],
            size_bytes=len(data),
            sha256=sha256,
        )
        stored.content.save(name, ContentFile(data), save=False)
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
        """Do the bytes on disk still have the hash they were stored under?"""
        return hashlib.sha256(self.read()).hexdigest() == self.sha256
