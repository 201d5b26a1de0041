"""What a placement has cost: what platforms charged and what was invoiced, together."""

import pytest

from drumbeat.channels.models import Placement
from drumbeat.channels.placements.queries import with_money
from drumbeat.strategy.models import LedgerEntry
from tests.everything import everything

pytestmark = pytest.mark.django_db


def test_invoices_count_as_spent_beside_what_platforms_charged(lead):
    made = everything(lead)
    placement = made[Placement]
    charged = placement.spend_facts.get().spend_minor
    LedgerEntry.objects.create(
        brand=lead.brand,
        owner=lead,
        line=placement.budget_line,
        kind="cost",
        amount_minor=46_000_00,
        paper="INV-1",
        ref=f"placement:{placement.pk}",
    )
    (found,) = with_money(Placement.objects.filter(pk=placement.pk))
    assert (found.booked, found.spent) == (46_000_00, 46_000_00 + charged)
