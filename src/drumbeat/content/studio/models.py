"""What is being written, before it is saved."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.models import Asset, Version
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Brand, Member
from drumbeat.people.records import Owned


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


class Pair(Owned):
    """Two assets that say the same in two languages. …_sha256: of their newest versions when they
    last did; "" for none written yet."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("pai"))
    source = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="+")
    translation = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="+")
    source_sha256 = models.CharField(max_length=64, blank=True)
    translation_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source=models.F("translation")), name="pair_of_two"
            )
        ]

    def __str__(self):
        return f"{self.source} / {self.translation}"

    def belongs_to(self, member):
        return self.source.belongs_to(member) or self.translation.belongs_to(member)

    def agreed(self, asset):
        """What this side's newest version was when both said the same."""
        return self.source_sha256 if asset.pk == self.source_id else self.translation_sha256

    def agree(self):
        """As they stand now they say the same; to be saved by the caller."""
        for side in ("source", "translation"):
            newest = getattr(self, side).newest
            setattr(self, f"{side}_sha256", newest.sha256 if newest else "")

    def get_absolute_url(self):
        return self.source.get_absolute_url()


class Remark(Owned):
    """Something said about a place in an asset, by whoever owns it.

    In a text, quote, before, after: the passage and the words around it (W3C Web Annotation,
    TextQuoteSelector), by which it is found again in a text that went on. replacement: what to say
    instead, where it is a suggestion; "" takes the passage out.
    In a file there is no quote: x, y, w, h are a region as fractions of the picture (w and h are 0
    for a point), stroke a line drawn by hand in that region (points as fractions of the picture, too),
    page that of a document, at_ms the time in a film or sound.
    outcome: how it ended, and ended_in which version was the newest then.
    """

    OUTCOMES = [
        ("", _("Open")),
        ("taken", _("Taken over")),
        ("declined", _("Declined")),
        ("done", _("Done")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("rmk"))
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="remarks")
    quote = models.CharField(max_length=1000, blank=True)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    body = models.TextField(blank=True)
    replacement = models.TextField(null=True, blank=True)
    page = models.PositiveIntegerField(null=True)
    at_ms = models.PositiveIntegerField(null=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    w = models.FloatField(null=True)
    h = models.FloatField(null=True)
    stroke = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=8, choices=OUTCOMES, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    ended_in = models.ForeignKey(Version, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="", ended_at=None)
                | ~models.Q(outcome="") & models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="remark_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(body="") | models.Q(replacement__isnull=False),
                name="remark_says_something",
            ),
            models.CheckConstraint(
                condition=models.Q(x=None, y=None, w=None, h=None)
                | models.Q(*((f"{side}__isnull", False) for side in "xywh"))
                & models.Q(*((f"{side}__gte", 0) for side in "xywh"))
                & models.Q(*((f"{side}__lte", 1) for side in "xywh")),
                name="remark_region_in_the_picture",
            ),
        ]

    def __str__(self):
        return (self.quote or self.body)[:80]

    def belongs_to(self, member):
        """To the author of the text: deciding about it is theirs."""
        return self.version.belongs_to(member)

    @property
    def pinned_at(self):
        """Where its number stands: where the line begins, or in the region's corner."""
        return self.stroke[0] if self.stroke else (self.x, self.y)

    @property
    def is_suggestion(self):
        return self.replacement is not None

    @property
    def is_open(self):
        return not self.outcome

    @property
    def is_pin(self):
        """About a place in a file, not about words."""
        return not self.quote

    @property
    def has_region(self):
        return self.x is not None

    def get_absolute_url(self):
        if self.is_pin:
            return f"{reverse('content:proof', args=[self.version_id])}#{self.pk}"
        return f"{self.version.get_absolute_url()}#remarks"
