"""How much one person may promise, book or move alone, and what a second person let pass."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.matrix import ROLES
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned
from drumbeat.strategy.limits.states import RELEASE
from drumbeat.strategy.plans.models import BudgetLine
from drumbeat.ui.templatetags.format import money


class SpendLimit(Owned):
    """The limits of one role, in minor units of the brand's currency.

    commit_minor: the most that one act may promise, book or move; None for no limit.
    approve_minor: the most that one act of somebody else's may be and still be released by this
    role; None for what the role's rights say (see `queries.Limits`).
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("lim"))
    role = models.CharField(_("role"), max_length=10, choices=list(ROLES.items()))
    commit_minor = models.BigIntegerField(_("commits alone up to"), null=True, blank=True)
    approve_minor = models.BigIntegerField(_("releases up to"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "role"], name="one_limit_a_role"),
            models.CheckConstraint(
                condition=(Q(commit_minor=None) | Q(commit_minor__gte=0))
                & (Q(approve_minor=None) | Q(approve_minor__gte=0)),
                name="limit_not_below_zero",
            ),
        ]

    def __str__(self):
        return str(self.get_role_display())

    def get_absolute_url(self):
        return reverse("strategy:limits")


class LimitRelease(Owned):
    """One act above the owner's limit, asked for and decided: by whom, how much, what for.

    amount_minor: at most so much, in `currency`, which is the plan's. Used up by one act of its
    owner of that kind on that line.
    """

    KINDS = [
        ("commitment", pgettext_lazy("budget", "Promise")),
        ("cost", _("Book a cost")),
        ("move", _("Move to another line")),
    ]
    HOLDS = timedelta(days=30)

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("rel"))
    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="limit_releases", verbose_name=_("line")
    )
    kind = models.CharField(pgettext_lazy("budget", "act"), max_length=12, choices=KINDS)
    amount_minor = models.BigIntegerField(_("up to"))
    currency = models.CharField(max_length=3)
    what_for = models.CharField(_("what for"), max_length=300)
    state = models.CharField(
        max_length=12, choices=RELEASE.choices, default="asked", editable=False
    )
    decided_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="release_above_zero"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("owner")),
                name="release_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("released", "used"))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="release_says_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.line}: {money(self.amount_minor, self.currency)}"

    def get_absolute_url(self):
        return f"{self.line.get_absolute_url()}#releases"

    @property
    def until(self):
        """When it lapses unused."""
        return self.decided_at and self.decided_at + self.HOLDS
