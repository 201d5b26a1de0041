"""The brand platform in versions, the rules that belong to a version, the link that shows it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from drumbeat.people.identity import prefixed_ulid, unguessable
from drumbeat.people.records import Owned, Record, in_language, named
from drumbeat.strategy.brandbook.states import PLATFORM


def _text(label, length=240, **more):
    return models.CharField(label, max_length=length, blank=True, **more)


class BrandPlatform(Record):
    """One version of what the brand stands for. Lists of rows are described in parts.py."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("bpf"))
    number = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    valid_from = models.DateField(_("active since"), null=True, editable=False)
    promise_en = _text(_("promise (English)"))
    promise_zh = _text(_("promise (Chinese)"))
    whom_en = _text(_("for: whom (English)"))
    whom_zh = _text(_("for: whom (Chinese)"))
    need_en = _text(_("who: have which need (English)"))
    need_zh = _text(_("who: have which need (Chinese)"))
    frame_en = _text(_("is a: what kind of thing (English)"), help_text=_("With its article"))
    frame_zh = _text(_("is a: what kind of thing (Chinese)"))
    benefit_en = _text(_("that: does what for them (English)"))
    benefit_zh = _text(_("that: does what for them (Chinese)"))
    unlike_en = _text(_("unlike: whom or what (English)"))
    unlike_zh = _text(_("unlike: whom or what (Chinese)"))
    because_en = _text(_("because: the reason to believe (English)"))
    because_zh = _text(_("because: the reason to believe (Chinese)"))
    values = models.JSONField(default=list, blank=True)
    personality = models.JSONField(default=list, blank=True)
    tone = models.JSONField(default=list, blank=True)
    colours = models.JSONField(default=list, blank=True)
    fonts = models.JSONField(default=list, blank=True)
    logo_en = _text(_("how the logo is used (English)"), 400)
    logo_zh = _text(_("how the logo is used (Chinese)"), 400)
    state = models.CharField(
        max_length=20, choices=PLATFORM.choices, default="draft", editable=False
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=named(), name="brand_platform_named"),
            models.UniqueConstraint(
                fields=["brand"], condition=Q(state="active"), name="brand_platform_active_once"
            ),
            models.UniqueConstraint(
                fields=["brand"],
                condition=Q(state="draft", archived_at=None),
                name="brand_platform_draft_once",
            ),
            models.UniqueConstraint(fields=["brand", "number"], name="brand_platform_version_once"),
        ]

    def __str__(self):
        version = pgettext("brand platform", "version %(n)s") % {"n": self.number}
        return f"{self.name} · {version}"

    @property
    def is_open(self):
        """A draft that can still be changed."""
        return self.state == "draft" and self.archived_at is None

    @property
    def name(self):
        return in_language(self.title_en, self.title_zh)

    @property
    def promise(self):
        return in_language(self.promise_en, self.promise_zh)

    @property
    def logo(self):
        return in_language(self.logo_en, self.logo_zh)

    def slot(self, name):
        return in_language(getattr(self, f"{name}_en"), getattr(self, f"{name}_zh"))

    def get_absolute_url(self):
        return reverse("strategy:brand_platform", args=[self.pk])


class BrandRule(Owned):
    """What a text must keep to. `key` stays the same from version to version.

    words: the term, or the sentence that is required; instead: what to write for a term.
    """

    KINDS = [
        ("term_avoid", _("Avoid a term")),
        ("term_prefer", _("Prefer another term")),
        ("legal_line", _("Required sentence")),
        ("colour", _("Colours of the palette")),
    ]
    SEVERITIES = [("block", _("stops")), ("warn", _("warns"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("brl"))
    platform = models.ForeignKey(BrandPlatform, on_delete=models.CASCADE, related_name="rules")
    key = models.CharField(max_length=30, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default="term_avoid")
    severity = models.CharField(_("weight"), max_length=5, choices=SEVERITIES, default="warn")
    words_en = _text(_("words (English)"), 300)
    words_zh = _text(_("words (Chinese)"), 300)
    instead_en = _text(_("write instead (English)"), 120)
    instead_zh = _text(_("write instead (Chinese)"), 120)
    limit = models.FloatField(
        _("greatest colour difference (ΔE)"),
        null=True,
        blank=True,
        help_text=_("CIEDE2000: 1 is just seen, 5 is another colour"),
    )
    reason_en = _text(_("reason (English)"))
    reason_zh = _text(_("reason (Chinese)"))

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "key"], name="brand_rule_key_once"),
            models.CheckConstraint(
                condition=Q(kind="colour", limit__gt=0)
                | (~Q(kind="colour") & ~Q(words_en="", words_zh="")),
                name="brand_rule_says_something",
            ),
            models.CheckConstraint(
                condition=~Q(kind="term_prefer") | ~Q(instead_en="", instead_zh=""),
                name="brand_rule_prefers_something",
            ),
            models.CheckConstraint(
                condition=~Q(reason_en="", reason_zh=""), name="brand_rule_has_reason"
            ),
        ]

    def __str__(self):
        return self.words or f"ΔE ≤ {self.limit:g}"

    @property
    def words(self):
        return in_language(self.words_en, self.words_zh)

    @property
    def instead(self):
        return in_language(self.instead_en, self.instead_zh)

    @property
    def reason(self):
        return in_language(self.reason_en, self.reason_zh)

    def get_absolute_url(self):
        return reverse("strategy:brand_rules", args=[self.platform_id])


class BrandBookLink(Owned):
    """The active version can be read at this address by whoever has it, until it is switched off."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("bbl"))
    code = models.CharField(max_length=32, unique=True, default=unguessable, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand"], condition=Q(archived_at=None), name="brand_book_link_once"
            )
        ]

    def __str__(self):
        # The trail is read by more people than may open the address.
        return pgettext("brand book", "public link")

    def get_absolute_url(self):
        return reverse("strategy:brand_platforms")
