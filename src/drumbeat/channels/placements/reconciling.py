"""Reconciling: does the invoice say what the platforms and the ledger say?"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.placements.models import Placement, Settlement
from drumbeat.channels.spend.exchange import exchange_for
from drumbeat.people.errors import Problem
from drumbeat.strategy.models import LedgerEntry
from drumbeat.thread.registry import ref

TOLERANCE = Decimal("0.02")


@dataclass(frozen=True)
class Costs:
    """Minor units of the plan's currency. booked: costs in the ledger; invoiced: or None.

    reported: by the platforms, None where no rate from the brand's currency holds.
    """

    planned: int
    reported: int | None
    booked: int
    invoiced: int | None

    @property
    def known(self) -> int | None:
        return None if self.reported is None else self.reported + self.booked

    @property
    def variance(self) -> Decimal | None:
        """(invoiced − known) / known, a share; None without an invoice or anything to compare."""
        if self.invoiced is None or self.known is None or (not self.known and self.invoiced):
            return None
        return Decimal(self.invoiced - self.known) / self.known if self.known else Decimal(0)

    @property
    def is_within_tolerance(self) -> bool:
        return self.variance is not None and abs(self.variance) <= TOLERANCE


def costs(placement: Placement) -> Costs:
    """What is known about a placement's cost (three queries, 1 more for a plan in another
    currency than the brand's)."""
    reported = placement.spend_facts.filter(is_current=True).aggregate(s=Sum("spend_minor"))["s"]
    booked = LedgerEntry.objects.filter(kind="cost", ref=ref(placement)).aggregate(
        s=Sum("amount_minor")
    )["s"]
    settlement = Settlement.objects.filter(placement=placement).first()
    exchange = exchange_for([placement], timezone.localdate())
    return Costs(
        placement.planned_minor,
        exchange.to_plans(reported or 0, placement.campaign.plan.currency),
        booked or 0,
        settlement.invoice_minor if settlement else None,
    )


def problems(placement: Placement) -> list[Problem]:
    """Why it cannot be reconciled yet; empty when the costs agree or the gap is explained."""
    settlement = Settlement.objects.filter(placement=placement).first()
    if settlement is None:
        return [Problem(_("Channels has to settle it first: what was invoiced?"))]
    found = costs(placement)
    if found.known is None:
        return [Problem(told) for told in exchange_for([placement], timezone.localdate()).problems]
    if found.is_within_tolerance or settlement.explanation.strip():
        return []
    return [
        Problem(_("The invoice differs by more than 2 %; it needs an explanation."), "explanation")
    ]
