"""Assets and their versions. Approved bytes never change (I-04)."""

import hashlib
import json

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.states import VERSION
from drumbeat.content.briefs.models import Brief
from drumbeat.content.checks.explaining import explained
from drumbeat.content.checks.laws import SEVERITY_NAMES, exemptions
from drumbeat.content.creative.concepts.models import Concept
from drumbeat.content.kinds import KINDS
from drumbeat.content.studio.variables import filled
from drumbeat.knowledge.search.matching import spelled
from drumbeat.people.errors import WrongState
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import LANGUAGES, Member
from drumbeat.people.records import Owned, Record, RecordQuerySet, in_language, named
from drumbeat.strategy.models import BrandRule, KeyMessage
from drumbeat.work.files.models import StoredFile


class Asset(Record):
    """A creative unit made for a brief, carrying one key message.

    concept: the one of its brief that it comes from, where the brief has chosen one.
    spelled: both names, with pinyin and its initials, as the library's search reads them.
    """

    KINDS = KINDS

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ast"))
    brief = models.ForeignKey(
        Brief, on_delete=models.PROTECT, related_name="assets", verbose_name=_("brief")
    )
    message = models.ForeignKey(
        KeyMessage, on_delete=models.PROTECT, related_name="assets", verbose_name=_("key message")
    )
    concept = models.ForeignKey(
        Concept,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assets",
        verbose_name=_("concept"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default="copy")
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="zh-hans")
    sector = models.CharField(
        _("sector"),
        max_length=30,
        blank=True,
        help_text=_("Some trades have advertising rules of their own"),
    )
    is_ai_generated = models.BooleanField(_("made with AI"), default=False)
    ai_tool = models.CharField(_("which AI tool"), max_length=80, blank=True)
    spelled = models.TextField(editable=False, default="", blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            # The library is read in this order,
            models.Index(
                fields=["brand", "-id"], condition=Q(archived_at=None), name="library_newest"
            ),
            # and the matrix counts all of it, without opening a row.
            models.Index(
                fields=["brand", "archived_at", "kind", "message", "brief", "id"],
                name="asset_counted",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=named(), name="asset_named"),
            models.CheckConstraint(
                condition=Q(is_ai_generated=False) | ~Q(ai_tool=""), name="asset_ai_names_its_tool"
            ),
        ]

    def save(self, *args, **kwargs):
        self.spelled = spelled(self.title_en, self.title_zh)
        super().save(*args, **kwargs)

    @property
    def newest(self):
        """The version with the highest number (None before the first)."""
        return self.versions.first()

    def get_absolute_url(self):
        return reverse("content:asset", args=[self.pk])


class VersionQuerySet(RecordQuerySet):
    def approved(self):
        return self.filter(state__in=("approved", "published"))


