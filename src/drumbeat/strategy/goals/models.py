"""Goals, their measurable parts, and what people said about progress."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.metrics.models import OwnMetric

# What a key result can follow: the lake, a metric of the brand's own ("own"), the newest wave of brand
# health, or check-ins alone ("manual").
METRICS = [
    ("revenue", _("Revenue")),
    ("outcomes", _("Orders")),
    ("sessions", _("Sessions")),
    ("visitors", _("Visitors")),
    ("touches", _("Touches")),
    ("spend", _("Spend")),
    ("cvr", _("Conversion rate of visits")),
    ("aov", _("Average order value")),
    ("cpa", _("Cost per order")),
    ("roas", _("ROAS (attributed)")),
    ("aided", _("Aided awareness (brand health)")),
    ("reputation", _("Reputation (brand health)")),
    ("loyalty", _("Loyalty (brand health)")),
    ("own", _("A metric of your own")),
    ("manual", _("Reported by hand")),
]
FROM_WAVES = frozenset({"aided", "reputation", "loyalty"})
"""Indices of our own brand, in percent: named as in strategy.trackers."""


class Goal(Record):
    """An outcome wanted, between two dates. Company goals split into module and person goals."""

    LEVELS = [("company", _("Company")), ("module", _("Module")), ("person", _("Person"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("goa"))
    level = models.CharField(_("level"), max_length=10, choices=LEVELS, default="company")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("part of"),
    )
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))
    rationale = models.TextField(_("why this goal"), blank=True)
    confidence = models.DecimalField(
        _("confidence"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.50"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 = no chance, 1 = certain"),
    )

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="goal_named"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="goal_forward"
            ),
        ]

    @property
    def level_below(self):
        """That of its parts: a person's goal has a person's parts."""
        levels = [level for level, _name in self.LEVELS]
        return levels[min(levels.index(self.level) + 1, len(levels) - 1)]

    def get_absolute_url(self):
        return reverse("strategy:goal", args=[self.pk])


class KeyResult(Record):
    """A dated target: metric, baseline, target, owner. Progress = (now − base)/(target − base)."""

    DIRECTIONS = [("up", _("up is good")), ("down", _("down is good"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("krs"))
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="key_results")
    kpi_node = models.ForeignKey(
        "strategy.KpiNode",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="key_results",
        verbose_name=_("part of the KPI tree"),
    )
    metric = models.CharField(_("metric"), max_length=20, choices=METRICS, default="manual")
    own_metric = models.ForeignKey(
        OwnMetric, null=True, blank=True, on_delete=models.PROTECT, related_name="key_results"
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True, help_text=_("e.g. ¥, orders, %"))
    direction = models.CharField(_("direction"), max_length=5, choices=DIRECTIONS, default="up")
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=4)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=4)
    due_on = models.DateField(_("due"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="key_result_named"),
            models.CheckConstraint(
                condition=~models.Q(target=models.F("baseline")), name="key_result_moves"
            ),
            models.CheckConstraint(
                condition=models.Q(metric="own", own_metric__isnull=False)
                | (~models.Q(metric="own") & models.Q(own_metric__isnull=True)),
                name="key_result_own_metric",
            ),
        ]

    @property
    def metric_key(self):
        """Its metric's name in formulas; empty for one reported by hand."""
        if self.metric == "own":
            return self.own_metric.key
        return {"manual": "", "outcomes": "orders"}.get(self.metric, self.metric)

    def progress(self, now):
        """Share of the way from baseline to target; 1 = reached. Not clamped.

        now: Decimal in the metric's unit, or None when nothing is known yet (returns None).
        """
        if now is None:
            return None
        return (now - self.baseline) / (self.target - self.baseline)

    def get_absolute_url(self):
        return self.goal.get_absolute_url()


class CheckIn(Owned):
    """What the owner reported about a key result: value, confidence, a sentence."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("chk"))
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="check_ins")
    value = models.DecimalField(_("value now"), max_digits=18, decimal_places=4)
    confidence = models.DecimalField(
        _("confidence"),
        max_digits=3,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]
