"""What is being written, before it is saved."""

from django.db import models

from drumbeat.content.assets.models import Version
from drumbeat.people.members.models import Brand, Member


class Draft(models.Model):
    """The working text of one person for one version, kept while they write. It is no version and
    no record: nobody else sees it, and saving the version ends it.

    typed: the fields of the studio's form by name. begun_at: the version's row_version when they
    began. hand: the window that wrote it last; a second one may not write over the first unseen.
    """

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="drafts")
    owner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    typed = models.JSONField(default=dict)
    begun_at = models.PositiveIntegerField()
    hand = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "owner"], name="draft_once_a_person")
        ]
