"""Re-forecasts of a plan in force: what its lines are expected to cost, month by month."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned
from drumbeat.strategy.plans.models import BudgetLine, Plan


class Reforecast(Owned):
    """Somebody said, on a day and for a reason, what lines will cost. It never changes again."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("rfc"))
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reforecasts")
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self):
        return str(self.plan)

    def get_absolute_url(self):
        """Where plan and actual stand beside each other (a route of `channels`)."""
        return reverse("channels:outlook", args=[self.plan_id])


class ForecastAmount(models.Model):
    """One line in one month (its first day). Of each line the newest version is current, whole."""

    reforecast = models.ForeignKey(Reforecast, on_delete=models.CASCADE, related_name="amounts")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="forecasts")
    month = models.DateField()
    amount_minor = models.BigIntegerField()
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "month"],
                condition=Q(is_current=True),
                name="one_forecast_a_line_and_month",
            ),
            models.UniqueConstraint(
                fields=["reforecast", "line", "month"], name="forecast_once_a_version"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="forecast_positive"),
        ]
