"""Placements: one booked appearance in any channel, with everything that must be true of it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.channels.registry.models import Channel
from drumbeat.content.models import Asset, Version
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.models import Audience, BudgetLine, Campaign, KeyMessage


class Placement(Record):
    """Who sees what, where, when, for how much, and what we expect of it.

    The audience, message and budget line become compulsory when it leaves *planned*.
    Its asset versions are `pins`: each names the bytes by SHA-256.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("plc"))
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="placements", verbose_name=_("campaign")
    )
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="placements", verbose_name=_("channel")
    )
    audience = models.ForeignKey(
        Audience,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("audience"),
    )
    message = models.ForeignKey(
        KeyMessage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("key message"),
    )
    budget_line = models.ForeignKey(
        BudgetLine,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("budget line"),
    )
    versions = models.ManyToManyField(Version, through="Pin", related_name="placements")
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))
    territory = models.CharField(_("territory"), max_length=80, blank=True, default="CN")
    planned_minor = models.BigIntegerField(_("planned cost"), default=0)
    forecast_touches = models.PositiveIntegerField(_("expected touches"), null=True, blank=True)
    forecast_outcomes = models.PositiveIntegerField(_("expected orders"), null=True, blank=True)
    forecast_revenue_minor = models.BigIntegerField(_("expected revenue"), null=True, blank=True)
    assumption = models.CharField(
        _("what the forecast assumes"),
        max_length=300,
        blank=True,
        help_text=_("e.g. CTR 1.2 %, CVR 3 % as in the autumn launch"),
    )
    format_key = models.CharField(_("ad format"), max_length=40, blank=True, default="")
    destination_url = models.URLField(_("where it leads"), max_length=1000, blank=True)
    disclosure = models.CharField(
        _("disclosure label"), max_length=60, blank=True, help_text=_("e.g. 广告, #ad")
    )
    state = models.CharField(
        max_length=20, choices=PLACEMENT.choices, default="planned", editable=False
    )

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="placement_named"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="placement_forward"
            ),
            models.CheckConstraint(
                condition=Q(planned_minor__gte=0), name="placement_cost_positive"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "cancelled"))
                | Q(audience__isnull=False, message__isnull=False, budget_line__isnull=False),
                name="booked_placement_hangs_on_the_thread",
            ),
        ]
        # None on the state: a freeze changes ten thousand at once, and PostgreSQL writes no index
        # for a change to what none of them holds.

    @property
    def is_ad(self):
        """Paid for, so that it must say so (advertising law §14, FTC 16 CFR 255)."""
        return self.channel.is_paid

    def get_absolute_url(self):
        return reverse("channels:placement", args=[self.pk])


class Pin(models.Model):
    """An asset version in a placement, held to the bytes that were approved. First is the lead.

    asset: the version's own, kept here too, so that pieces are counted without opening a version.
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="pins")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="pins")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+", editable=False)
    sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["placement", "version"], name="pinned_once")]
        # Which pieces a brand's placements carry, for the matrix.
        indexes = [models.Index(fields=["placement", "asset"], name="pin_of_asset")]

    def save(self, *args, **options):
        if self._state.adding:
            self.asset_id = self.version.asset_id
        super().save(*args, **options)

    @property
    def is_of_its_version(self):
        return self.sha256 == self.version.sha256

    def is_intact(self):
        """Hashed anew, and the very bytes that were pinned."""
        return self.is_of_its_version and self.version.is_intact()


class Handshake(Owned):
    """Content or channels says: spec and bytes are what we agreed (L11). Both sides must."""

    SIDES = [("content", _("Content")), ("channels", _("Channels"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("hsk"))
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="handshakes")
    side = models.CharField(max_length=10, choices=SIDES)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sha256s = models.JSONField(default=list)
    single_person_waiver = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "side"], name="one_hand_a_side")
        ]


class Arming(Owned):
    """The pre-flight as it stood when the placement was armed: every check, light and reason."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("arm"))
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="armings")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    checks = models.JSONField()

    class Meta:
        ordering = ["-at"]


class Settlement(Owned):
    """What a finished placement cost: the invoice against what platforms and ledger say.

    Channels states it, an analyst confirms it by reconciling. A gap above 2 % needs its reason.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("stl"))
    placement = models.OneToOneField(Placement, on_delete=models.CASCADE, related_name="settlement")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    invoice_minor = models.BigIntegerField(_("invoiced"))
    invoice_number = models.CharField(_("invoice number"), max_length=80, blank=True)
    explanation = models.CharField(_("why it differs"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(invoice_minor__gte=0), name="settlement_not_negative"
            )
        ]
