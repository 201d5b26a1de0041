"""The one register of exchange rates: what a currency was worth in another, from a day on."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.records import Owned


class FxRate(Owned):
    """One unit of `currency` is worth `rate` units of `against`, from `on` until the next one."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("fxr"))
    currency = models.CharField(_("currency"), max_length=3)
    against = models.CharField(_("in"), max_length=3)
    on = models.DateField(_("valid from"))
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10)
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        ordering = ["currency", "against", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "currency", "against", "on"], name="one_rate_a_day"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_above_zero"),
            models.CheckConstraint(
                condition=~Q(currency=models.F("against")), name="rate_of_another_currency"
            ),
        ]

    def __str__(self):
        return f"{self.currency} → {self.against}"

    def get_absolute_url(self):
        return reverse("strategy:rates")
