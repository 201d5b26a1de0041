"""Plans, their budget as a ledger, and what was decided about them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.knowledge.learnings.models import Learning
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import CURRENCIES, Member
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.audiences.models import Audience
from drumbeat.strategy.goals.models import Goal
from drumbeat.strategy.insights.models import Insight
from drumbeat.strategy.messages.models import KeyMessage
from drumbeat.strategy.plans.states import PLAN


class Plan(Record):
    """Choices that link a goal, audiences, messages, budget and time; and what we will not do.

    One of three years holds no money: it says what each year is for (`strategy.horizons`), and the
    plans `under` it carry that out.
    """

    LONG = "strategy"
    KINDS = [
        (LONG, _("Three-year plan")),
        ("annual", _("Annual plan")),
        ("launch", _("Launch plan")),
        ("campaign", _("Campaign plan")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("pln"))
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="launch")
    goal = models.ForeignKey(
        Goal, on_delete=models.PROTECT, related_name="plans", verbose_name=_("goal")
    )
    under = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("carries out the three-year plan"),
    )
    audiences = models.ManyToManyField(
        Audience, blank=True, related_name="plans", verbose_name=_("audiences")
    )
    messages = models.ManyToManyField(
        KeyMessage, blank=True, related_name="plans", verbose_name=_("key messages")
    )
    insights = models.ManyToManyField(
        Insight, blank=True, related_name="plans", verbose_name=_("insights")
    )
    situation = models.TextField(_("situation"), blank=True)
    choices_made = models.TextField(_("what we choose to do"), blank=True)
    not_doing = models.TextField(_("what we will not do"), blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    budget_minor = models.BigIntegerField(_("budget"), default=0)
    contribution_margin = models.DecimalField(
        _("contribution margin"),
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Share of net revenue left after variable cost, 0–1; ROI needs it"),
    )
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    amends = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amendments",
        editable=False,
    )
    state = models.CharField(max_length=20, choices=PLAN.choices, default="draft", editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=named(), name="plan_named"),
            models.CheckConstraint(condition=Q(budget_minor__gte=0), name="plan_budget_positive"),
            models.CheckConstraint(
                condition=~Q(kind="strategy") | Q(budget_minor=0, under=None),
                name="plan_of_three_years_on_top",
            ),
        ]

    def get_absolute_url(self):
        return reverse("strategy:plan", args=[self.pk])

    @property
    def looks_ahead(self) -> bool:
        return self.kind == self.LONG


class BudgetLine(Record):
    """A part of a plan's budget. Committed and actual are sums over its ledger, never typed.

    starts_on, ends_on: the days that its money is for; the goal's where none are given.
    planned_minor, forecast_minor: in the plan's currency, as is every entry of its ledger.
    forecast_minor: what it will cost in the end, as last said (see `strategy.forecasts`).
    currency: that it was planned in, empty for the plan's; then own_minor is exactly what was
    planned, and planned_minor what that is worth by the rate that held on `rate_on`.
    continues: in the draft of an amendment, the approved line that this one would change.
    """

    CATEGORIES = [
        ("media", _("Media")),
        ("production", _("Production")),
        ("fee", _("Agency & platform fee")),
        ("kol", _("KOL")),
        ("event", _("Event")),
        ("tool", _("Tools")),
        ("staff", _("Staff")),
        ("other", _("Other")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("bud"))
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    category = models.CharField(_("category"), max_length=12, choices=CATEGORIES, default="media")
    channel_kind = models.CharField(_("channel"), max_length=20, blank=True)
    phase = models.CharField(_("phase"), max_length=80, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    planned_minor = models.BigIntegerField(_("planned"))
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    own_minor = models.BigIntegerField(null=True, blank=True, editable=False)
    rate = models.DecimalField(
        _("rate"), max_digits=20, decimal_places=10, null=True, blank=True, editable=False
    )
    rate_on = models.DateField(null=True, blank=True)
    forecast_minor = models.BigIntegerField(_("forecast"), null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    is_reserve = models.BooleanField(_("reserve: only the lead releases it"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="line_named"),
            models.CheckConstraint(condition=Q(planned_minor__gte=0), name="line_positive"),
            models.CheckConstraint(
                condition=Q(starts_on=None, ends_on=None)
                | Q(starts_on__isnull=False, ends_on__gte=models.F("starts_on")),
                name="line_forward",
            ),
            models.CheckConstraint(
                condition=Q(currency="", own_minor=None, rate=None, rate_on=None)
                | (
                    ~Q(currency="")
                    & Q(own_minor__isnull=False, rate__isnull=False, rate_on__isnull=False)
                    & Q(own_minor__gte=0, rate__gt=0)
                ),
                name="line_foreign_has_its_rate",
            ),
        ]

    def get_absolute_url(self):
        return self.plan.get_absolute_url()

    @property
    def is_foreign(self) -> bool:
        return self.currency != ""


class LedgerEntry(Owned):
    """One movement on a budget line; entries are only ever added.

    commitment: +money promised to a placement or contract (`ref`), −when released.
    cost: money spent outside the ad platforms (production, fees, event), by hand with a paper.
    amount_minor: in the plan's currency. own_minor: a cost exactly as the paper says it, where the
    line is in another currency.
    """

    KINDS = [("commitment", _("Commitment")), ("cost", _("Cost"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("led"))
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=KINDS)
    amount_minor = models.BigIntegerField(_("amount"))
    own_minor = models.BigIntegerField(null=True, blank=True)
    ref = models.CharField(max_length=60, blank=True, help_text=_("the object it is for"))
    paper = models.CharField(_("invoice or contract"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    on = models.DateField(_("date"), default=timezone.localdate)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["line", "kind"]),
            # With the amount in it, what an object cost is read from the index alone.
            models.Index(fields=["ref", "kind", "amount_minor"], name="ledger_by_object"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="commitment") | ~Q(paper=""), name="cost_has_its_paper"
            ),
            models.CheckConstraint(
                condition=Q(kind="cost") | ~Q(ref=""), name="commitment_names_its_object"
            ),
        ]

    def __str__(self):
        return str(self.line)


class BudgetMove(Owned):
    """Planned money shifted between two lines of an approved plan: why, and what for.

    amount_minor: what leaves and arrives, in the plan's currency. source_minor, target_minor: the
    same in the currency of a line that has its own.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("bmv"))
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="moves")
    source = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="moves_out", verbose_name=_("from line")
    )
    target = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="moves_in", verbose_name=_("to line")
    )
    amount_minor = models.BigIntegerField(_("amount"))
    source_minor = models.BigIntegerField(null=True, blank=True)
    target_minor = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    expected_effect = models.CharField(_("what we expect of it"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="move_positive"),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="move_between_two_lines"
            ),
        ]

    def __str__(self):
        return f"{self.source} → {self.target}"


class PlanApproval(Owned):
    """The lead's decision on a plan, with the baseline frozen at that moment."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("pap"))
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(
        max_length=10, choices=[("approved", _("Approved")), ("returned", _("Returned"))]
    )
    note = models.TextField(_("reason"), blank=True)
    single_person_waiver = models.CharField(max_length=300, blank=True)
    baseline = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-at"]


class LearningAnswer(Owned):
    """How a plan answers a learning: applied or rejected, and why (I-18)."""

    ANSWERS = [
        ("applied", pgettext_lazy("learning", "Applied")),
        ("rejected", pgettext_lazy("learning", "Rejected")),
        ("none_found", _("None found")),
    ]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ans"))
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="answers")
    learning = models.ForeignKey(
        Learning, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    answer = models.CharField(_("answer"), max_length=10, choices=ANSWERS)
    why = models.TextField(_("how, or why not"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "learning"], name="one_answer_a_learning"),
            models.CheckConstraint(
                condition=Q(answer="none_found", learning=None)
                | (~Q(answer="none_found") & Q(learning__isnull=False)),
                name="answer_names_its_learning",
            ),
        ]