class Version(Owned):
    """Version n of an asset: a text or a file, with its SHA-256 over exactly those bytes.

    The owner is its author. Only a draft's content can change; after that an edit is version n+1.
    variants: network → the text in other words for it. variables: name → what stands for {{name}}.
    shots: of a script (`creative.scripts.shots.Shot`); its text is then made of them.
    alt_en, alt_zh: of a picture, what it says, for who does not see it. They describe the bytes and are
    none of them: they may be mended when those are fixed.
    needs_reading: the rules changed since it was held to them.
    """

    # What of it is hashed besides the text.
    MORE = ("variants", "variables", "shots")
    CONTENT = ("text", *MORE, "file_id", "sha256")

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ver"))
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("text"), blank=True)
    variants = models.JSONField(default=dict, blank=True)
    variables = models.JSONField(default=dict, blank=True)
    shots = models.JSONField(default=list, blank=True)
    file = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("file"),
    )
    alt_en = models.CharField(
        _("alternative text (English)"), max_length=300, blank=True, default=""
    )
    alt_zh = models.CharField(
        _("alternative text (Chinese)"), max_length=300, blank=True, default=""
    )
    sha256 = models.CharField(max_length=64)
    change_note = models.CharField(_("what changed"), max_length=300, blank=True)
    edited_by = models.ForeignKey(
        Member,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("last edited by"),
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=20, choices=VERSION.choices, default="draft", editable=False
    )
    needs_reading = models.BooleanField(default=False, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["id"], condition=Q(needs_reading=True), name="version_to_read"),
            # Whether an asset has an approved version, asked of a whole library at once.
            models.Index(fields=["asset", "state"], name="version_by_state"),
            # Which assets have one, as one list for the matrix.
            models.Index(fields=["brand", "state", "asset"], name="version_of_brand"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["asset", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(text="", file__isnull=False) | (~Q(text="") & Q(file=None)),
                name="version_is_text_or_file",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(change_note=""), name="version_says_what_changed"
            ),
        ]

    def __str__(self):
        return f"{self.asset} v{self.number}"

    def save(self, *args, **kwargs):
        """Hash the content with it. Raises WrongState when that of a non-draft would change."""
        if self._state.adding:
            self.edited_by_id = self.edited_by_id or self.owner_id
            self.sha256 = self.content_sha256()
        else:
            self._keep_content()
        super().save(*args, **kwargs)

    def _keep_content(self):
        stored = Version.objects.get(pk=self.pk)
        if all(getattr(self, name) == getattr(stored, name) for name in self.CONTENT):
            return
        if stored.state != "draft":
            raise WrongState(_("These bytes are fixed since their review. Make a new version."))
        self.sha256 = self.content_sha256()

    def content_sha256(self):
        """SHA-256 (hex) of the text as UTF-8, or of the file as it was stored.

        What else the text has, words for networks, values and shots, follows it after a zero byte,
        which no text has.
        """
        if self.file_id:
            return self.file.sha256
        more = {name: had for name in self.MORE if (had := getattr(self, name))}
        told = json.dumps(more, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        content = f"{self.text}\0{told}" if more else self.text
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def alt(self):
        """What the picture says, in the reader's language where it is told in that; else its name."""
        return in_language(self.alt_en, self.alt_zh) or str(self.asset)

    @property
    def alt_as_published(self):
        """In the language of its asset; "" where nobody has said it."""
        return self.alt_zh if self.asset.language.startswith("zh") else self.alt_en

    @property
    def words(self):
        """The text as readers get it: with its values."""
        return filled(self.text, self.variables)

    def words_for(self, network):
        """The text as the readers of a network get it: its own words where it has some."""
        return filled(self.variants.get(network) or self.text, self.variables)

    @property
    def all_words(self):
        """Every text that may go out, the one for all networks first; none for a file."""
        return [self.words, *map(self.words_for, self.variants)] if self.text else []

    def is_intact(self):
        """Do the bytes, read again now, still have the hash of this version?"""
        if not self.file_id:
            return self.content_sha256() == self.sha256
        try:
            return self.file.sha256 == self.sha256 and self.file.is_intact()
        except OSError:
            return False

    @property
    def writers(self):
        """Ids of who may not approve it (I-03): the author and the last editor."""
        return {self.owner_id, self.edited_by_id} - {None}

    def get_absolute_url(self):
        return reverse("content:version", args=[self.pk])


class Approval(Owned):
    """Somebody other than the author says yes to exactly these bytes (I-03)."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("apv"))
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64)
    note = models.TextField(_("note"), blank=True)
    single_person_waiver = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at"]


class Finding(Owned):
    """Something wrong with a version. An open `block` finding keeps it from going live (I-05).

    rule: the brand's rule that it breaks; law_key: that of the law, or of craft. Then `note` holds the
    words that break it. Neither of them for what a person found.
    exemption: why the law allows it after all, with `proof`; or that it was a false alarm.
    """

    ALL_SEVERITIES = list(SEVERITY_NAMES.items())
    SEVERITIES = ALL_SEVERITIES[:3]
    FALSE_ALARM = "false_alarm"

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("fnd"))
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="findings")
    rule = models.ForeignKey(BrandRule, null=True, on_delete=models.PROTECT, related_name="+")
    law_key = models.CharField(max_length=30, blank=True, default="")
    severity = models.CharField(_("severity"), max_length=6, choices=ALL_SEVERITIES, default="warn")
    note = models.TextField(_("what is wrong"))
    at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    resolution = models.CharField(_("resolution"), max_length=300, blank=True)
    is_waived = models.BooleanField(default=False)
    exemption = models.CharField(_("exemption"), max_length=12, blank=True, default="")
    proof = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("proof"),
    )

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(
                fields=["brand", "law_key"], condition=~Q(law_key=""), name="finding_by_law"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(rule=None) | Q(law_key=""), name="finding_breaks_one_rule"
            ),
            models.CheckConstraint(
                condition=Q(exemption__in=("", "false_alarm")) | Q(proof__isnull=False),
                name="finding_exemption_is_proven",
            ),
        ]

    @property
    def is_open(self):
        return self.resolved_at is None

    @property
    def is_authors(self):
        """The rule only warns: its author confirms the words or calls it a false alarm."""
        return bool(self.law_key) and self.severity in ("warn", "info")

    @property
    def law(self):
        """What the rules say of it, in the reader's language; None when they no longer have it."""
        return explained(self.law_key)

    @property
    def exempt_because(self):
        return dict(exemptions()).get(self.exemption, "")

    def belongs_to(self, member):
        """To who raised it, and to who wrote what it is about."""
        return member.pk == self.owner_id or member.pk in self.version.writers

    def get_absolute_url(self):
        return self.version.get_absolute_url()
