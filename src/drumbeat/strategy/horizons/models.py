"""The years of a plan that looks three years ahead."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned
from drumbeat.strategy.plans.models import Plan


class PlanYear(Owned):
    """What a three-year plan chooses for one of its years, and what not. number: 1, 2 or 3."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("pyr"))
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="years")
    number = models.PositiveSmallIntegerField(editable=False)
    choices_made = models.TextField(_("what we choose to do"))
    not_doing = models.TextField(_("what we will not do"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_year_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=3), name="plan_year_of_three"
            ),
        ]

    def __str__(self):
        return f"{self.plan} · {self.number}"

    def get_absolute_url(self):
        return reverse("strategy:plan", args=[self.plan_id]) + "#years"
