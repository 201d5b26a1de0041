"""What is known of a file, beside the file: read once from its bytes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drumbeat.content.media.words import said_of
from drumbeat.formats.media.kinds import FILMS, FONTS, PDF, PICTURES, SOUNDS, SVG
from drumbeat.people.members.models import Brand
from drumbeat.science.pictures import BANDS
from drumbeat.work.files.models import StoredFile

DRAWN = FILMS | {PDF}
FAMILIES = {
    "picture": (_("Picture"), PICTURES | {SVG}),
    "film": (_("Film"), FILMS),
    "sound": (_("Sound"), SOUNDS),
    "document": (_("Document"), {PDF}),
    "font": (_("Font"), FONTS),
}
NOTE_NAMES = {
    "title": _("Title"),
    "creator": _("Made by"),
    "copyright": _("Copyright"),
    "credit": _("Credit"),
    "description": _("Description"),
    "instructions": _("Terms of use"),
    "expires": _("Use until (IPTC)"),
    "taken": _("Taken on"),
    "camera": _("Camera"),
    "place": _("Place"),
    "made_with": _("Made with"),
}


def family_of(media_type: str) -> str:
    """picture, film, sound, document, font; "" for anything else."""
    found = (key for key, (_name, kinds) in FAMILIES.items() if media_type in kinds)
    return next(found, "")


def main_hue(hues: str) -> str:
    """Of the hues of a file the one that fills most of it; "" of none."""
    return hues.strip("|").partition("|")[0]


def _band(number):
    """16 bits of the fingerprint, by which alike pictures are found; the database keeps it."""
    return models.GeneratedField(
        expression=F("fingerprint").bitrightshift(16 * number).bitand(0xFFFF),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )


class FileFacts(models.Model):
    """Facts of one file; all empty until `read_at`.

    ratio: width over height. hues: names of the colours, each between bars, as the library filters by them,
    the one that fills most first.
    problem: why the bytes cannot be trusted, as a code of `formats.media.problems`.
    fingerprint: 64 bits as a signed number, as the databases keep them.
    face: of a document or film, whether a picture of it is to be drawn ("due"), was ("made") or cannot be
    ("none").
    """

    file = models.OneToOneField(
        StoredFile, primary_key=True, on_delete=models.CASCADE, related_name="facts"
    )
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=100, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    ratio = models.FloatField(null=True)
    duration_ms = models.PositiveBigIntegerField(null=True)
    codec = models.CharField(max_length=60, blank=True)
    pages = models.PositiveIntegerField(null=True)
    colours = models.JSONField(default=list)
    hues = models.CharField(max_length=80, blank=True)
    fingerprint = models.BigIntegerField(null=True)
    band_0 = _band(0)
    band_1 = _band(1)
    band_2 = _band(2)
    band_3 = _band(3)
    notes = models.JSONField(default=dict)
    problem = models.CharField(max_length=20, blank=True)
    problem_detail = models.CharField(max_length=80, blank=True)
    face = models.CharField(max_length=4, blank=True, default="")
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["file"], condition=Q(read_at=None), name="file_to_read"),
            models.Index(fields=["file"], condition=Q(face="due"), name="face_to_draw"),
            models.Index(
                fields=["brand", "fingerprint"],
                condition=Q(fingerprint__isnull=False),
                name="pictures_by_fingerprint",
            ),
            *(
                models.Index(fields=["brand", f"band_{number}"], name=f"pictures_by_band_{number}")
                for number in range(BANDS)
            ),
        ]

    @property
    def family(self):
        return family_of(self.media_type)

    @property
    def is_picture(self):
        return self.media_type in PICTURES

    @property
    def has_face(self):
        """There is a small picture of it, or one is made the moment it is asked for."""
        return self.face == "made" or (self.is_picture and not self.problem)

    @property
    def seconds(self):
        return None if self.duration_ms is None else self.duration_ms / 1000

    @property
    def said(self):
        """(name, words) of what the file says of itself."""
        return [(NOTE_NAMES[key], words) for key, words in self.notes.items()]

    @property
    def what_is_wrong(self):
        return said_of(self.problem, self.problem_detail) if self.problem else ""
