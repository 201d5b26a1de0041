"""The KPI tree: a goal's numbers from the company through modules to people, period by period."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Record, named
from drumbeat.strategy.campaigns.models import Campaign
from drumbeat.strategy.goals.models import Goal
from drumbeat.strategy.kpis.states import KPI_TREE
from drumbeat.strategy.metrics.measures import MEASURES
from drumbeat.strategy.metrics.models import OwnMetric

# What is typed, in the order of the columns; ratios are worked out from it.
COLUMNS = ("sessions", "orders", "revenue", "spend")


class KpiTree(Record):
    """Targets for one goal and its days. Additive ones tie: what a part holds, its parts hold."""

    GRAINS = [("whole", _("the whole time")), ("quarter", _("quarters")), ("month", _("months"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("kpt"))
    goal = models.ForeignKey(
        Goal, on_delete=models.PROTECT, related_name="kpi_trees", verbose_name=_("goal")
    )
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))
    grain = models.CharField(_("targets for"), max_length=10, choices=GRAINS, default="quarter")
    contribution_margin = models.DecimalField(
        _("contribution margin"),
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of revenue, e.g. 0.45. With it the tree works out the ROI."),
    )
    ratios = models.ManyToManyField(
        OwnMetric, blank=True, related_name="kpi_trees", verbose_name=_("further ratios")
    )
    state = models.CharField(
        max_length=20, choices=KPI_TREE.choices, default="draft", editable=False
    )

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="kpi_tree_named"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="kpi_tree_forward"
            ),
        ]

    def get_absolute_url(self):
        return reverse("strategy:kpi_tree", args=[self.pk])


class KpiNode(Record):
    """A row: the company, a module (a channel, a team) or a person's part of it.

    measured_by: where its actual numbers are from. parts: the sum of its parts.
    """

    WAYS = [
        ("parts", _("add up its parts")),
        ("brand", _("the whole brand")),
        ("channels", _("these channel groups")),
        ("campaign", _("this campaign")),
        ("none", _("not by the lake")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("kpn"))
    tree = models.ForeignKey(KpiTree, on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("part of"),
    )
    level = models.CharField(_("level"), max_length=10, choices=Goal.LEVELS, default="module")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    measured_by = models.CharField(
        _("actual numbers"), max_length=10, choices=WAYS, default="parts"
    )
    channel_groups = models.JSONField(_("channel groups"), default=list, blank=True)
    campaign = models.ForeignKey(
        Campaign,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("campaign"),
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="kpi_node_named"),
            models.UniqueConstraint(
                fields=["tree"],
                condition=Q(parent=None, archived_at=None),
                name="kpi_one_top",
            ),
            models.CheckConstraint(
                condition=~Q(measured_by="campaign") | Q(campaign__isnull=False),
                name="kpi_campaign_named",
            ),
        ]

    def get_absolute_url(self):
        return f"{self.tree.get_absolute_url()}#{self.pk}"


class KpiTarget(models.Model):
    """What one node is to reach in one period. value: a count, or whole units of money."""

    node = models.ForeignKey(KpiNode, on_delete=models.CASCADE, related_name="targets")
    measure = models.CharField(
        max_length=20, choices=[(key, MEASURES[key].name) for key in COLUMNS]
    )
    starts_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "measure", "starts_on"], name="kpi_target_once"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="kpi_target_positive"),
        ]
