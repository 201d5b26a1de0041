"""Reconciling: does the invoice say what the platforms and the ledger say?"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from drumbeat.channels.placements.models import Placement, Settlement
from drumbeat.people.errors import Problem
from drumbeat.strategy.models import LedgerEntry
from drumbeat.thread.registry import ref

TOLERANCE = Decimal("0.02")


@dataclass(frozen=True)
class Costs:
    """Minor units. reported: by the platforms; booked: costs in the ledger; invoiced: or None."""

    planned: int
    reported: int
    booked: int
    invoiced: int | None

    @property
    def known(self) -> int:
        return self.reported + self.booked

    @property
    def variance(self) -> Decimal | None:
        """(invoiced − known) / known, a share; None without an invoice or anything to compare."""
        if self.invoiced is None or (not self.known and self.invoiced):
            return None
        return Decimal(self.invoiced - self.known) / self.known if self.known else Decimal(0)

    @property
    def is_within_tolerance(self) -> bool:
        return self.variance is not None and abs(self.variance) <= TOLERANCE


def costs(placement: Placement) -> Costs:
    """What is known about a placement's cost (three queries)."""
    reported = placement.spend_facts.filter(is_current=True).aggregate(s=Sum("spend_minor"))["s"]
    booked = LedgerEntry.objects.filter(kind="cost", ref=ref(placement)).aggregate(
        s=Sum("amount_minor")
    )["s"]
    settlement = Settlement.objects.filter(placement=placement).first()
    return Costs(
        placement.planned_minor,
        reported or 0,
        booked or 0,
        settlement.invoice_minor if settlement else None,
    )


def problems(placement: Placement) -> list[Problem]:
    """Why it cannot be reconciled yet; empty when the costs agree or the gap is explained."""
    settlement = Settlement.objects.filter(placement=placement).first()
    if settlement is None:
        return [Problem(_("Channels has to settle it first: what was invoiced?"))]
    if costs(placement).is_within_tolerance or settlement.explanation.strip():
        return []
    return [
        Problem(_("The invoice differs by more than 2 %; it needs an explanation."), "explanation")
    ]
